package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand blocked virtual threads on two carriers, with their peers in another process. */
@Tag("contract")
class ManyThreadsTest extends ContractTest {
    private static final int MANY = 10_000;

    @Test
    void tenThousandBlockedVirtualThreadsAreServedOnTwoCarriers() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        assumeTrue(Python.exists(), "there is no python3");
        Limits.assumeOpenFiles(MANY);
        ChildJvm child =
                new ChildJvm()
                        .option("-Djdk.virtualThreadScheduler.parallelism=2")
                        .option("-Djdk.virtualThreadScheduler.maxPoolSize=2");
        String printed = child.run(ManyThreadsChild.class, engine.name(), "" + MANY);
        assertEquals("ok", printed.lines().reduce((a, b) -> b).orElse(""), printed);
        System.out.println(engine.name() + ": " + printed.lines().findFirst().orElse(""));
    }
}

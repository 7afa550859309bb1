package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many waiting virtual threads and two carriers, in a JVM of its own. */
@Tag("contract")
class CarriersTest extends ContractTest {
    @Test
    void waitingVirtualThreadsHoldNoCarrier() throws Exception {
        runsOnTwoCarriers(CarriersChild.class);
    }

    @Test
    void selectingVirtualThreadsHoldNoCarrier() throws Exception {
        runsOnTwoCarriers(SelectingChild.class);
    }

    private void runsOnTwoCarriers(Class<?> main) throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        ChildJvm child =
                new ChildJvm()
                        .option("-Djdk.virtualThreadScheduler.parallelism=2")
                        .option("-Djdk.virtualThreadScheduler.maxPoolSize=2");
        assertEquals("ok\n", child.run(main, engine.name()));
    }
}

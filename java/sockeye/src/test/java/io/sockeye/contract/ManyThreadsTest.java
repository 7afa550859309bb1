package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand blocked virtual threads on two carriers, with their peers in another process. */
@Tag("contract")
class ManyThreadsTest extends ContractTest {
    private static final int MANY = 10_000;

    /** What a JVM has open beside the connections. */
    private static final int OTHERS = 500;

    @Test
    void tenThousandBlockedVirtualThreadsAreServedOnTwoCarriers() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        assumeTrue(Python.exists(), "there is no python3");
        assumeTrue(
                hardLimit() >= MANY + OTHERS,
                "a process may open only " + hardLimit() + " files here");
        ChildJvm child =
                new ChildJvm()
                        .option("-Djdk.virtualThreadScheduler.parallelism=2")
                        .option("-Djdk.virtualThreadScheduler.maxPoolSize=2");
        String printed = child.run(ManyThreadsChild.class, engine.name(), "" + MANY);
        assertEquals("ok", printed.lines().reduce((a, b) -> b).orElse(""), printed);
        System.out.println(engine.name() + ": " + printed.lines().findFirst().orElse(""));
    }

    private static long hardLimit() throws Exception {
        Path limits = Path.of("/proc/self/limits");
        assumeTrue(
                Files.exists(limits), "/proc/self/limits does not tell how many files may be open");
        Matcher line =
                Pattern.compile("Max open files\\s+\\S+\\s+(\\S+)")
                        .matcher(Files.readString(limits));
        assumeTrue(line.find(), "/proc/self/limits says nothing of open files");
        return line.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(line.group(1));
    }
}

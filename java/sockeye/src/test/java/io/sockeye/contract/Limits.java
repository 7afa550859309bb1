package io.sockeye.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel allows a process. */
final class Limits {
    /** What a JVM has open beside the connections of a test. */
    private static final int OTHERS = 500;

    private Limits() {}

    /** Skips a test that needs more descriptors than a JVM can get, which raises its soft limit. */
    static void assumeOpenFiles(int many) throws Exception {
        long most = hardLimitOfOpenFiles();
        assumeTrue(
                most >= many + OTHERS,
                "a process may open only " + most + " files here, not " + (many + OTHERS));
    }

    private static long hardLimitOfOpenFiles() throws Exception {
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

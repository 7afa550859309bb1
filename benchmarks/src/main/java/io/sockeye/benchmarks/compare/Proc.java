package io.sockeye.benchmarks.compare;

import java.nio.file.Path;

/** Where the kernel tells of processes. Tests name a folder that does not exist instead. */
final class Proc {
    private static final Path ROOT =
            Path.of(System.getProperty("sockeye.benchmarks.proc", "/proc"));

    private Proc() {}

    /** A file of it, such as {@code "self/status"}. */
    static Path file(String name) {
        return ROOT.resolve(name);
    }

    /** A file of one process. */
    static Path file(long pid, String name) {
        return file(pid + "/" + name);
    }
}

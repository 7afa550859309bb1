package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;

/** How many files this process may have open, and the servers that it starts. */
final class FileLimit {
    private static final String LINE = "Max open files";
    private static final long USUAL = 1024;

    private FileLimit() {}

    static long most() {
        try {
            for (String line : Files.readAllLines(Proc.file("self/limits"))) {
                if (line.startsWith(LINE)) {
                    return parse(line);
                }
            }
        } catch (IOException e) {
            return USUAL;
        }
        return USUAL;
    }

    /** The soft limit, which the JVM has raised to the hard one. */
    static long parse(String line) {
        String soft = line.substring(LINE.length()).strip().split(" +")[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }
}

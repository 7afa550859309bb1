package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of a process at one moment, thread by thread, in nanoseconds. The kernel's other
 * figures count in ticks of 10 ms. A thread that runs on another CPU is brought up to date at its
 * next tick only, so ask while the process is idle.
 */
final class CpuTime {
    /** For each thread the time on a CPU and the time ready to run, but not running. */
    private final Map<String, long[]> byThread;

    private CpuTime(Map<String, long[]> byThread) {
        this.byThread = byThread;
    }

    /** Whether this system tells. */
    static boolean isKnown() {
        return Files.isReadable(Path.of("/proc/self/schedstat"));
    }

    /** Reads it now; a thread that ends meanwhile is left out. */
    static CpuTime of(long pid) throws IOException {
        Map<String, long[]> byThread = new HashMap<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                Path schedstat = task.resolve("schedstat");
                if (Files.isReadable(schedstat)) {
                    byThread.put(task.getFileName().toString(), parse(Files.readString(schedstat)));
                }
            }
        }
        return new CpuTime(byThread);
    }

    /** What was used since; threads that ended in between are lost, those that began are not. */
    long usedSince(CpuTime before) {
        return since(before, 0);
    }

    /** How long the threads have waited since for a CPU that was taken. */
    long waitedSince(CpuTime before) {
        return since(before, 1);
    }

    private long since(CpuTime before, int field) {
        long sum = 0;
        for (Map.Entry<String, long[]> each : byThread.entrySet()) {
            long[] then = before.byThread.get(each.getKey());
            sum += each.getValue()[field] - (then == null ? 0 : then[field]);
        }
        return sum;
    }

    private static long[] parse(String schedstat) {
        String[] part = schedstat.split(" ");
        return new long[] {Long.parseLong(part[0]), Long.parseLong(part[1])};
    }
}

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
    private final Map<String, Long> nanosByThread;

    private CpuTime(Map<String, Long> nanosByThread) {
        this.nanosByThread = nanosByThread;
    }

    /** Whether this system tells. */
    static boolean isKnown() {
        return Files.isReadable(Path.of("/proc/self/schedstat"));
    }

    /** Reads it now; a thread that ends meanwhile is left out. */
    static CpuTime of(long pid) throws IOException {
        Map<String, Long> nanos = new HashMap<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                Path schedstat = task.resolve("schedstat");
                if (Files.isReadable(schedstat)) {
                    String first = Files.readString(schedstat).split(" ")[0];
                    nanos.put(task.getFileName().toString(), Long.parseLong(first));
                }
            }
        }
        return new CpuTime(nanos);
    }

    /**
     * What was used since. The threads that ended in between are lost, those that began are not.
     */
    long nanosSince(CpuTime before) {
        long sum = 0;
        for (Map.Entry<String, Long> each : nanosByThread.entrySet()) {
            sum += each.getValue() - before.nanosByThread.getOrDefault(each.getKey(), 0L);
        }
        return sum;
    }
}

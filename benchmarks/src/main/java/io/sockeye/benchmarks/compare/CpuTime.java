package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CPU time of a process and of all that it has started, at one moment. What a process has used
 * itself, threads that have ended included, its CPU-time clock tells to the nanosecond; so do those
 * of its children while they live, and as long as nobody has waited for them. Of those that were
 * waited for only their parent's cutime and cstime are left, which the kernel tells in ticks of 10
 * ms; the difference of two moments is then right to two ticks, whatever number of children there
 * was. So no process of the tree is forgotten, and none counts twice.
 *
 * <p>A thread that runs on another CPU is brought up to date at its next tick only, so ask while
 * the process is idle.
 */
final class CpuTime {
    /** USER_HZ, in which the kernel tells times in /proc, is 100 whatever its own ticks are. */
    private static final long TICK_NANOS = 10_000_000;

    /** Fields of /proc/PID/stat behind the name, which is in parentheses. */
    private static final int CUTIME = 13;

    private static final int CSTIME = 14;
    private static final int ATTEMPTS = 100;

    private final long usedNanos;

    /** For each thread the time in which it was ready to run, but not running. */
    private final Map<String, Long> waitedByThread;

    private CpuTime(long usedNanos, Map<String, Long> waitedByThread) {
        this.usedNanos = usedNanos;
        this.waitedByThread = waitedByThread;
    }

    /** Whether this system tells. */
    static boolean isKnown() {
        return Files.isReadable(Proc.file("self/schedstat"));
    }

    /**
     * Reads it now. A process that is waited for meanwhile moves from one account to the other;
     * then it is read again.
     */
    static CpuTime of(long pid) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Set<Long> before = tree(pid);
            try {
                CpuTime read = read(before);
                if (tree(pid).equals(before)) {
                    return read;
                }
            } catch (IOException e) {
                if (tree(pid).equals(before)) {
                    throw e;
                }
            }
        }
        throw new IOException("process " + pid + " starts and ends others all the time");
    }

    /** What was used since. */
    long usedSince(CpuTime before) {
        return usedNanos - before.usedNanos;
    }

    /** How long the threads that still live have waited since for a CPU that was taken. */
    long waitedSince(CpuTime before) {
        long sum = 0;
        for (Map.Entry<String, Long> each : waitedByThread.entrySet()) {
            sum += each.getValue() - before.waitedByThread.getOrDefault(each.getKey(), 0L);
        }
        return sum;
    }

    private static Set<Long> tree(long pid) {
        Stream<ProcessHandle> others =
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        return Stream.concat(Stream.of(pid), others.map(ProcessHandle::pid))
                .collect(Collectors.toSet());
    }

    private static CpuTime read(Set<Long> pids) throws IOException {
        long used = 0;
        Map<String, Long> waited = new HashMap<>();
        for (long pid : pids) {
            used += CpuClock.nanos((int) pid) + reapedNanos(pid);
            addWaits(pid, waited);
        }
        return new CpuTime(used, waited);
    }

    private static long reapedNanos(long pid) throws IOException {
        String stat = Files.readString(Proc.file(pid, "stat"));
        String[] part = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(part[CUTIME]) + Long.parseLong(part[CSTIME])) * TICK_NANOS;
    }

    private static void addWaits(long pid, Map<String, Long> waited) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Proc.file(pid, "task"))) {
            for (Path task : tasks) {
                addWait(task, waited);
            }
        }
    }

    private static void addWait(Path task, Map<String, Long> waited) throws IOException {
        try {
            String[] part = Files.readString(task.resolve("schedstat")).split(" ");
            waited.put(task.getFileName().toString(), Long.parseLong(part[1]));
        } catch (IOException e) {
            // A thread that has ended meanwhile is left out.
            if (Files.exists(task)) {
                throw e;
            }
        }
    }
}

package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds at one moment, in bytes. What the kernel keeps for its sockets is not part
 * of it.
 *
 * @param heap what is alive on the Java heap, to the KiB; 0 for a program in C
 * @param outside anonymous memory that is resident, without the Java heap and without files: unlike
 *     the whole resident set it does not grow when code is touched for the first time
 */
record Memory(long heap, long outside) {
    /** Serial's: two generations, each with its range of addresses. */
    private static final Pattern GENERATION =
            Pattern.compile(
                    "(?m)^ *[\\w ]+? +total \\d+K, used (\\d+)K"
                            + " \\[0x(\\p{XDigit}+), 0x\\p{XDigit}+, 0x(\\p{XDigit}+)\\)");

    private static final Pattern MAPPING =
            Pattern.compile("(\\p{XDigit}+)-\\p{XDigit}+ [rwxps-]{4} .*");

    private static final Pattern ANONYMOUS = Pattern.compile("Anonymous: +(\\d+) kB");

    /** Twice, because the first one only queues what has a Cleaner. */
    private static final String COLLECT = "GC.run\nGC.run\nGC.heap_info";

    private static final int KIB = 1024;

    /** A range of addresses, the end not included. */
    private record Range(long start, long end) {
        boolean contains(long address) {
            return start <= address && address < end;
        }
    }

    /**
     * Measures a process, a JVM after a full collection.
     *
     * @throws IOException if it cannot be found out; the message says what is missing
     */
    static Memory of(Server server, long pid) throws IOException {
        if (!server.isJvm()) {
            return parse("", Files.readAllLines(smaps(pid)));
        }
        Path jcmd = Path.of(server.command().get(0)).resolveSibling("jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("there is no " + jcmd);
        }
        String heap = diagnose(jcmd, pid, COLLECT);
        trim(jcmd, pid);
        return parse(heap, Files.readAllLines(smaps(pid)));
    }

    /** From the output of GC.heap_info, empty for a program in C, and of /proc/PID/smaps. */
    static Memory parse(String heapInfo, List<String> smaps) throws IOException {
        List<Range> generations = new ArrayList<>();
        long heap = 0;
        Matcher generation = GENERATION.matcher(heapInfo);
        while (generation.find()) {
            heap += Long.parseLong(generation.group(1)) * KIB;
            generations.add(new Range(address(generation.group(2)), address(generation.group(3))));
        }
        if (!heapInfo.isEmpty() && generations.isEmpty()) {
            throw new IOException("jcmd's GC.heap_info is not understood");
        }
        return new Memory(heap, outside(generations, smaps));
    }

    private static long outside(List<Range> generations, List<String> smaps) {
        long sum = 0;
        boolean counts = false;
        for (String line : smaps) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher anonymous = ANONYMOUS.matcher(line);
            if (mapping.matches()) {
                long start = address(mapping.group(1));
                counts = generations.stream().noneMatch(range -> range.contains(start));
            } else if (counts && anonymous.matches()) {
                sum += Long.parseLong(anonymous.group(1)) * KIB;
            }
        }
        return sum;
    }

    private static long address(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    private static Path smaps(long pid) {
        return Proc.file(pid, "smaps");
    }

    /** Gives back what malloc keeps for later; a JDK without that command keeps it. */
    private static void trim(Path jcmd, long pid) {
        try {
            diagnose(jcmd, pid, "System.trim_native_heap");
        } catch (IOException e) {
            // Only the precision suffers.
            return;
        }
    }

    private static String diagnose(Path jcmd, long pid, String command) throws IOException {
        try {
            return Programs.run(List.of(jcmd.toString(), Long.toString(pid), command));
        } catch (CompareException e) {
            throw new IOException(e.getMessage().lines().findFirst().orElse("jcmd failed"), e);
        }
    }
}

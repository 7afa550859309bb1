package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs where: each server on the last CPU that we may use, the load on all others. taskset does
 * it, because a JVM cannot pin itself; without it everything runs where the scheduler likes.
 */
final class Cpus {
    private static final Path STATUS = Proc.file("self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final List<Integer> allowed;
    private final boolean taskset;

    Cpus(List<Integer> allowed, boolean taskset) {
        this.allowed = allowed;
        this.taskset = taskset;
    }

    static Cpus detect() {
        return new Cpus(allowedHere(), Programs.onPath("taskset").isPresent());
    }

    /** How many there are, of which this process has left some to the servers. */
    int count() {
        return allowed.size();
    }

    boolean arePinned() {
        return taskset && allowed.size() > 1;
    }

    /** Puts the command of a server on its CPU. */
    List<String> pin(List<String> command) {
        if (!arePinned()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(last())));
        pinned.addAll(command);
        return pinned;
    }

    /** Moves every thread of this process off the servers' CPU. */
    void pinSelf() throws CompareException {
        if (!arePinned()) {
            return;
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        Programs.run(List.of("taskset", "-a", "-c", "-p", others(), pid));
    }

    String describe() {
        if (allowed.size() <= 1) {
            return "one CPU for the servers and the load together: requests/s say little";
        }
        if (!taskset) {
            return "unpinned, because there is no taskset: expect noise";
        }
        return "each server alone on CPU " + last() + ", the load on CPU " + others();
    }

    private int last() {
        return allowed.get(allowed.size() - 1);
    }

    private String others() {
        List<String> others = new ArrayList<>();
        for (int cpu : allowed.subList(0, allowed.size() - 1)) {
            others.add(Integer.toString(cpu));
        }
        return String.join(",", others);
    }

    private static List<Integer> allowedHere() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(ALLOWED)) {
                    return parse(line.substring(ALLOWED.length()).strip());
                }
            }
        } catch (IOException e) {
            // No /proc: then there is no taskset either, and only the number counts.
            return all();
        }
        return all();
    }

    private static List<Integer> all() {
        return parse("0-" + (Runtime.getRuntime().availableProcessors() - 1));
    }

    /** The kernel's list format, such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cpus = new ArrayList<>();
        for (String part : list.split(",")) {
            String[] range = part.split("-");
            int last = Integer.parseInt(range[range.length - 1]);
            for (int cpu = Integer.parseInt(range[0]); cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}

package io.sockeye.benchmarks.compare;

import java.util.List;

/**
 * How much is measured.
 *
 * @param workloads one table each, all of one scenario
 * @param rounds how often each server has its turn
 * @param seconds of one turn
 * @param warmupSeconds for the compilers of the servers, before the first round of each table
 * @param allocations whether to find out what the servers allocate
 */
record Settings(
        List<Workload> workloads,
        int rounds,
        double seconds,
        double warmupSeconds,
        boolean allocations) {
    /** What all workloads have in common is that of the first. */
    Workload first() {
        return workloads.get(0);
    }

    String describe() {
        return first().describe() + ", " + rounds + (rounds == 1 ? " round" : " rounds");
    }
}

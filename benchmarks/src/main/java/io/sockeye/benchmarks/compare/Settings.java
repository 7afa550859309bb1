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
 * @param systemCalls whether to count their system calls
 */
record Settings(
        List<Workload> workloads,
        int rounds,
        double seconds,
        double warmupSeconds,
        boolean allocations,
        boolean systemCalls) {
    /** Without counting system calls. */
    Settings(
            List<Workload> workloads,
            int rounds,
            double seconds,
            double warmupSeconds,
            boolean allocations) {
        this(workloads, rounds, seconds, warmupSeconds, allocations, false);
    }

    /** What all workloads have in common is that of the first. */
    Workload first() {
        return workloads.get(0);
    }

    /** Sizes and depths stand in the tables' titles if there are several. */
    private String describeLoad() {
        boolean alike = workloads.stream().map(Workload::describe).distinct().count() == 1;
        return alike ? first().describe() : "messages of several sizes, as the tables say";
    }

    String describe() {
        return describeLoad() + ", " + rounds + (rounds == 1 ? " round" : " rounds");
    }
}

package io.sockeye.benchmarks.compare;

/**
 * One server's part of one round.
 *
 * @param requests how many were answered
 * @param wallNanos how long it took
 * @param cpuNanos the CPU time that the server used, or -1 where nobody tells
 * @param waitNanos how long the server or the load waited for a CPU that something else had
 */
record Slice(long requests, long wallNanos, long cpuNanos, long waitNanos) {
    /** A slice of a machine that tells nothing of CPU time. */
    static Slice withoutCpu(long requests, long wallNanos) {
        return new Slice(requests, wallNanos, -1, 0);
    }

    boolean hasCpu() {
        return cpuNanos >= 0;
    }

    double requestsPerSecond() {
        return requests * 1e9 / wallNanos;
    }

    double cpuMicros() {
        return cpuNanos / 1e3 / requests;
    }

    /** How much of its CPU the server used. Well below 1, the load was not enough. */
    double busy() {
        return (double) cpuNanos / wallNanos;
    }

    /** How much of the time something else was in the way. */
    double disturbed() {
        return Math.min(1, (double) waitNanos / wallNanos);
    }

    /**
     * What servers are compared by: CPU time per request, or time per request where CPU time is
     * unknown, which is the same while the server is what limits.
     */
    double cost() {
        return (double) (hasCpu() ? cpuNanos : wallNanos) / requests;
    }
}

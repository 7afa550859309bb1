package io.sockeye.benchmarks.compare;

/**
 * One server's part of one round.
 *
 * @param requests how many were answered
 * @param wallNanos how long it took
 * @param cpuNanos the CPU time that the server used, or -1 where nobody tells
 */
record Slice(long requests, long wallNanos, long cpuNanos) {
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

    /**
     * What servers are compared by: CPU time per request, or time per request where CPU time is
     * unknown, which is the same while the server is what limits.
     */
    double cost() {
        return (double) (hasCpu() ? cpuNanos : wallNanos) / requests;
    }
}

package io.sockeye.benchmarks.compare;

/**
 * One server's part of one round.
 *
 * @param units how many requests, connections or bytes were answered
 * @param wallNanos how long it took
 * @param cpuNanos the CPU time that the server used, or -1 where nobody tells
 * @param waitNanos how long the server or the load waited for a CPU that something else had
 * @param lost how many units beside those were given up
 */
record Slice(long units, long wallNanos, long cpuNanos, long waitNanos, long lost) {
    /** A slice in which nothing was lost. */
    Slice(long units, long wallNanos, long cpuNanos, long waitNanos) {
        this(units, wallNanos, cpuNanos, waitNanos, 0);
    }

    /** A slice of a machine that tells nothing of CPU time. */
    static Slice withoutCpu(long units, long wallNanos) {
        return new Slice(units, wallNanos, -1, 0);
    }

    Slice losing(long given) {
        return new Slice(units, wallNanos, cpuNanos, waitNanos, given);
    }

    /** The same, with the CPU time that it took. */
    Slice using(long cpu, long waited) {
        return new Slice(units, wallNanos, cpu, waited, lost);
    }

    boolean hasCpu() {
        return cpuNanos >= 0;
    }

    double unitsPerSecond() {
        return units * 1e9 / wallNanos;
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
     * What servers are compared by: CPU time per unit, or time per unit where CPU time is unknown,
     * which is the same while the server is what limits.
     */
    double cost() {
        return (double) (hasCpu() ? cpuNanos : wallNanos) / units;
    }
}

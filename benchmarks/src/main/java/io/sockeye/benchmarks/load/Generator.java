package io.sockeye.benchmarks.load;

import org.HdrHistogram.Histogram;

/** Keeps one server busy, and checks what it answers. One thread at a time. */
public interface Generator extends AutoCloseable {
    /**
     * Keeps the server busy until the time is up or enough was done, whichever comes first, then
     * waits for what is still under way, so that the server is idle afterwards.
     *
     * @param nanos how long something new is begun
     * @param most how many units at most: requests, connections or bytes
     * @param into where latencies go, in nanoseconds
     * @return how many units were done
     */
    long run(long nanos, long most, Histogram into) throws LoadException;

    /** How many units of the last run were begun and given up: only datagrams can get lost. */
    default long lost() {
        return 0;
    }

    /** How much of the last run went by at its end in waiting for what was lost. */
    default long waitedNanos() {
        return 0;
    }

    @Override
    void close();
}

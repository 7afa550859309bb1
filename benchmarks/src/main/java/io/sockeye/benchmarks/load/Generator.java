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

    @Override
    void close();
}

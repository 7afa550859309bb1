package io.sockeye.benchmarks.load;

/**
 * When each request of a run at a fixed rate is due. Connections take turns, so the moment follows
 * from the connection and the number of the message on it, and nothing has to be kept: latency is
 * counted from that moment, and a server that stalls is charged for all that it has kept waiting,
 * sent or not.
 */
final class OpenLoop {
    private final double nanosApart;
    private final long startNanos;
    private final long count;
    private final long[] firstNumbers;
    private long begun;

    /**
     * Begins a run.
     *
     * @param rate requests per second
     * @param startNanos when the first one is due
     * @param count how many there are
     * @param firstNumbers of the next message on each connection
     */
    OpenLoop(int rate, long startNanos, long count, long[] firstNumbers) {
        this.nanosApart = 1e9 / rate;
        this.startNanos = startNanos;
        this.count = count;
        this.firstNumbers = firstNumbers;
    }

    /** A run in which nothing is ever due. */
    static OpenLoop none() {
        return new OpenLoop(1, 0, 0, new long[0]);
    }

    /** How many requests are due in so many nanoseconds, the first one at their beginning. */
    static long count(int rate, long nanos) {
        return (long) Math.ceil(nanos / (1e9 / rate));
    }

    boolean isOver() {
        return begun == count;
    }

    /** How long until the next one is due, 0 or less if it is. */
    long nanosToNext(long nowNanos) {
        return dueNanos(begun) - nowNanos;
    }

    /** Takes the next one and tells whose it is. */
    int next() {
        return (int) (begun++ % firstNumbers.length);
    }

    long dueNanos(int connection, long number) {
        return dueNanos((number - firstNumbers[connection]) * firstNumbers.length + connection);
    }

    private long dueNanos(long request) {
        return startNanos + (long) (request * nanosApart);
    }
}

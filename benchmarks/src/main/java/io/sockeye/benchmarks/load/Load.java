package io.sockeye.benchmarks.load;

/**
 * What the generator does to a server.
 *
 * @param connections how many connections are open at once
 * @param size of each message, in bytes
 * @param depth how many messages each connection has under way
 * @param rate how many messages are sent per second whatever the server does, or 0: as many as it
 *     answers
 */
public record Load(int connections, int size, int depth, int rate) {
    static final int LARGEST_SIZE = 1 << 20;
    static final int LARGEST_DEPTH = 1024;
    static final int LARGEST_RATE = 1_000_000;

    /** As many as the server answers. */
    public Load(int connections, int size, int depth) {
        this(connections, size, depth, 0);
    }

    /** Refuses what makes no sense; the message is one line. */
    public Load {
        check(connections >= 1, "connections", connections, "at least 1");
        check(size >= 1 && size <= LARGEST_SIZE, "size", size, "1 to " + LARGEST_SIZE + " bytes");
        check(depth >= 1 && depth <= LARGEST_DEPTH, "depth", depth, "1 to " + LARGEST_DEPTH);
        check(rate >= 0 && rate <= LARGEST_RATE, "rate", rate, "1 to " + LARGEST_RATE);
        check(rate == 0 || depth == 1, "depth", depth, "1 with a rate, which decides alone");
    }

    /** The same without a rate: as many as the server answers. */
    public Load closedLoop() {
        return new Load(connections, size, depth);
    }

    /** Whether messages are sent when they are due, and not when others were answered. */
    public boolean isOpenLoop() {
        return rate > 0;
    }

    private static void check(boolean right, String name, int value, String wanted) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + wanted);
        }
    }
}

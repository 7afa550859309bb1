package io.sockeye.benchmarks.load;

/**
 * What the generator does to a server.
 *
 * @param connections how many connections are open at once
 * @param size of each message, in bytes
 * @param depth how many messages each connection has under way
 */
public record Load(int connections, int size, int depth) {
    static final int LARGEST_SIZE = 1 << 20;
    static final int LARGEST_DEPTH = 1024;

    /** Refuses what makes no sense; the message is one line. */
    public Load {
        check(connections >= 1, "connections", connections, "at least 1");
        check(size >= 1 && size <= LARGEST_SIZE, "size", size, "1 to " + LARGEST_SIZE + " bytes");
        check(depth >= 1 && depth <= LARGEST_DEPTH, "depth", depth, "1 to " + LARGEST_DEPTH);
    }

    private static void check(boolean right, String name, int value, String wanted) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + wanted);
        }
    }
}

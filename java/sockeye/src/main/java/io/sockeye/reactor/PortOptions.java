package io.sockeye.reactor;

/**
 * The keyword arguments of {@link Reactor#listenTCP(String, int, Factory,
 * java.util.function.Consumer)}.
 */
public final class PortOptions {
    int backlog = 1024;
    int maxConnections = Integer.MAX_VALUE;
    boolean reusePort;
    boolean dualstackIpv6;
    boolean tcpNoDelay = true;

    PortOptions() {}

    /**
     * How many connections may wait to be accepted; 1024 if none is given. The kernel cuts it to
     * its own limit.
     *
     * @param connections how many
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public PortOptions backlog(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("backlog must be non-negative, not " + connections);
        }
        backlog = connections;
        return this;
    }

    /**
     * How many connections may be open at a time, over all loops; further ones wait in the backlog
     * until one closes.
     *
     * @param most at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public PortOptions maxConnections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, not " + most);
        }
        maxConnections = most;
        return this;
    }

    /**
     * Lets other processes listen on the same port too (SO_REUSEPORT).
     *
     * @param reuse true to allow it
     * @return this
     */
    public PortOptions reusePort(boolean reuse) {
        reusePort = reuse;
        return this;
    }

    /**
     * Accepts IPv4 on an IPv6 address too, such as {@code "::"}.
     *
     * @param dualstack true to accept both
     * @return this
     */
    public PortOptions dualstackIpv6(boolean dualstack) {
        dualstackIpv6 = dualstack;
        return this;
    }

    /**
     * Whether connections send small writes at once (TCP_NODELAY); true if not given, because the
     * writes of one callback are sent together anyway.
     *
     * @param on false to let the kernel wait for more
     * @return this
     */
    public PortOptions tcpNoDelay(boolean on) {
        tcpNoDelay = on;
        return this;
    }
}

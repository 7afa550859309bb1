package io.sockeye.socket;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import org.jspecify.annotations.Nullable;

/** The keyword arguments of {@link Sockets#createServer(Address, java.util.function.Consumer)}. */
public final class ListenOptions {
    @Nullable Engine engine;
    int family;
    int backlog = -1;
    boolean reusePort;
    boolean dualstackIpv6;

    ListenOptions() {}

    /**
     * The family of the socket.
     *
     * @param af AF_INET or AF_INET6; if it is not set, what the address is
     * @return this
     */
    public ListenOptions family(int af) {
        family = af;
        return this;
    }

    /**
     * How many connections may wait to be accepted.
     *
     * @param connections not negative; if it is not set, 128 or SOMAXCONN if that is less
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ListenOptions backlog(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("backlog must be non-negative, not " + connections);
        }
        backlog = connections;
        return this;
    }

    /**
     * Lets several sockets listen at one address.
     *
     * @param reuse sets SO_REUSEPORT
     * @return this
     */
    public ListenOptions reusePort(boolean reuse) {
        reusePort = reuse;
        return this;
    }

    /**
     * Lets an AF_INET6 server accept IPv4 connections too.
     *
     * @param dualstack clears IPV6_V6ONLY; false sets it
     * @return this
     */
    public ListenOptions dualstackIpv6(boolean dualstack) {
        dualstackIpv6 = dualstack;
        return this;
    }

    /**
     * Which engine makes the socket.
     *
     * @param chosen instead of {@link Engines#best()}
     * @return this
     */
    public ListenOptions engine(Engine chosen) {
        engine = chosen;
        return this;
    }

    Engine engine() {
        return engine != null ? engine : Engines.best();
    }
}

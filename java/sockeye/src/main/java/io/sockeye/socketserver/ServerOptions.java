package io.sockeye.socketserver;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The keyword arguments and class attributes of a server, such as {@code allow_reuse_address}. */
public final class ServerOptions {
    boolean allowReuseAddress;
    boolean allowReusePort;
    int requestQueueSize = 5;
    volatile int maxPacketSize = 8192; // it may change while a server serves
    @Nullable Duration timeout;
    boolean bindAndActivate = true;
    @Nullable ServerMixIn mixIn;

    /** The server is another process's. */
    boolean isView;

    private @Nullable Engine engine;

    ServerOptions() {}

    /**
     * Lets a server start at an address that an earlier one has just left.
     *
     * @param allowed sets SO_REUSEADDR; not set by default, as in Python
     * @return this
     */
    public ServerOptions allowReuseAddress(boolean allowed) {
        allowReuseAddress = allowed;
        return this;
    }

    /**
     * Lets several servers share one address.
     *
     * @param allowed sets SO_REUSEPORT, which the host must have
     * @return this
     */
    public ServerOptions allowReusePort(boolean allowed) {
        allowReusePort = allowed;
        return this;
    }

    /**
     * How many connections may wait to be accepted.
     *
     * @param connections the backlog; 5 by default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ServerOptions requestQueueSize(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException(
                    "requestQueueSize must be non-negative, not " + connections);
        }
        requestQueueSize = connections;
        return this;
    }

    /**
     * How much of a datagram is received; the rest of a longer one is lost.
     *
     * @param bytes the size; 8192 by default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ServerOptions maxPacketSize(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxPacketSize must be non-negative, not " + bytes);
        }
        maxPacketSize = bytes;
        return this;
    }

    /**
     * How long {@link BaseServer#handleRequest} waits for a request. {@code serveForever} has no
     * limit.
     *
     * @param limit null, the default, for no limit
     * @return this
     */
    public ServerOptions timeout(@Nullable Duration limit) {
        timeout = limit;
        return this;
    }

    /**
     * Whether the constructor binds and listens.
     *
     * @param now true by default; false leaves it to {@link BaseServer#bindAndActivate}
     * @return this
     */
    public ServerOptions bindAndActivate(boolean now) {
        bindAndActivate = now;
        return this;
    }

    /**
     * Which engine makes the socket.
     *
     * @param chosen instead of {@link Engines#best()}
     * @return this
     */
    public ServerOptions engine(Engine chosen) {
        engine = chosen;
        return this;
    }

    /**
     * How requests are processed: {@code class S(ThreadingMixIn, TCPServer)} is {@code new
     * TCPServer(at, Echo::new, o -> o.mixIn(new ThreadingMixIn()))}.
     *
     * @param chosen instead of one request after another
     * @return this
     */
    public ServerOptions mixIn(ServerMixIn chosen) {
        mixIn = chosen;
        return this;
    }

    Engine engine() {
        return engine != null ? engine : Engines.best();
    }
}

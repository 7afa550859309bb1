package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves TCP connections, each on a thread of its own. {@code options} may replace its {@link
 * ThreadingMixIn}, for daemon threads, a limit or virtual threads.
 */
public class ThreadingTCPServer extends TCPServer {
    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @throws IOException if the port cannot be bound
     */
    public ThreadingTCPServer(
            String host, int port, Supplier<? extends BaseRequestHandler<Socket>> handler)
            throws IOException {
        this(Address.inet(host, port), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at an Internet address
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @param options timeout, mixIn, engine ...
     * @throws IOException if the address cannot be bound
     */
    public ThreadingTCPServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Socket>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ThreadingMixIn.before(options));
    }

    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler is made for each request, by its constructor without arguments
     * @throws IllegalArgumentException if the class has no such constructor
     * @throws IOException if the port cannot be bound
     */
    public ThreadingTCPServer(
            String host, int port, Class<? extends BaseRequestHandler<Socket>> handler)
            throws IOException {
        this(Address.inet(host, port), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at an Internet address
     * @param handler is made for each request, by its constructor without arguments
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the class has no such constructor
     * @throws IOException if the address cannot be bound
     */
    public ThreadingTCPServer(
            Address at,
            Class<? extends BaseRequestHandler<Socket>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ThreadingMixIn.before(options));
    }

    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @throws IOException if the port cannot be bound
     */
    public ThreadingTCPServer(String host, int port, RequestCallback<Socket> handler)
            throws IOException {
        this(Address.inet(host, port), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at an Internet address
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @param options timeout, mixIn, engine ...
     * @throws IOException if the address cannot be bound
     */
    public ThreadingTCPServer(
            Address at, RequestCallback<Socket> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ThreadingMixIn.before(options));
    }
}

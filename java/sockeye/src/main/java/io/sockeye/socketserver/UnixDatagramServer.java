package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves datagrams to a Unix socket, one after another. Its file is removed when the server closes;
 * Python leaves it. A client that wants a reply must bind a path of its own.
 */
public class UnixDatagramServer extends UDPServer {
    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @throws IOException if the path cannot be bound
     */
    public UnixDatagramServer(Path path, Supplier<? extends BaseRequestHandler<Datagram>> handler)
            throws IOException {
        this(Address.unix(path), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at a path or an abstract name
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the address is no Unix address
     * @throws IOException if the address cannot be bound
     */
    public UnixDatagramServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(UnixStreamServer.requireUnix(at), handler, options);
    }

    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler is made for each request, by its constructor without arguments
     * @throws IllegalArgumentException if the class has no such constructor
     * @throws IOException if the path cannot be bound
     */
    public UnixDatagramServer(Path path, Class<? extends BaseRequestHandler<Datagram>> handler)
            throws IOException {
        this(Address.unix(path), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at a path or an abstract name
     * @param handler is made for each request, by its constructor without arguments
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the address is no Unix address or the class has no such
     *     constructor
     * @throws IOException if the address cannot be bound
     */
    public UnixDatagramServer(
            Address at,
            Class<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(UnixStreamServer.requireUnix(at), handler, options);
    }

    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @throws IOException if the path cannot be bound
     */
    public UnixDatagramServer(Path path, RequestCallback<Datagram> handler) throws IOException {
        this(Address.unix(path), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at a path or an abstract name
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the address is no Unix address
     * @throws IOException if the address cannot be bound
     */
    public UnixDatagramServer(
            Address at, RequestCallback<Datagram> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(UnixStreamServer.requireUnix(at), handler, options);
    }
}

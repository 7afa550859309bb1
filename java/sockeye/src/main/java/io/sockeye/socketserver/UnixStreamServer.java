package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves connections to a Unix socket, one after another. Its file is removed when the server
 * closes; Python leaves it.
 */
public class UnixStreamServer extends TCPServer {
    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @throws IOException if the path cannot be bound
     */
    public UnixStreamServer(Path path, Supplier<? extends BaseRequestHandler<Socket>> handler)
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
    public UnixStreamServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Socket>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(requireUnix(at), handler, options);
    }

    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler is made for each request, by its constructor without arguments
     * @throws IllegalArgumentException if the class has no such constructor
     * @throws IOException if the path cannot be bound
     */
    public UnixStreamServer(Path path, Class<? extends BaseRequestHandler<Socket>> handler)
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
    public UnixStreamServer(
            Address at,
            Class<? extends BaseRequestHandler<Socket>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(requireUnix(at), handler, options);
    }

    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @throws IOException if the path cannot be bound
     */
    public UnixStreamServer(Path path, RequestCallback<Socket> handler) throws IOException {
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
    public UnixStreamServer(
            Address at, RequestCallback<Socket> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(requireUnix(at), handler, options);
    }

    /** The type of the address decides the family, and this name promises one. */
    static Address requireUnix(Address at) {
        if (!(at instanceof Address.Unix)) {
            throw new IllegalArgumentException("a Unix server needs an Address.unix, not " + at);
        }
        return at;
    }
}

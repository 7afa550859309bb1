package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves datagrams to a Unix socket, each in another process. The handler is a class; {@code
 * options} may replace the {@link ForkingMixIn}, for more processes, or for such that handle many
 * requests.
 */
public class ForkingUnixDatagramServer extends UnixDatagramServer {
    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler fits only if the options replace the mix-in: a supplier exists in one process
     * @throws IllegalArgumentException if the handler exists in this process only
     * @throws IOException if the path cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUnixDatagramServer(
            Path path, Supplier<? extends BaseRequestHandler<Datagram>> handler)
            throws IOException {
        this(Address.unix(path), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at a path or an abstract name
     * @param handler fits only if the options replace the mix-in: a supplier exists in one process
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the address is no Unix address
     * @throws IOException if the address cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUnixDatagramServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ForkingMixIn.before(options));
    }

    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler is made for each request, by its constructor without arguments
     * @throws IllegalArgumentException if the class has no such constructor
     * @throws IOException if the path cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUnixDatagramServer(
            Path path, Class<? extends BaseRequestHandler<Datagram>> handler) throws IOException {
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
     * @throws IOException if the address cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUnixDatagramServer(
            Address at,
            Class<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ForkingMixIn.before(options));
    }

    /**
     * A server at a path, which must not exist.
     *
     * @param path of the socket
     * @param handler fits only if the options replace the mix-in: a lambda exists in one process
     * @throws IllegalArgumentException if the handler exists in this process only
     * @throws IOException if the path cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUnixDatagramServer(Path path, RequestCallback<Datagram> handler)
            throws IOException {
        this(Address.unix(path), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at a path or an abstract name
     * @param handler fits only if the options replace the mix-in: a lambda exists in one process
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the address is no Unix address
     * @throws IOException if the address cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUnixDatagramServer(
            Address at, RequestCallback<Datagram> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ForkingMixIn.before(options));
    }
}

package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves datagrams, each in another process. The handler is a class; {@code options} may replace
 * the {@link ForkingMixIn}, for more processes, or for such that handle many requests.
 */
public class ForkingUDPServer extends UDPServer {
    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler fits only if the options replace the mix-in: a supplier exists in one process
     * @throws IllegalArgumentException if the handler exists in this process only
     * @throws IOException if the port cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUDPServer(
            String host, int port, Supplier<? extends BaseRequestHandler<Datagram>> handler)
            throws IOException {
        this(Address.inet(host, port), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at an Internet address
     * @param handler fits only if the options replace the mix-in: a supplier exists in one process
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the handler exists in this process only
     * @throws IOException if the address cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUDPServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ForkingMixIn.before(options));
    }

    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler is made for each request, by its constructor without arguments
     * @throws IllegalArgumentException if the class has no such constructor
     * @throws IOException if the port cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUDPServer(
            String host, int port, Class<? extends BaseRequestHandler<Datagram>> handler)
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
     * @throws IOException if the address cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUDPServer(
            Address at,
            Class<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ForkingMixIn.before(options));
    }

    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler fits only if the options replace the mix-in: a lambda exists in one process
     * @throws IllegalArgumentException if the handler exists in this process only
     * @throws IOException if the port cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUDPServer(String host, int port, RequestCallback<Datagram> handler)
            throws IOException {
        this(Address.inet(host, port), handler, o -> {});
    }

    /**
     * A server at an address, with options.
     *
     * @param at an Internet address
     * @param handler fits only if the options replace the mix-in: a lambda exists in one process
     * @param options timeout, mixIn, engine ...
     * @throws IllegalArgumentException if the handler exists in this process only
     * @throws IOException if the address cannot be bound; EOPNOTSUPP on nio
     */
    public ForkingUDPServer(
            Address at, RequestCallback<Datagram> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(at, handler, ForkingMixIn.before(options));
    }
}

package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;

import io.sockeye.socket.Address;
import io.sockeye.socket.Received;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves datagrams, one after another. What is longer than {@link ServerOptions#maxPacketSize} is
 * cut off.
 */
public class UDPServer extends BaseServer<Datagram> {
    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @throws IOException if the port cannot be bound
     */
    public UDPServer(
            String host, int port, Supplier<? extends BaseRequestHandler<Datagram>> handler)
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
    public UDPServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(SOCK_DGRAM, at, Handlers.of(handler), options);
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
    public UDPServer(String host, int port, Class<? extends BaseRequestHandler<Datagram>> handler)
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
    public UDPServer(
            Address at,
            Class<? extends BaseRequestHandler<Datagram>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(SOCK_DGRAM, at, Handlers.of(handler), options);
    }

    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @throws IOException if the port cannot be bound
     */
    public UDPServer(String host, int port, RequestCallback<Datagram> handler) throws IOException {
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
    public UDPServer(Address at, RequestCallback<Datagram> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(SOCK_DGRAM, at, handler, options);
    }

    /**
     * Receives a datagram that waits.
     *
     * @return the datagram and its client
     * @throws Exception if there is none after all: one with a wrong checksum is dropped late
     */
    @Override
    protected Request<Datagram> getRequest() throws Exception {
        Received received = socket().recvfrom(maxPacketSize(), MSG_DONTWAIT);
        Address client = Objects.requireNonNull(received.address(), "a datagram has a sender");
        return new Request<>(new Datagram(received.data(), socket()), client);
    }
}

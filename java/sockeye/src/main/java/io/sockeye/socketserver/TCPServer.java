package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves TCP connections, one after another: while one is handled, others wait. {@link
 * ThreadingTCPServer} handles them at the same time.
 */
public class TCPServer extends BaseServer<Socket> {
    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler makes a handler for each request, such as {@code Echo::new}
     * @throws IOException if the port cannot be bound
     */
    public TCPServer(String host, int port, Supplier<? extends BaseRequestHandler<Socket>> handler)
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
    public TCPServer(
            Address at,
            Supplier<? extends BaseRequestHandler<Socket>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(SOCK_STREAM, at, Handlers.of(handler), options);
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
    public TCPServer(String host, int port, Class<? extends BaseRequestHandler<Socket>> handler)
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
    public TCPServer(
            Address at,
            Class<? extends BaseRequestHandler<Socket>> handler,
            Consumer<ServerOptions> options)
            throws IOException {
        super(SOCK_STREAM, at, Handlers.of(handler), options);
    }

    /**
     * A server at a port.
     *
     * @param host an IPv4 address or a name; empty for every interface
     * @param port 0 for any free one
     * @param handler handles each request: {@code (request, client, server) -> ...}
     * @throws IOException if the port cannot be bound
     */
    public TCPServer(String host, int port, RequestCallback<Socket> handler) throws IOException {
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
    public TCPServer(Address at, RequestCallback<Socket> handler, Consumer<ServerOptions> options)
            throws IOException {
        super(SOCK_STREAM, at, handler, options);
    }

    /**
     * Listens, with a backlog of {@link #requestQueueSize}.
     *
     * @throws Exception if that is impossible; the constructor closes the server and throws it
     */
    @Override
    protected void serverActivate() throws Exception {
        socket().listen(requestQueueSize());
    }

    /**
     * Accepts a connection that waits.
     *
     * @return the connection and its client
     * @throws Exception if there is none after all: a client may be gone before it is accepted
     */
    @Override
    protected Request<Socket> getRequest() throws Exception {
        Accepted accepted = socket().tryAccept();
        if (accepted == null) {
            throw OsException.of(Errno.EAGAIN, "accept");
        }
        return new Request<>(accepted.socket(), accepted.address());
    }

    /**
     * Tells the client that nothing more comes, and calls {@link #closeRequest}.
     *
     * @param request the connection
     * @throws Exception as {@code closeRequest}
     */
    @Override
    protected void shutdownRequest(Socket request) throws Exception {
        try {
            request.shutdown(SHUT_WR);
        } catch (OsException e) {
            // The client was faster, or the handler has closed the connection.
        }
        closeRequest(request);
    }

    /**
     * Closes the connection.
     *
     * @param request the connection
     * @throws Exception if the OS reports that something written before was lost
     */
    @Override
    protected void closeRequest(Socket request) throws Exception {
        request.close();
    }
}

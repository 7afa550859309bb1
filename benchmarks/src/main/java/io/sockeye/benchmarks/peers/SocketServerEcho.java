package io.sockeye.benchmarks.peers;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingMixIn;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The servers of sockeye's socketserver, with the handler that the ones in Python have: it receives
 * and sends until the client has had enough.
 */
public final class SocketServerEcho {
    private static final int MOST = 65536;
    private static final int BACKLOG = 4096;

    /** More than there are connections at a time: the next one would wait for ever for an echo. */
    public static final int MOST_CHILDREN = 64;

    /** What the program cannot do here; its caller is told why and goes on without it. */
    private static final int REFUSED = 2;

    private SocketServerEcho() {}

    /** As one would write it in Python. */
    public static final class Handler extends BaseRequestHandler<Socket> {
        @Override
        protected void handle() throws IOException {
            byte[] data;
            while ((data = request().recv(MOST)).length > 0) {
                request().sendall(data);
            }
        }
    }

    /** Serves until it is killed: {@code KIND --host HOST --port PORT}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 5 || !args[1].equals("--host") || !args[3].equals("--port")) {
            System.err.println("usage: SocketServerEcho KIND --host ADDRESS --port PORT");
            System.exit(REFUSED);
        }
        Address at = Address.inet(args[2], Integer.parseInt(args[4]));
        try (TCPServer server = server(args[0], at)) {
            System.out.println("ready " + server.serverAddress().hostPort());
            server.serveForever();
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            System.err.println(e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static Consumer<ServerOptions> forking(int maxRequestsPerChild) {
        return o ->
                o.mixIn(
                        new ForkingMixIn()
                                .maxChildren(MOST_CHILDREN)
                                .maxRequestsPerChild(maxRequestsPerChild));
    }

    private static TCPServer server(String kind, Address at) throws IOException {
        Consumer<ServerOptions> options = o -> o.requestQueueSize(BACKLOG).allowReuseAddress(true);
        return switch (kind) {
            case "threading" -> new ThreadingTCPServer(at, Handler::new, options);
            case "virtual" -> {
                ThreadingMixIn virtual = new ThreadingMixIn().virtualThreads(true);
                yield new ThreadingTCPServer(
                        at, Handler::new, options.andThen(o -> o.mixIn(virtual)));
            }
            case "forking" -> new ForkingTCPServer(at, Handler.class, options.andThen(forking(1)));
            case "forking-reuse" ->
                    new ForkingTCPServer(at, Handler.class, options.andThen(forking(0)));
            default -> throw new IllegalArgumentException("there is no kind " + kind);
        };
    }
}

package io.sockeye.examples;

import io.sockeye.socket.Address;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingMixIn;
import java.io.IOException;

/**
 * {@link ThankYouHandler} with a thread for each client, by a mix-in (S3-14). Teaches that {@code
 * class Server(ThreadingMixIn, TCPServer)} is an option here, with options of its own.
 */
public final class ThreadingThankYou {
    private ThreadingThankYou() {}

    private static final class Server extends TCPServer {
        Server(Address at) throws IOException {
            super(at, ThankYouHandler::new, o -> o.mixIn(new ThreadingMixIn()));
        }
    }

    public static void main(String[] args) throws IOException {
        try (var server = new Server(Arguments.address(args, "", 1234))) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}

package io.sockeye.examples;

import io.sockeye.socket.Address;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.TCPServer;
import java.io.IOException;

/**
 * {@link ThankYouHandler} with a process for each client, by a mix-in (S3-13). Teaches the choice
 * that Python does not have: its processes may serve one client after another, which saves most of
 * what a process costs.
 */
public final class ForkingThankYou {
    private ForkingThankYou() {}

    private static final class Server extends TCPServer {
        Server(Address at) throws IOException {
            super(
                    at,
                    ThankYouHandler.class,
                    o -> o.mixIn(new ForkingMixIn().maxRequestsPerChild(0)));
        }
    }

    public static void main(String[] args) throws IOException {
        try (var server = new Server(Arguments.address(args, "", 1234))) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}

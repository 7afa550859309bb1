package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socketserver.StreamRequestHandler;
import io.sockeye.socketserver.TCPServer;
import java.io.IOException;

/**
 * {@link ThankYouServer} with socketserver: a handler and a server, which serves one client after
 * another (S3-12). Teaches wfile: what is written goes out at once, and whole. {@link
 * ThankYouClient} is its client.
 */
public final class ThankYouHandler extends StreamRequestHandler {
    @Override
    protected void handle() throws Exception {
        System.out.println("Got connection from " + request().getpeername());
        wfile().write("Thank you for connecting".getBytes(US_ASCII));
    }

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "", 1234); // no name: every interface
        try (var server = new TCPServer(at.host(), at.port(), ThankYouHandler::new)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}

package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;

/**
 * Echoes to one client and ends (S3-10). Teaches handleRequest: it waits for one request and, as
 * the server has threads, returns while that is handled; close waits for the rest. {@link
 * EchoRequestClient} is its client.
 */
public final class EchoRequestHandler extends BaseRequestHandler<Socket> {
    @Override
    protected void handle() throws Exception {
        System.out.println("Got new connection!");
        byte[] mesg;
        while ((mesg = request().recv(1024)).length > 0) {
            System.out.println("Received: " + new String(mesg, UTF_8));
            request().sendall(mesg);
        }
        System.out.println("Done with connection");
    }

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "127.0.0.1", 12321);
        try (var server = new ThreadingTCPServer(at.host(), at.port(), EchoRequestHandler::new)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.handleRequest();
        }
    }
}

package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;

/** Shows what a handler knows: its request, its client, its server and its thread (S1-1). */
public final class HandlerWalkThrough extends BaseRequestHandler<Socket> {
    @Override
    protected void handle() throws Exception {
        System.out.println(request() + " " + clientAddress());
        System.out.println(getClass().getSimpleName() + " of " + server().serverAddress());
        System.out.println(Thread.currentThread().getName());
        for (int i = 0; i < 3; i++) {
            System.out.println(new String(request().recv(1024), UTF_8).strip());
        }
    }

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "127.0.0.1", 9998);
        // With TCPServer, the next client waits until this one is gone.
        try (var server = new ThreadingTCPServer(at.host(), at.port(), HandlerWalkThrough::new)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}

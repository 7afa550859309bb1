package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;

/**
 * The "final boss" (S4-8): threads, a handler that survives its client, and an orderly end. Teaches
 * that shutdown is for another thread than the one that serves, here that of Ctrl-C. The loop is
 * what the seed's {@code break} asks for. {@link LongConnectionClient} is its client too.
 */
public final class BossServer extends BaseRequestHandler<Socket> {
    @Override
    protected void handle() {
        System.out.println("Accepted connection from " + clientAddress());
        try {
            byte[] data;
            while ((data = request().recv(1024)).length > 0) {
                String message = new String(data, UTF_8);
                System.out.println("Received data from " + clientAddress() + ": " + message);
                request().sendall("Server received your message:" + message, UTF_8);
            }
        } catch (IOException e) {
            System.out.println("Error handling client " + clientAddress() + ": " + e.getMessage());
        } finally {
            System.out.println("Closing connection from " + clientAddress());
        }
    }

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "localhost", 8089);
        try (var server = new ThreadingTCPServer(at.host(), at.port(), BossServer::new)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            CtrlC.runs(server::shutdown);
            server.serveForever();
            System.out.println("Server shutting down.");
        }
    }
}

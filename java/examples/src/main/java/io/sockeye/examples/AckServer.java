package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** Acknowledges what it receives, each client on its own thread, until "quit" is typed (S1-2). */
public final class AckServer extends BaseRequestHandler<Socket> {
    @Override
    protected void handle() throws Exception {
        byte[] data;
        while ((data = request().recv(1024)).length > 0) {
            String text = new String(data, UTF_8);
            request().sendall("ack: " + clientAddress() + " " + text, UTF_8);
        }
        System.out.println("end");
    }

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "127.0.0.1", 9998);
        // close() waits for the clients that are still there.
        try (var server = new ThreadingTCPServer(at.host(), at.port(), AckServer::new)) {
            Thread serving = new Thread(server);
            serving.setDaemon(true);
            serving.start();
            System.out.println("listening on " + server.serverAddress().hostPort());
            untilQuit();
            server.shutdown();
        }
        System.out.println("closed");
    }

    private static void untilQuit() throws IOException {
        var console = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String command;
        while ((command = console.readLine()) != null && !command.strip().equals("quit")) {
            System.out.println("type quit to end");
        }
    }
}

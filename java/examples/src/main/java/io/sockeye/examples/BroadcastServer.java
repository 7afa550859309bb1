package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A chat with blocking handlers: everybody hears what anybody says (S1-3). Teaches that a
 * connection whose other end has vanished looks like one that is silent, and the heartbeat that
 * tells them apart. {@code [HOST [PORT [SECONDS]]]}.
 */
public final class BroadcastServer extends BaseRequestHandler<Socket> {
    private static final Map<Address, Socket> CLIENTS = new ConcurrentHashMap<>();
    private static volatile double silence = 60;

    @Override
    protected void setup() throws Exception {
        request()
                .settimeout(silence); // for sending too: who does not read holds nobody up for ever
        CLIENTS.put(clientAddress(), request());
        System.out.println("joined: " + clientAddress());
    }

    @Override
    protected void handle() throws Exception {
        String text;
        while (!(text = receive()).isEmpty() && !text.equals("quit")) {
            if (!text.equals("here")) {
                broadcast("ack: " + text);
            }
        }
    }

    /** Whatever happens to the connection, the client is gone. */
    private String receive() throws IOException {
        try {
            return new String(receiveOrAsk(), UTF_8).strip();
        } catch (OsException e) {
            System.out.println(e.getMessage());
            return "";
        }
    }

    /** Whoever is silent is asked once, and lost after as long a silence again. */
    private byte[] receiveOrAsk() throws IOException {
        try {
            return request().recv(1024);
        } catch (OsTimeoutException silent) {
            request().sendall("say: here", UTF_8);
            return request().recv(1024);
        }
    }

    private static void broadcast(String text) throws IOException {
        for (Socket client : CLIENTS.values()) {
            try {
                client.sendall(text, UTF_8);
            } catch (OsException e) {
                // Its own handler will hear of it.
                System.out.println(e.getMessage());
            }
        }
    }

    @Override
    protected void finish() {
        CLIENTS.remove(clientAddress());
        System.out.println("left: " + clientAddress());
    }

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "127.0.0.1", 9998);
        silence = args.length > 2 ? Double.parseDouble(args[2]) : silence;
        try (var server = new ThreadingTCPServer(at.host(), at.port(), BroadcastServer::new)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createServer;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.ClosedException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Answers every message of five clients that stay (S4-4). Teaches the price of a worker for each
 * long connection: the sixth client waits until one of the five leaves, and at the end the workers
 * must be called back from recv, which closing their sockets does.
 */
public final class LongConnectionServer {
    private static final int MAX_WORKERS = 5;

    private final ExecutorService executor = Executors.newFixedThreadPool(MAX_WORKERS);
    private final Set<Accepted> clients = ConcurrentHashMap.newKeySet();

    private LongConnectionServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Address at = Arguments.address(args, "localhost", 8089);
        try (Socket socket = createServer(at, o -> o.backlog(5))) {
            System.out.println("listening on " + socket.getsockname().hostPort());
            CtrlC.closes(socket);
            new LongConnectionServer().serve(socket);
        }
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try {
            while (true) {
                Accepted client = socket.accept();
                System.out.println("Accepted connection from " + client.address());
                clients.add(client);
                executor.execute(() -> handle(client));
            }
        } catch (ClosedException e) {
            System.out.println("Server shutting down.");
        } finally {
            executor.shutdown();
            for (Accepted client : clients) {
                client.close();
            }
            executor.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    // ---- on a worker

    private void handle(Accepted client) {
        try (client) {
            byte[] data;
            while ((data = client.socket().recv(1024)).length > 0) {
                String message = new String(data, UTF_8);
                System.out.println("Received data from " + client.address() + ": " + message);
                client.socket().sendall("Server received your message.", UTF_8);
            }
        } catch (IOException e) {
            System.out.println("Error handling client " + client.address() + ": " + e);
        }
        clients.remove(client);
        System.out.println("Closed connection from " + client.address());
    }
}

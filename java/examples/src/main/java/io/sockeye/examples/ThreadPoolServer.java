package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createServer;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.ClosedException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Welcomes five clients at a time (S4-3). Teaches to hand a connection over: from then on it is the
 * worker's, which closes it whatever happens, and what goes wrong with it ends nothing else. {@link
 * WelcomeClient} is its client too.
 */
public final class ThreadPoolServer {
    private static final int MAX_WORKERS = 5;

    private ThreadPoolServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Address at = Arguments.address(args, "localhost", 8089);
        ExecutorService executor = Executors.newFixedThreadPool(MAX_WORKERS);
        try (Socket server = createServer(at, o -> o.backlog(5))) {
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            while (true) {
                Accepted accepted = server.accept();
                System.out.println("Accepted connection from " + accepted.address());
                executor.execute(() -> handleClient(accepted));
            }
        } catch (ClosedException e) {
            System.out.println("Server shutting down.");
        } finally {
            executor.shutdown();
            executor.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private static void handleClient(Accepted accepted) {
        try (accepted) {
            accepted.socket().sendall("欢迎访问服务器!", UTF_8);
        } catch (IOException e) {
            System.out.println("Error handling client " + accepted.address() + ": " + e);
        }
        System.out.println("Closed connection from " + accepted.address());
    }
}

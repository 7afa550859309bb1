package io.sockeye.examples;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.DefaultSelector;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The best multiplexer of the host in front of five workers (S4-6). Teaches callbacks in the data
 * of a key: the loop knows nothing of listeners and clients. Register may be called by workers too,
 * and the wait that is under way heeds it.
 */
public final class SelectorsExecutorServer {
    private final BaseSelector selector;
    private final ExecutorService executor = Executors.newFixedThreadPool(5);
    private volatile boolean stopped;

    /** What stands in the data of a key. */
    private interface Callback {
        void ready(Socket socket) throws IOException;
    }

    private SelectorsExecutorServer(BaseSelector selector) {
        this.selector = selector;
    }

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "localhost", 8089);
        try (Socket listener = Sockets.createServer(at, o -> o.backlog(5));
                BaseSelector selector = new DefaultSelector()) {
            SelectorsExecutorServer server = new SelectorsExecutorServer(selector);
            System.out.println("listening on " + listener.getsockname().hostPort());
            server.serve(listener);
        }
    }

    private void serve(Socket listener) throws IOException {
        CtrlC.runs(this::stop);
        watch(listener, this::accept);
        while (!stopped) {
            for (ReadyKey ready : selector.select()) {
                Socket socket = ready.key().fileobj(Socket.class);
                ready.key().data(Callback.class).ready(socket);
            }
        }
        executor.shutdown();
    }

    private void stop() {
        stopped = true;
        selector.wakeup();
    }

    private void watch(Socket socket, Callback callback) throws IOException {
        selector.register(socket, EVENT_READ, callback);
    }

    private void accept(Socket listener) throws IOException {
        Accepted accepted = listener.tryAccept(); // null if the client has left already
        if (accepted != null) {
            System.out.println("Accepted connection from " + accepted.address());
            accepted.socket()
                    .settimeout(5.0); // a client that does not read holds a worker no longer
            watch(accepted.socket(), this::submit);
        }
    }

    /** Watched by the selector or owned by a worker, never both. */
    private void submit(Socket client) {
        selector.unregister(client);
        executor.execute(() -> handle(client));
    }

    // ---- on a worker

    private void handle(Socket client) {
        try {
            if (answer(client)) {
                watch(client, this::submit);
            } else {
                client.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a client could not be watched or closed", e);
        }
    }

    private static boolean answer(Socket client) {
        try {
            byte[] data = client.recv(1024);
            if (data.length > 0) {
                System.out.println("Received: " + new String(data, UTF_8));
                client.sendall("Server received your message.", UTF_8);
            }
            return data.length > 0;
        } catch (IOException e) {
            System.out.println("Error handling client: " + e.getMessage());
            return false;
        }
    }
}

package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.HasFileno;
import io.sockeye.os.Fd;
import io.sockeye.select.Select;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One thread waits with select, five do the work (S4-5). Teaches whose a socket is: until a worker
 * has read, it stays readable, so it leaves the list before it is submitted, or it would be
 * submitted again. The worker hands it back and wakes the select that does not know it yet.
 */
public final class SelectExecutorServer {
    private final Socket server;
    private final Fd ctrlC = CtrlC.readable();
    private final Fd.Pipe wake = Fd.pipe();
    private final List<HasFileno> watched = new ArrayList<>();
    private final Queue<Socket> handedBack = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(5);

    private SelectExecutorServer(Socket server) throws IOException {
        this.server = server;
        watched.addAll(List.of(server, ctrlC, wake.in()));
    }

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "localhost", 8088);
        try (Socket socket = Sockets.createServer(at, o -> o.backlog(5))) {
            SelectExecutorServer server = new SelectExecutorServer(socket);
            System.out.println("listening on " + socket.getsockname().hostPort());
            server.serve();
        }
    }

    private void serve() throws IOException {
        while (true) {
            var ready = Select.select(watched, List.of(), List.of()).readable();
            if (ready.contains(ctrlC)) {
                executor.shutdown();
                return;
            }
            for (HasFileno source : ready) {
                if (source == server) {
                    accept();
                } else if (source == wake.in()) {
                    takeBack();
                } else {
                    watched.remove(source);
                    executor.execute(() -> handle((Socket) source));
                }
            }
        }
    }

    private void accept() throws IOException {
        Accepted accepted = server.tryAccept(); // null if the client has left already
        if (accepted != null) {
            System.out.println("Accepted connection from " + accepted.address());
            accepted.socket()
                    .settimeout(5.0); // a client that does not read holds a worker no longer
            watched.add(accepted.socket());
        }
    }

    private void takeBack() throws IOException {
        wake.in().read(ByteBuffer.allocate(64));
        Socket socket;
        while ((socket = handedBack.poll()) != null) {
            watched.add(socket);
        }
    }

    // ---- on a worker

    private void handle(Socket client) {
        try {
            if (answer(client)) {
                handedBack.add(client);
                wake.out().write(ByteBuffer.allocate(1));
            } else {
                client.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a client could not be handed back or closed", e);
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

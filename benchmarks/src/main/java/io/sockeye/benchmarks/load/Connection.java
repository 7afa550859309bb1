package io.sockeye.benchmarks.load;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.TCP_NODELAY;

import io.sockeye.engine.Engine;
import io.sockeye.socket.Socket;
import java.io.IOException;

/** One connection: how far its two streams of messages have come, counted in bytes. */
final class Connection {
    private final Socket socket;
    final int fd;

    /** When each message that is under way was asked for; message n stands at n modulo depth. */
    final long[] askedAtNanos;

    long asked;
    long sent;
    long received;
    boolean waitsForRoom;

    private Connection(Socket socket, int depth) {
        this.socket = socket;
        this.fd = socket.fileno();
        this.askedAtNanos = new long[depth];
    }

    static Connection open(Engine engine, String host, int port, int depth) throws IOException {
        Socket socket = new Socket(engine, AF_INET, SOCK_STREAM);
        Connection opened = new Connection(socket, depth);
        try {
            socket.connect(host, port);
            socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
            socket.setblocking(false);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is at stake: whatever was sent was answered, or the failure is known.
            return;
        }
    }
}

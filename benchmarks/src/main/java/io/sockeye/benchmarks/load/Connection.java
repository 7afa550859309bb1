package io.sockeye.benchmarks.load;

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

    static Connection open(Dialer dialer, int depth) throws IOException {
        return new Connection(dialer.open(), depth);
    }

    void close() {
        close(socket);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is at stake: whatever was sent was answered, or counted, or the failure is
            // known.
            return;
        }
    }
}

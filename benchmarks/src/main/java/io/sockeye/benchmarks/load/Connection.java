package io.sockeye.benchmarks.load;

import io.sockeye.socket.Socket;

/** One connection: how far its two streams of messages have come, counted in bytes. */
final class Connection {
    final Socket socket;
    final int fd;

    /** When each message that is under way was asked for; message n stands at n modulo depth. */
    final long[] askedAtNanos;

    long asked;
    long sent;
    long received;
    boolean waitsForRoom;

    Connection(Socket socket, int depth) {
        this.socket = socket;
        this.fd = socket.fileno();
        this.askedAtNanos = new long[depth];
    }
}

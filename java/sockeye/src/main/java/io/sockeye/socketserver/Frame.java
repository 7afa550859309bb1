package io.sockeye.socketserver;

import io.sockeye.socket.ReceivedFds;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One message from a server to a worker process: a byte for its kind, the length of what follows,
 * and with the first of these bytes at most one descriptor.
 */
final class Frame {
    /** A {@link WorkerSetup}; with the server's socket if that is where answers go. */
    static final byte SETUP = 'S';

    /** A {@link RequestFrame} with the connection. */
    static final byte CONNECTION = 'C';

    /** A {@link RequestFrame} with the datagram. */
    static final byte DATAGRAM = 'D';

    /** Nothing more comes. */
    static final byte QUIT = 'Q';

    /** What a worker says: it can be given a request, it has handled one, it could not start. */
    static final byte READY = 'R';

    static final byte DONE = 'D';
    static final byte FAILED = 'F';

    /** A signal ends it, but not before the server has answered with {@link #QUIT}. */
    static final byte LEAVING = 'L';

    private static final int HEADER = 1 + Integer.BYTES;

    private final byte kind;
    private final byte[] payload;
    private final int fd;

    private Frame(byte kind, byte[] payload, int fd) {
        this.kind = kind;
        this.payload = payload;
        this.fd = fd;
    }

    byte kind() {
        return kind;
    }

    byte[] payload() {
        return payload;
    }

    /** The receiver's own; -1 if none came. */
    int fd() {
        return fd;
    }

    /** The descriptor stays the sender's; -1 for none. */
    static void send(Socket channel, byte kind, byte[] payload, int fd) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length);
        bytes.put(kind).putInt(payload.length).put(payload).flip();
        if (fd >= 0) {
            bytes.position(Sockets.sendFds(channel, bytes.array(), fd));
        }
        channel.sendall(bytes);
    }

    /** Null at the end. */
    static @Nullable Frame receive(Socket channel) throws IOException {
        ReceivedFds first = Sockets.recvFds(channel, HEADER, 1);
        if (first.data().length == 0) {
            return null;
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER).put(first.data());
        fill(channel, header);
        byte[] payload = new byte[header.getInt(1)];
        fill(channel, ByteBuffer.wrap(payload));
        return new Frame(header.get(0), payload, first.fds().length == 0 ? -1 : first.fds()[0]);
    }

    private static void fill(Socket channel, ByteBuffer room) throws IOException {
        while (room.hasRemaining()) {
            if (channel.recvInto(room) == 0) {
                throw new IOException("the server ended in the middle of a message");
            }
        }
    }
}

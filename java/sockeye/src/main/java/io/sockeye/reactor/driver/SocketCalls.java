package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Sockets;
import java.nio.ByteOrder;

/**
 * The system calls that every driver makes for a socket that is ready, or may be. Errors go to the
 * source that they belong to; EINTR and EAGAIN to nobody.
 */
final class SocketCalls {
    /** As much as the second-level cache holds beside everything else. */
    static final int SLAB_SIZE = 64 * 1024;

    /** Others wait while one listener is accepted from. */
    static final int ACCEPTS_IN_A_ROW = 64;

    private static final int DATAGRAMS_IN_A_ROW = 64;

    /** For accepted sockets: SOCK_NONBLOCK where it exists. */
    final int acceptFlags = Sockets.has("SOCK_NONBLOCK") ? Sockets.SOCK_NONBLOCK : 0;

    final Syscalls syscalls;
    private final DirectBuffer slab;
    private final DirectBuffer slot;

    SocketCalls(Engine engine) {
        this.syscalls = engine.syscalls();
        this.slab = engine.allocate(SLAB_SIZE);
        this.slot = engine.allocate(Syscalls.SLOT_SIZE);
    }

    // ---- streams

    /** Receives once and delivers it; returns how much, 0 at the end of the stream, or -errno. */
    int receive(StreamSource stream) {
        int n = receiveIntoSlab(stream);
        if (n > 0) {
            deliver(stream, slab, n);
        }
        return n;
    }

    static void deliver(StreamSource stream, DirectBuffer data, int length) {
        data.buffer().clear().limit(length).order(ByteOrder.BIG_ENDIAN);
        stream.received(data, length);
    }

    /** Receives once into memory whose content nobody wants. */
    int receiveIntoSlab(StreamSource stream) {
        int n;
        do {
            n = syscalls.recv(stream.fd, slab, 0, SLAB_SIZE, 0);
        } while (n == -Errno.EINTR);
        return n;
    }

    /** Returns how much the kernel took, perhaps 0, or -errno. */
    int send(StreamSource stream, DirectBuffer data, int offset, int length) {
        int n;
        do {
            n = syscalls.send(stream.fd, data, offset, length, 0);
        } while (n == -Errno.EINTR);
        return n == -Errno.EAGAIN ? 0 : n;
    }

    /** Sends what waits until the kernel is full; returns how much, or -errno. */
    int flush(StreamSource stream, ChunkPool chunks) {
        int sent = 0;
        boolean room = true;
        for (Chunk chunk = stream.first(); chunk != null && room; chunk = stream.first()) {
            int length = chunk.end - chunk.start;
            int n = send(stream, chunk.memory, chunk.start, length);
            if (n < 0) {
                return n;
            }
            sent += n;
            stream.took(n, chunks);
            room = n == length;
        }
        return sent;
    }

    int shutdown(StreamSource stream) {
        return syscalls.shutdown(stream.fd, Sockets.SHUT_WR);
    }

    // ---- listening

    /** Accepts up to so many, while they are wanted. */
    void accept(AcceptSource listener, int most) {
        for (int i = 0; i < most && listener.accepting && listener.isServed(); i++) {
            int fd = syscalls.accept(listener.fd, slot, 0, acceptFlags);
            if (fd >= 0) {
                accepted(listener, fd);
            } else if (fd == -Errno.EAGAIN) {
                return;
            } else if (!isOfTheConnection(-fd)) {
                listener.acceptFailed(-fd);
                return;
            }
        }
    }

    private void accepted(AcceptSource listener, int fd) {
        if (acceptFlags == 0) {
            syscalls.setNonblocking(fd, true);
        }
        listener.accepted(fd, slot);
    }

    /** Delivers one whose address is not known; one that is reset by now has none. */
    void acceptedWithoutPeer(AcceptSource listener, int fd) {
        if (syscalls.getpeername(fd, slot, 0) < 0) {
            syscalls.close(fd);
        } else {
            listener.accepted(fd, slot);
        }
    }

    /** What happened to the connection that would have been accepted; accept(2) tells it here. */
    static boolean isOfTheConnection(int errno) {
        return errno == Errno.ECONNABORTED
                || errno == Errno.EINTR
                || errno == Errno.EPROTO
                || errno == Errno.EPERM
                || errno == Errno.ENETDOWN
                || errno == Errno.ENETUNREACH
                || errno == Errno.EHOSTUNREACH
                || errno == Errno.ETIMEDOUT;
    }

    // ---- connecting

    /** Returns 0, -EINPROGRESS if the socket will be writable when it is over, or -errno. */
    int connect(ConnectSource attempt, DirectBuffer address) {
        int result = syscalls.connect(attempt.fd, address, 0);
        return result == -Errno.EINTR ? -Errno.EINPROGRESS : result;
    }

    /** What became of an attempt: 0 or an errno. */
    int connectError(ConnectSource attempt) {
        int n =
                syscalls.getsockopt(
                        attempt.fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR, slot, 0, Integer.BYTES);
        return n < 0 ? -n : slot.getInt(0);
    }

    // ---- datagrams

    /** Delivers what is there; returns whether nothing is left. */
    boolean receive(DatagramSource socket) {
        for (int i = 0; i < DATAGRAMS_IN_A_ROW && socket.isServed(); i++) {
            int n = syscalls.recvfrom(socket.fd, slab, 0, SLAB_SIZE, 0, slot, 0);
            if (n >= 0) {
                slab.buffer().clear().limit(n).order(ByteOrder.BIG_ENDIAN);
                socket.received(slab, n, slot);
            } else if (n == -Errno.EAGAIN) {
                return true;
            } else if (n != -Errno.EINTR) {
                socket.receiveFailed(-n);
            }
        }
        return false;
    }

    int send(DatagramSource socket, DirectBuffer data, int offset, int length, DirectBuffer to) {
        int n;
        do {
            n =
                    to.getInt(0) == 0
                            ? syscalls.send(socket.fd, data, offset, length, 0)
                            : syscalls.sendto(socket.fd, data, offset, length, 0, to, 0);
        } while (n == -Errno.EINTR);
        return n;
    }
}

package io.sockeye.socket;

import io.sockeye.engine.Abi;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Waits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocking rules of a socket, in one place: an attempt that never waits in the kernel, then a
 * wait with what is left of one deadline, then another attempt. Where that pays, other threads may
 * run before the first wait. Python's blocking contract, PEP 475.
 */
final class Io extends Lease {
    private static final int DONTWAIT = Sockets.MSG_DONTWAIT;
    private static final int PEEK = Sockets.MSG_PEEK;
    private static final int WAITALL = Sockets.MSG_WAITALL;
    private static final int EAGAIN = Errno.EAGAIN;
    private static final int RDHUP =
            Sockets.has("POLLRDHUP") ? Abi.host().constant("POLLRDHUP") : 0;
    private static final int EINTR = Errno.EINTR;

    /** With these the kernel answers at once even on a blocking descriptor. */
    private static final int NEVER_WAITS =
            DONTWAIT | Sockets.MSG_OOB | (Sockets.has("MSG_ERRQUEUE") ? Sockets.MSG_ERRQUEUE : 0);

    /** No deadline has been computed yet: there was no wait so far. */
    static final long UNSET = Long.MIN_VALUE;

    /** Instead of a deadline: nothing will ever come, the call returns what it has. */
    static final long ENDED = Long.MIN_VALUE + 1;

    private static final int LARGEST_DATAGRAM = 4 * ScratchPool.LARGE;
    private static final byte[] NOTHING = {};

    /** How far a run of luck lasts. */
    private static final int MOST_USEFUL = 8;

    private static final int WAITS_PER_TRIAL = 8;

    final Engine engine;
    final Syscalls sys;
    final boolean stream;
    volatile long timeoutNanos;

    /** Hints for {@link #yieldsFirst}: threads that write them at once do no harm. */
    private byte usefulYields;

    private byte waits;
    private boolean yielded;

    Io(Engine engine, int fd, boolean stream, long timeoutNanos) {
        super(engine, fd);
        this.engine = engine;
        this.sys = engine.syscalls();
        this.stream = stream;
        this.timeoutNanos = timeoutNanos;
    }

    /** Bytes on the Java heap, to be sent. */
    interface Source {
        void copy(int from, DirectBuffer to, int at, int length);
    }

    /** Takes what a receiving attempt left in scratch memory, while it is still borrowed. */
    interface Taker<T> {
        T take(DirectBuffer scratch, int received, int stored);
    }

    /** Takes a lease, or says that the socket is closed. */
    int enter(String call) throws ClosedException {
        if (!acquire()) {
            throw new ClosedException(call, 0);
        }
        return fd();
    }

    // ---- receiving

    int recv(DirectBuffer buffer, int offset, int length, int flags) throws OsException {
        int fd = enter("recv");
        try {
            long deadline = UNSET;
            int got = 0;
            while (true) {
                int n = sys.recv(fd, buffer, offset + got, length - got, flags | DONTWAIT);
                if (n < 0 && !(got > 0 && isFatal(n))) {
                    deadline = retry(n, Poller.READ, deadline, "recv", flags, 0);
                    if (deadline == ENDED) {
                        return got;
                    }
                    continue;
                }
                got += Math.max(n, 0);
                if (n <= 0 || got >= length || !collects(flags)) {
                    return got;
                }
            }
        } finally {
            release();
        }
    }

    /** One recv into an array through scratch memory, without allocation. */
    int recv(byte[] into, int offset, int length, int flags) throws OsException {
        int fd = enter("recv");
        try {
            long deadline = UNSET;
            int room = attempt(length);
            while (true) {
                int n;
                DirectBuffer scratch = engine.scratch().borrow(room);
                try {
                    n = sys.recv(fd, scratch, 0, room, flags | DONTWAIT);
                    if (n > 0) {
                        scratch.get(0, into, offset, n);
                    }
                } finally {
                    engine.scratch().release(scratch);
                }
                if (n >= 0) {
                    return n;
                }
                deadline = retry(n, Poller.READ, deadline, "recv", flags, 0);
                if (deadline == ENDED) {
                    return 0;
                }
            }
        } finally {
            release();
        }
    }

    /** How many bytes are there, as far as {@code most}; 0 also at the end. */
    int peek(int most) throws OsException {
        int fd = enter("recv");
        DirectBuffer scratch = engine.scratch().borrow(most);
        try {
            int n;
            do {
                n = sys.recv(fd, scratch, 0, most, PEEK | DONTWAIT);
            } while (n == -EINTR);
            return n == -EAGAIN ? 0 : OsException.check(n, "recv");
        } finally {
            engine.scratch().release(scratch);
            release();
        }
    }

    int tryRecv(DirectBuffer buffer, int offset, int length) throws OsException {
        int fd = enter("recv");
        try {
            int n;
            do {
                n = sys.recv(fd, buffer, offset, length, DONTWAIT);
            } while (n == -EINTR);
            return tried(n, "recv");
        } finally {
            release();
        }
    }

    byte[] recvArray(int length, int flags) throws OsException {
        int fd = enter("recv");
        try {
            long deadline = UNSET;
            byte[] data = NOTHING;
            int got = 0;
            while (true) {
                int n;
                int room = attempt(length - got);
                DirectBuffer scratch = engine.scratch().borrow(room);
                try {
                    n = sys.recv(fd, scratch, 0, room, flags | DONTWAIT);
                    if (n > 0) {
                        // With MSG_TRUNC n is the length of the datagram, not of what was stored.
                        int stored = Math.min(n, room);
                        data = grown(data, got, got + stored);
                        scratch.get(0, data, got, stored);
                        got += stored;
                    }
                } finally {
                    engine.scratch().release(scratch);
                }
                if (n < 0 && !(got > 0 && isFatal(n))) {
                    deadline = retry(n, Poller.READ, deadline, "recv", flags, 0);
                    if (deadline == ENDED) {
                        return data;
                    }
                } else if (n <= 0 || got >= length || !collects(flags)) {
                    return data.length == got ? data : Arrays.copyOf(data, got);
                }
            }
        } finally {
            release();
        }
    }

    /** recvfrom into a direct buffer; the sender's address is left in the slot. */
    int recvfrom(DirectBuffer buffer, int offset, int length, int flags, DirectBuffer slot)
            throws OsException {
        int fd = enter("recvfrom");
        try {
            long deadline = UNSET;
            while (true) {
                slot.putInt(0, 0);
                int n = sys.recvfrom(fd, buffer, offset, length, flags | DONTWAIT, slot, 0);
                if (n >= 0) {
                    return n;
                }
                deadline = retry(n, Poller.READ, deadline, "recvfrom", flags, 0);
                if (deadline == ENDED) {
                    return 0;
                }
            }
        } finally {
            release();
        }
    }

    /** recvfrom through scratch memory: the slot lies at 0, the bytes behind it. */
    <T> T recvfrom(int length, int flags, Taker<T> taker) throws OsException {
        int fd = enter("recvfrom");
        try {
            long deadline = UNSET;
            int room = attempt(length);
            while (true) {
                int n;
                DirectBuffer scratch = engine.scratch().borrow(Syscalls.SLOT_SIZE + room);
                try {
                    int at = Syscalls.SLOT_SIZE;
                    scratch.putInt(0, 0);
                    boolean ended = deadline == ENDED;
                    n =
                            ended
                                    ? 0
                                    : sys.recvfrom(
                                            fd, scratch, at, room, flags | DONTWAIT, scratch, 0);
                    if (n >= 0) {
                        return taker.take(scratch, n, Math.min(n, room));
                    }
                } finally {
                    engine.scratch().release(scratch);
                }
                deadline = retry(n, Poller.READ, deadline, "recvfrom", flags, 0);
            }
        } finally {
            release();
        }
    }

    // ---- sending

    /**
     * send, or sendall if {@code all}. A blocking stream sends to the last byte in both, as the
     * kernel does.
     */
    int send(DirectBuffer buffer, int offset, int length, int flags, boolean all)
            throws OsException {
        String call = all ? "sendall" : "send";
        int fd = enter(call);
        try {
            long deadline = UNSET;
            int sent = 0;
            while (true) {
                int n = sys.send(fd, buffer, offset + sent, length - sent, flags | DONTWAIT);
                if (n < 0 && !(sent > 0 && !all && isFatal(n))) {
                    deadline = retry(n, Poller.WRITE, deadline, call, flags, sent);
                    continue;
                }
                sent += Math.max(n, 0);
                if (n < 0 || sent >= length || !(all || sendsWhole(flags))) {
                    return sent;
                }
            }
        } finally {
            release();
        }
    }

    int trySend(DirectBuffer buffer, int offset, int length) throws OsException {
        int fd = enter("send");
        try {
            int n;
            do {
                n = sys.send(fd, buffer, offset, length, DONTWAIT);
            } while (n == -EINTR);
            return tried(n, "send");
        } finally {
            release();
        }
    }

    /** send or sendall of heap bytes through scratch memory. */
    int send(Source source, int length, int flags, boolean all) throws OsException {
        String call = all ? "sendall" : "send";
        int fd = enter(call);
        try {
            long deadline = UNSET;
            int sent = 0;
            while (true) {
                int n;
                int piece = attempt(length - sent);
                DirectBuffer scratch = engine.scratch().borrow(piece);
                try {
                    source.copy(sent, scratch, 0, piece);
                    n = sys.send(fd, scratch, 0, piece, flags | DONTWAIT);
                } finally {
                    engine.scratch().release(scratch);
                }
                if (n < 0 && !(sent > 0 && !all && isFatal(n))) {
                    deadline = retry(n, Poller.WRITE, deadline, call, flags, sent);
                    continue;
                }
                sent += Math.max(n, 0);
                if (n < 0 || sent >= length || !(all || sendsWhole(flags))) {
                    return sent;
                }
            }
        } finally {
            release();
        }
    }

    int sendto(Source source, int length, int flags, byte[] sockaddr) throws OsException {
        int fd = enter("sendto");
        try {
            long deadline = UNSET;
            while (true) {
                int n;
                int at = Syscalls.SLOT_SIZE;
                DirectBuffer scratch = engine.scratch().borrow(at + length);
                try {
                    Addresses.put(scratch, sockaddr);
                    source.copy(0, scratch, at, length);
                    n = sys.sendto(fd, scratch, at, length, flags | DONTWAIT, scratch, 0);
                } finally {
                    engine.scratch().release(scratch);
                }
                if (n >= 0) {
                    return n;
                }
                deadline = retry(n, Poller.WRITE, deadline, "sendto", flags, 0);
            }
        } finally {
            release();
        }
    }

    // ---- accepting

    /** accept; null if nobody waits and {@code mayWait} is false. */
    <T> @Nullable T accept(int acceptFlags, boolean mayWait, Taker<T> taker) throws OsException {
        int fd = enter("accept");
        try {
            long deadline = UNSET;
            while (true) {
                int n;
                DirectBuffer scratch = engine.scratch().borrow(Syscalls.SLOT_SIZE);
                try {
                    scratch.putInt(0, 0);
                    n = sys.accept(fd, scratch, 0, acceptFlags);
                    if (n >= 0) {
                        return taker.take(scratch, n, 0);
                    }
                } finally {
                    engine.scratch().release(scratch);
                }
                if (n == -EAGAIN && !mayWait) {
                    return null;
                }
                deadline = retry(n, Poller.READ, deadline, "accept", 0, 0);
            }
        } finally {
            release();
        }
    }

    // ---- waiting

    /**
     * What a failed attempt means: try again at once (EINTR), wait and try again, or throw.
     *
     * @return the deadline, computed at the first wait
     */
    long retry(int result, int interest, long deadline, String call, int flags, long sent)
            throws OsException {
        if (result == -EINTR) {
            return deadline;
        }
        boolean mayWait = timeoutNanos > 0 || timeoutNanos < 0 && (flags & NEVER_WAITS) == 0;
        if (result != -EAGAIN || !mayWait) {
            throw OsException.of(-result, call, "", null, sent);
        }
        if (deadline != UNSET && interest == Poller.READ && !stream && isReadShut()) {
            return ENDED;
        }
        long until = deadline == UNSET ? Waits.deadline(timeoutNanos) : deadline;
        if (deadline == UNSET && yieldsFirst()) {
            Thread.yield();
            return until;
        }
        yieldWasInVain();
        await(interest, until, call, "", sent);
        return until;
    }

    /**
     * Whether to let other threads run and try once more before a wait. While they are busy, what
     * would be waited for has often come by then, and a wait in the kernel or the parking of a
     * virtual thread is saved, and the wake-up. Parking is so dear that a virtual thread always
     * does it; a platform thread does where it has been of use on this socket, and every now and
     * then to find out.
     */
    private boolean yieldsFirst() {
        if (yielded) {
            usefulYields = (byte) Math.min(usefulYields + 1, MOST_USEFUL);
        }
        yielded = usefulYields > 0 || ++waits % WAITS_PER_TRIAL == 0 || Waits.onVirtualThread();
        return yielded;
    }

    private void yieldWasInVain() {
        if (yielded) {
            yielded = false;
            usefulYields = (byte) Math.max(usefulYields - 1, 0);
        }
    }

    /**
     * Whether a datagram socket's reading half was shut down. The kernel then reports it readable
     * and answers EAGAIN to every attempt, where a blocking recv returns 0.
     */
    private boolean isReadShut() {
        if (RDHUP == 0) {
            return false;
        }
        DirectBuffer pollfd = engine.scratch().borrow(8);
        try {
            pollfd.putInt(0, fd());
            pollfd.putInt(4, 0);
            pollfd.putShort(4, (short) RDHUP);
            return sys.poll(pollfd, 0, 1, 0) > 0 && (pollfd.getShort(6) & RDHUP) != 0;
        } finally {
            engine.scratch().release(pollfd);
        }
    }

    /** Waits until the socket is ready, or throws what ended the wait. */
    void await(int interest, long deadline, String call, String address, long sent)
            throws OsException {
        int ready = await(interest, deadline);
        if (ready >= 0) {
            return;
        }
        if (ready == -Errno.ETIMEDOUT) {
            throw OsTimeoutException.timedOut(call, address, sent);
        }
        if (ready == -Errno.EBADF && isClosed()) {
            throw new ClosedException(call, sent);
        }
        String interrupted =
                "[Errno "
                        + EINTR
                        + "] "
                        + call
                        + " was interrupted; the socket is open and the interrupt status set";
        String message = ready == -EINTR ? interrupted : null;
        throw OsException.of(-ready, call, address, message, sent);
    }

    private static int tried(int result, String call) throws OsException {
        if (result == -EAGAIN) {
            return Socket.WOULD_BLOCK;
        }
        return OsException.check(result, call);
    }

    /** Neither a reason to wait nor to try again: after some bytes, the next call reports it. */
    static boolean isFatal(int result) {
        return result != -EAGAIN && result != -EINTR;
    }

    /** MSG_WAITALL on a blocking socket; a peek would see the same bytes again and again. */
    private boolean collects(int flags) {
        return (flags & (WAITALL | PEEK)) == WAITALL && timeoutNanos < 0;
    }

    boolean sendsWhole(int flags) {
        return stream && timeoutNanos < 0 && (flags & DONTWAIT) == 0;
    }

    /** How much one attempt moves: streams in bounded pieces, datagrams whole. */
    int attempt(int length) {
        return Math.min(length, stream ? ScratchPool.LARGE : LARGEST_DATAGRAM);
    }

    private static byte[] grown(byte[] data, int got, int needed) {
        if (needed <= data.length) {
            return data;
        }
        return Arrays.copyOf(data, got == 0 ? needed : Math.max(needed, data.length * 2));
    }
}

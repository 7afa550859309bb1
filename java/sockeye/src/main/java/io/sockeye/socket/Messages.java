package io.sockeye.socket;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.MessageHeader;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * sendmsg and recvmsg: the header, the control messages and the bytes lie in one piece of scratch
 * memory during an attempt, but for direct buffers, which are used where they are.
 */
final class Messages {
    private static final List<Cmsg> NONE = List.of();

    private Messages() {}

    /** What one recvmsg has left in memory, while that is still borrowed. */
    @FunctionalInterface
    interface Taker<T> {
        T take(DirectBuffer scratch, int at, int received, Parts parts);
    }

    /** What comes beside the bytes. */
    record Parts(List<Cmsg> ancdata, int flags, byte[] sockaddr) {}

    // ---- receiving

    /** Receives up to {@code length} bytes behind the header. */
    static <T> T recvmsg(Io io, int length, int ancillary, int flags, Taker<T> taker)
            throws OsException {
        int fd = io.enter("recvmsg");
        try {
            long deadline = Io.UNSET;
            int room = io.attempt(length);
            int at = MessageHeader.size(1, ancillary);
            while (true) {
                int n;
                DirectBuffer scratch = io.engine.scratch().borrow(at + room);
                try {
                    MessageHeader header = new MessageHeader(scratch, 1, ancillary);
                    header.add(scratch, at, room);
                    n = attempt(io, fd, header, flags, deadline, ancillary);
                    if (n >= 0) {
                        return taken(io, scratch, at, n, header, taker);
                    }
                } finally {
                    io.engine.scratch().release(scratch);
                }
                deadline = io.retry(n, Poller.READ, deadline, "recvmsg", flags, 0);
            }
        } finally {
            io.release();
        }
    }

    private static int attempt(
            Io io, int fd, MessageHeader header, int flags, long deadline, int ancillary) {
        header.wantName();
        if (ancillary > 0) {
            header.wantControl();
        }
        return deadline == Io.ENDED ? 0 : io.sys.recvmsg(fd, header, flags | Sockets.MSG_DONTWAIT);
    }

    private static <T> T taken(
            Io io, DirectBuffer scratch, int at, int n, MessageHeader header, Taker<T> taker) {
        List<Cmsg> ancdata = header.hasControl() ? new ArrayList<>() : NONE;
        try {
            header.readControl((level, type, data) -> ancdata.add(new Cmsg(level, type, data)));
            return taker.take(scratch, at, n, new Parts(ancdata, header.flags(), header.name()));
        } catch (Throwable e) {
            closeRights(io, ancdata);
            throw e;
        }
    }

    /** Descriptors that nobody will get. */
    static void closeRights(Io io, List<Cmsg> ancdata) {
        for (Cmsg each : ancdata) {
            if (each.isRights()) {
                for (int fd : each.ints()) {
                    io.sys.close(fd);
                }
            }
        }
    }

    // ---- sending

    /** Sends all buffers as one message; moves their positions by what went. */
    static int sendmsg(
            Io io,
            List<ByteBuffer> buffers,
            List<Cmsg> ancdata,
            int flags,
            byte @Nullable [] sockaddr)
            throws OsException {
        int control = controlSize(ancdata);
        int header = MessageHeader.size(buffers.size(), control);
        int heap = heapSize(buffers);
        int fd = io.enter("sendmsg");
        DirectBuffer scratch = io.engine.scratch().borrow(Math.addExact(header, heap));
        try {
            MessageHeader message = new MessageHeader(scratch, buffers.size(), control);
            addBuffers(io, message, buffers, scratch, header);
            ancdata.forEach(each -> message.addControl(each.level(), each.type(), each.data()));
            if (sockaddr != null) {
                message.name(sockaddr);
            }
            int sent = send(io, fd, message, total(buffers), flags);
            moveBy(buffers, sent);
            return sent;
        } finally {
            io.engine.scratch().release(scratch);
            io.release();
        }
    }

    private static int send(Io io, int fd, MessageHeader message, long total, int flags)
            throws OsException {
        long deadline = Io.UNSET;
        int sent = 0;
        while (true) {
            int n = io.sys.sendmsg(fd, message, flags | Sockets.MSG_DONTWAIT);
            if (n < 0 && !(sent > 0 && Io.isFatal(n))) {
                deadline = io.retry(n, Poller.WRITE, deadline, "sendmsg", flags, sent);
                message.rewind();
                continue;
            }
            sent += Math.max(n, 0);
            if (n <= 0 || sent >= total || !io.sendsWhole(flags)) {
                return sent;
            }
            message.sent(n);
        }
    }

    private static void addBuffers(
            Io io, MessageHeader message, List<ByteBuffer> buffers, DirectBuffer scratch, int at) {
        int heapAt = at;
        for (ByteBuffer each : buffers) {
            int length = each.remaining();
            if (isUsedInPlace(each)) {
                message.add(io.engine.wrap(each), each.position(), length);
            } else {
                ByteBuffer copy = each.duplicate();
                scratch.slice(heapAt, length).put(copy);
                message.add(scratch, heapAt, length);
                heapAt += length;
            }
        }
    }

    private static boolean isUsedInPlace(ByteBuffer each) {
        return each.isDirect() && !each.isReadOnly();
    }

    private static int heapSize(List<ByteBuffer> buffers) {
        int size = 0;
        for (ByteBuffer each : buffers) {
            size = Math.addExact(size, isUsedInPlace(each) ? 0 : each.remaining());
        }
        return size;
    }

    private static long total(List<ByteBuffer> buffers) {
        return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    private static int controlSize(List<Cmsg> ancdata) {
        long size = 0;
        for (Cmsg each : ancdata) {
            size += Sockets.cmsgSpace(each.data().length);
        }
        if (size > Integer.MAX_VALUE - Syscalls.SLOT_SIZE) {
            throw new IllegalArgumentException("too much ancillary data");
        }
        return (int) size;
    }

    private static void moveBy(List<ByteBuffer> buffers, int sent) {
        int left = sent;
        for (ByteBuffer each : buffers) {
            int n = Math.min(left, each.remaining());
            each.position(each.position() + n);
            left -= n;
        }
    }
}

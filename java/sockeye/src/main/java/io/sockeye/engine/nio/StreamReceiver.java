package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Takes bytes from the channel of a stream, through what MSG_PEEK has taken before. */
final class StreamReceiver {
    private final StreamDescription socket;

    /** Guarded by this: two receivers must not mix up the order of bytes. */
    private final LookAhead ahead = new LookAhead();

    /** The peer's reset was told; from then on there is the end of the stream. */
    private volatile boolean resetTold;

    StreamReceiver(StreamDescription socket) {
        this.socket = socket;
    }

    /** Whether bytes lie here that no selector sees. */
    boolean holdsBytes() {
        return !ahead.isEmpty();
    }

    boolean isReset() {
        return resetTold;
    }

    void forgetReset() {
        resetTold = false;
    }

    /** recv(2) on a connected socket. */
    synchronized int receive(
            SocketChannel channel, DirectBuffer buffer, int offset, int length, boolean peek)
            throws IOException {
        if (length == 0) {
            return probe(channel);
        }
        return peek ? peek(channel, buffer, offset, length) : take(channel, buffer, offset, length);
    }

    private int take(SocketChannel channel, DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (ahead.isEmpty()) {
            int count = read(channel, buffer, offset, length);
            return count > 0 ? count : count < 0 ? 0 : -Errno.EAGAIN;
        }
        int count = ahead.take(buffer, offset, length);
        return count < length
                ? count + readMore(channel, buffer, offset + count, length - count)
                : count;
    }

    private int peek(SocketChannel channel, DirectBuffer buffer, int offset, int length)
            throws IOException {
        int count = ahead.peek(buffer, offset, length);
        if (count == length) {
            return count;
        }
        int more =
                count == 0
                        ? read(channel, buffer, offset, length)
                        : readMore(channel, buffer, offset + count, length - count);
        if (more > 0) {
            ahead.append(buffer, offset + count, more);
            socket.changed();
        }
        return more == 0 && count == 0 ? -Errno.EAGAIN : count + Math.max(0, more);
    }

    /** What a receive of no bytes answers: EAGAIN unless there is something to receive. */
    private int probe(SocketChannel channel) throws IOException {
        if (!ahead.isEmpty()) {
            return 0;
        }
        DirectBuffer one = NioEngine.memory(1);
        return Math.min(0, peek(channel, one, 0, 1));
    }

    /** Reads behind bytes that the caller has already; the error or end comes again next time. */
    private static int readMore(
            SocketChannel channel, DirectBuffer buffer, int offset, int length) {
        try {
            return Math.max(0, SocketDescription.read(channel, buffer, offset, length));
        } catch (IOException e) {
            return 0;
        }
    }

    private int read(SocketChannel channel, DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (resetTold) {
            return -1;
        }
        try {
            return SocketDescription.read(channel, buffer, offset, length);
        } catch (IOException e) {
            resetTold = channel.isOpen();
            throw e;
        }
    }
}

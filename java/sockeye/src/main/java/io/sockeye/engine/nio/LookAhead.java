package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import java.net.SocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What MSG_PEEK has taken from a channel ahead of the next receive: bytes of a stream, or one
 * datagram with its sender. Guarded by the receiving lock of its description; only {@link #isEmpty}
 * is read without it, by those who wait for readability.
 */
final class LookAhead {
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private @Nullable SocketAddress sender;

    /** True if something lies here, a datagram without bytes included. */
    private volatile boolean holds;

    boolean isEmpty() {
        return !holds;
    }

    @Nullable SocketAddress sender() {
        return sender;
    }

    /** Copies out without taking. */
    int peek(DirectBuffer into, int offset, int length) {
        int count = Math.min(length, bytes.length);
        into.put(offset, bytes, 0, count);
        return count;
    }

    /** Takes bytes of a stream. */
    int take(DirectBuffer into, int offset, int length) {
        int count = peek(into, offset, length);
        bytes = count == bytes.length ? NOTHING : Arrays.copyOfRange(bytes, count, bytes.length);
        holds = bytes.length > 0;
        return count;
    }

    /** Takes a datagram; what does not fit is lost, as in the kernel. */
    int takeDatagram(DirectBuffer into, int offset, int length) {
        int count = peek(into, offset, length);
        bytes = NOTHING;
        sender = null;
        holds = false;
        return count;
    }

    /** Adds bytes of a stream. */
    void append(DirectBuffer from, int offset, int length) {
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, before + length);
        from.get(offset, bytes, before, length);
        holds = true;
    }

    void putDatagram(byte[] datagram, SocketAddress from) {
        bytes = datagram;
        sender = from;
        holds = true;
    }
}

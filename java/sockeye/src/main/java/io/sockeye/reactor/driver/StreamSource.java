package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connected stream socket, with what waits to be sent. An idle one holds no buffer at all.
 *
 * <p>{@link #append} queues bytes and {@link Driver#flush} hands them over; {@link #sent} tells
 * what went later.
 */
public abstract class StreamSource extends Source {
    /** Whether its bytes are wanted. */
    boolean reading;

    /** The kernel has no room; flushing goes on when it has. */
    boolean full;

    /** What a ring does for it; null with other drivers. */
    @Nullable RingStream ring;

    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private long queued;

    /**
     * For connections.
     *
     * @param fd a connected, non-blocking socket
     */
    protected StreamSource(int fd) {
        super(fd);
    }

    /**
     * Bytes have arrived.
     *
     * @param data holds them, from 0 on, until this returns
     * @param length how many
     */
    protected abstract void received(DirectBuffer data, int length);

    /** The peer sends nothing more. */
    protected abstract void ended();

    /**
     * The connection is broken. Close it.
     *
     * @param errno positive
     * @param call the call that failed
     */
    protected abstract void failed(int errno, String call);

    /**
     * Some of what was waiting was sent, not by {@link Driver#flush} but since.
     *
     * @param bytes how many
     */
    protected abstract void sent(int bytes);

    /**
     * Whether {@link #sent} is to be called as soon as it can be, and not only when there is
     * something else to tell.
     *
     * @return true if somebody waits for the end of what is being sent
     */
    protected abstract boolean awaitsSent();

    /**
     * Whether a read may stop although more has arrived, as it does on a Unix socket behind
     * descriptors that were passed.
     *
     * @return false if a short read is the last one
     */
    protected abstract boolean readsStopShort();

    /**
     * How much waits to be sent.
     *
     * @return in bytes
     */
    public final long queued() {
        return queued;
    }

    /**
     * Whether bytes wait and the kernel had no room for them.
     *
     * @return true until {@link #sent}
     */
    public final boolean isFull() {
        return full;
    }

    /**
     * Queues bytes, and moves the position to the limit.
     *
     * @param bytes copied before this returns
     * @param pool of the driver
     */
    public final void append(ByteBuffer bytes, ChunkPool pool) {
        int left = bytes.remaining();
        queued += left;
        while (left > 0) {
            Chunk last = tail;
            if (last == null || last.room() == 0) {
                last = added(pool.take(left));
            }
            left -= last.fill(bytes, left);
        }
    }

    private Chunk added(Chunk chunk) {
        Chunk last = tail;
        if (last == null) {
            head = chunk;
        } else {
            last.next = chunk;
        }
        tail = chunk;
        return chunk;
    }

    /** What is to be sent next, or null. */
    final @Nullable Chunk first() {
        return head;
    }

    /** Bytes of the first chunk were sent. */
    final void took(int bytes, ChunkPool pool) {
        Chunk first = head;
        if (first == null) {
            throw new IllegalStateException("nothing was waiting");
        }
        queued -= bytes;
        first.start += bytes;
        if (first.start == first.end) {
            head = first.next;
            tail = head == null ? null : tail;
            pool.give(first);
        }
    }

    /** Forgets what waits. */
    final void discard(ChunkPool pool) {
        while (head != null) {
            Chunk next = head.next;
            pool.give(head);
            head = next;
        }
        tail = null;
        queued = 0;
    }
}

package io.sockeye.engine.libc;

import io.sockeye.engine.DirectBuffer;

/**
 * Small pieces of native memory for what C wants by address and Java has by value: a timespec, a
 * socklen_t, an epoll_event.
 */
final class StructPool {
    /** {@code struct itimerspec} is the largest. */
    static final int SIZE = 32;

    private static final long NANOS = 1_000_000_000;

    private final Pieces<DirectBuffer> pieces;

    StructPool(Libc libc) {
        pieces = new Pieces<>(() -> libc.allocate(SIZE));
    }

    /** Memory with arbitrary contents. */
    DirectBuffer borrow() {
        return pieces.borrow();
    }

    DirectBuffer borrowTimespec(long nanos) {
        DirectBuffer timespec = borrow();
        putTimespec(timespec, 0, nanos);
        return timespec;
    }

    void release(DirectBuffer struct) {
        pieces.release(struct);
    }

    static void putTimespec(DirectBuffer into, int offset, long nanos) {
        into.putLong(offset, nanos / NANOS);
        into.putLong(offset + Long.BYTES, nanos % NANOS);
    }
}

package io.sockeye.engine.jna;

import io.sockeye.engine.DirectBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Small pieces of native memory for what C wants by address and Java has by value: a timespec, a
 * socklen_t, an epoll_event. A thread starts to look where it looked before, so it mostly gets its
 * own piece again; whoever finds none within a few steps allocates.
 */
final class StructPool {
    /** {@code struct itimerspec} is the largest. */
    static final int SIZE = 32;

    private static final int SLOTS = 1024;
    private static final int STEPS = 8;
    private static final long NANOS = 1_000_000_000;

    private final AtomicReferenceArray<@Nullable DirectBuffer> slots =
            new AtomicReferenceArray<>(SLOTS);

    /** Memory with arbitrary contents. */
    DirectBuffer borrow() {
        int start = start();
        for (int i = start; i < start + STEPS; i++) {
            int slot = i & (SLOTS - 1);
            DirectBuffer kept = slots.getPlain(slot) == null ? null : slots.getAndSet(slot, null);
            if (kept != null) {
                return kept;
            }
        }
        return Libc.allocate(SIZE);
    }

    DirectBuffer borrowTimespec(long nanos) {
        DirectBuffer timespec = borrow();
        putTimespec(timespec, 0, nanos);
        return timespec;
    }

    void release(DirectBuffer struct) {
        int start = start();
        for (int i = start; i < start + STEPS; i++) {
            int slot = i & (SLOTS - 1);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, struct)) {
                return;
            }
        }
    }

    static void putTimespec(DirectBuffer into, int offset, long nanos) {
        into.putLong(offset, nanos / NANOS);
        into.putLong(offset + Long.BYTES, nanos % NANOS);
    }

    /** Neighbouring threads start far apart, so that they do not share a cache line. */
    private static int start() {
        return (int) (Thread.currentThread().getId() * 0x9E3779B97F4A7C15L >>> 54);
    }
}

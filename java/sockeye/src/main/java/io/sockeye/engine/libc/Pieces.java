package io.sockeye.engine.libc;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of memory that one call borrows. A thread starts to look where it looked before, so it
 * mostly gets its own piece again; whoever finds none within a few steps makes one.
 */
public final class Pieces<T> {
    private static final int SLOTS = 1024;
    private static final int STEPS = 8;

    private final Supplier<T> maker;
    private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS);

    public Pieces(Supplier<T> maker) {
        this.maker = maker;
    }

    public T borrow() {
        int start = start();
        for (int i = start; i < start + STEPS; i++) {
            int slot = i & (SLOTS - 1);
            T kept = slots.getPlain(slot) == null ? null : slots.getAndSet(slot, null);
            if (kept != null) {
                return kept;
            }
        }
        return maker.get();
    }

    /** What does not fit any more is left to the collector. */
    public void release(T piece) {
        int start = start();
        for (int i = start; i < start + STEPS; i++) {
            int slot = i & (SLOTS - 1);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, piece)) {
                return;
            }
        }
    }

    /** Neighbouring threads start far apart, so that they do not share a cache line. */
    private static int start() {
        return (int) (Thread.currentThread().getId() * 0x9E3779B97F4A7C15L >>> 54);
    }
}

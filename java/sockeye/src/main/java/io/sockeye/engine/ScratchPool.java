package io.sockeye.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Memory outside the heap that one attempt of a call borrows to move bytes of a Java array. It is
 * bounded and striped, never held while a call waits, and bound to no thread: ten thousand waiting
 * virtual threads hold none of it.
 */
public final class ScratchPool {
    /** The size of an ordinary piece; larger ones are made for {@link #LARGE} and above. */
    public static final int SMALL = 64 * 1024;

    /** The most that one attempt of a stream call moves through scratch. */
    public static final int LARGE = 1024 * 1024;

    private static final int STRIPES = stripes();
    private static final int LARGE_KEPT = 4;

    private final Engine engine;
    private final AtomicReferenceArray<DirectBuffer> small =
            new AtomicReferenceArray<>(STRIPES * PADDING);
    private final AtomicReferenceArray<DirectBuffer> large = new AtomicReferenceArray<>(LARGE_KEPT);

    /** Slots of neighbouring stripes lie a cache line apart. */
    private static final int PADDING = 16;

    /**
     * For engines.
     *
     * @param engine allocates the memory
     */
    public ScratchPool(Engine engine) {
        this.engine = engine;
    }

    /**
     * Borrows memory; give it back with {@link #release}.
     *
     * @param capacity at least that many bytes
     * @return memory with arbitrary contents
     */
    public DirectBuffer borrow(int capacity) {
        if (capacity <= SMALL) {
            DirectBuffer kept = take(small, STRIPES, PADDING);
            return kept != null ? kept : engine.allocate(SMALL);
        }
        if (capacity <= LARGE) {
            DirectBuffer kept = take(large, LARGE_KEPT, 1);
            return kept != null ? kept : engine.allocate(LARGE);
        }
        return engine.allocate(capacity);
    }

    /**
     * Gives memory back. What does not fit into the pool is left to the collector.
     *
     * @param scratch what {@link #borrow} returned
     */
    public void release(DirectBuffer scratch) {
        if (scratch.capacity() == SMALL) {
            put(small, STRIPES, PADDING, scratch);
        } else if (scratch.capacity() == LARGE) {
            put(large, LARGE_KEPT, 1, scratch);
        }
    }

    private static @org.jspecify.annotations.Nullable DirectBuffer take(
            AtomicReferenceArray<DirectBuffer> slots, int count, int stride) {
        int start = start();
        for (int i = 0; i < count; i++) {
            int slot = ((start + i) & (count - 1)) * stride;
            if (slots.getPlain(slot) != null) {
                DirectBuffer taken = slots.getAndSet(slot, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    private static void put(
            AtomicReferenceArray<DirectBuffer> slots, int count, int stride, DirectBuffer scratch) {
        int start = start();
        for (int i = 0; i < count; i++) {
            int slot = ((start + i) & (count - 1)) * stride;
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, scratch)) {
                return;
            }
        }
    }

    private static int start() {
        long id = Thread.currentThread().getId();
        return (int) (id ^ (id >>> 7));
    }

    private static int stripes() {
        int wanted = Math.min(64, 4 * Runtime.getRuntime().availableProcessors());
        return Integer.highestOneBit(wanted * 2 - 1);
    }
}

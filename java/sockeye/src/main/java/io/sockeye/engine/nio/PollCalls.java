package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The idle poll(2) calls with their selectors. A thread finds the one that it used last, because it
 * looks where its id points first; nothing is bound to a thread, as there may be very many. Not
 * more are kept than threads are polling, apart from a few.
 */
final class PollCalls {
    private static final int SLOTS = 64;
    private static final int KEPT = 4;

    private final FdTable table;
    private final AtomicReferenceArray<@Nullable PollCall> idle = new AtomicReferenceArray<>(SLOTS);
    private final AtomicInteger idleCount = new AtomicInteger();
    private final AtomicInteger polling = new AtomicInteger();

    PollCalls(FdTable table) {
        this.table = table;
    }

    int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos) throws IOException {
        PollCall call = take();
        polling.incrementAndGet();
        try {
            return call.poll(pollfds, offset, count, timeoutNanos);
        } finally {
            give(call, polling.getAndDecrement());
        }
    }

    private PollCall take() throws IOException {
        int first = first();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (first + i) % SLOTS;
            if (idle.getPlain(slot) != null) {
                PollCall taken = idle.getAndSet(slot, null);
                if (taken != null) {
                    idleCount.decrementAndGet();
                    return taken;
                }
            }
        }
        return new PollCall(table);
    }

    private void give(PollCall call, int busy) throws IOException {
        int first = first();
        boolean room = idleCount.get() < Math.max(KEPT, busy);
        for (int i = 0; room && i < SLOTS; i++) {
            int slot = (first + i) % SLOTS;
            if (idle.getPlain(slot) == null && idle.compareAndSet(slot, null, call)) {
                idleCount.incrementAndGet();
                return;
            }
        }
        call.close();
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    private static int first() {
        return (int) (Thread.currentThread().getId() % SLOTS);
    }
}

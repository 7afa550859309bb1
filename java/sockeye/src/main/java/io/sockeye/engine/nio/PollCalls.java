package io.sockeye.engine.nio;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The idle poll(2) calls with their selectors. A thread finds the one that it used last, because it
 * looks where its id points first; nothing is bound to a thread, as there may be very many.
 */
final class PollCalls {
    private static final int SLOTS = 256;

    private final FdTable table;
    private final AtomicReferenceArray<@Nullable PollCall> idle = new AtomicReferenceArray<>(SLOTS);

    PollCalls(FdTable table) {
        this.table = table;
    }

    PollCall take() throws IOException {
        int first = first();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (first + i) % SLOTS;
            if (idle.getPlain(slot) != null) {
                PollCall taken = idle.getAndSet(slot, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return new PollCall(table);
    }

    void give(PollCall call) throws IOException {
        int first = first();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (first + i) % SLOTS;
            if (idle.getPlain(slot) == null && idle.compareAndSet(slot, null, call)) {
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

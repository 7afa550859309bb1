package io.sockeye.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a loop counts. Its thread writes, any thread reads. */
final class Counters {
    final Counter made = new Counter();
    final Counter open = new Counter();
    final Counter received = new Counter();
    final Counter sent = new Counter();
    final Counter turns = new Counter();
    final Counter events = new Counter();
    final Counter maxEvents = new Counter();
    final Counter timers = new Counter();
    final Counter maxTimerLag = new Counter();
    final Counter acceptPauses = new Counter();
    final Counter failures = new Counter();

    /** The watchdog's. */
    final Counter blocked = new Counter();

    LoopStats snapshot(String name) {
        return new LoopStats(
                name,
                made.get(),
                open.get(),
                received.get(),
                sent.get(),
                turns.get(),
                events.get(),
                maxEvents.get(),
                timers.get(),
                maxTimerLag.get(),
                acceptPauses.get(),
                failures.get(),
                blocked.get());
    }

    /** A number with one writer: opaque accesses cost what plain ones do, and never tear. */
    static final class Counter {
        private static final VarHandle VALUE;

        static {
            try {
                VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long value;

        void add(long more) {
            VALUE.setOpaque(this, value + more);
        }

        void atLeast(long other) {
            if (other > value) {
                VALUE.setOpaque(this, other);
            }
        }

        long get() {
            return (long) VALUE.getOpaque(this);
        }
    }
}

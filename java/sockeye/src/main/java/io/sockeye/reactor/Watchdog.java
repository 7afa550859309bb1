package io.sockeye.reactor;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether a loop is still in the callback in which it was before, and reports
 * one that has not returned for too long: once, with where its thread is.
 */
final class Watchdog implements Runnable {
    private static final int LOOKS_PER_LIMIT = 4;

    private final List<Loop> loops;
    private final long limitNanos;
    private final long[] callbacks;
    private final long[] since;
    private final boolean[] reported;
    private @Nullable Thread thread;
    private volatile boolean closed;

    Watchdog(List<Loop> loops, Duration limit) {
        this.loops = loops;
        this.limitNanos = limit.toNanos();
        this.callbacks = new long[loops.size()];
        this.since = new long[loops.size()];
        this.reported = new boolean[loops.size()];
    }

    void start() {
        Thread made = new Thread(this, loops.get(0).name + "-watchdog");
        made.setDaemon(true);
        thread = made;
        made.start();
    }

    void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                TimeUnit.NANOSECONDS.sleep(Math.max(1, limitNanos / LOOKS_PER_LIMIT));
                for (int i = 0; i < loops.size(); i++) {
                    look(i, loops.get(i));
                }
            }
        } catch (InterruptedException e) {
            // Closed; nothing else interrupts this thread.
        }
    }

    private void look(int index, Loop loop) {
        long now = System.nanoTime();
        long count = loop.callbacks();
        Object who = loop.current();
        if (who == null || count != callbacks[index]) {
            callbacks[index] = count;
            since[index] = now;
            reported[index] = false;
        } else if (now - since[index] >= limitNanos && !reported[index]) {
            reported[index] = true;
            report(loop, who, now - since[index]);
        }
    }

    private static void report(Loop loop, Object who, long nanos) {
        loop.counters.blocked.add(1);
        StringBuilder text = new StringBuilder();
        text.append("loop ").append(loop.name).append(" is blocked for at least ");
        text.append(TimeUnit.NANOSECONDS.toMillis(nanos)).append(" ms by ").append(name(who));
        Thread thread = loop.thread();
        if (thread != null) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("\n\tat ").append(frame);
            }
        }
        Log.log(Level.WARNING, text::toString, null);
    }

    /** Not toString: it is not made for another thread. */
    private static String name(Object who) {
        Object named = who instanceof Connection connection ? connection.protocol : who;
        return named.getClass().getName();
    }
}

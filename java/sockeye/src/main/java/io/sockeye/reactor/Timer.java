package io.sockeye.reactor;

import io.sockeye.engine.Timeouts;
import java.time.Duration;
import java.util.Objects;

/** A delayed call in the heap of its loop. */
final class Timer implements DelayedCall {
    static final int NOWHERE = -1;

    private final Loop loop;
    final Runnable call;

    /** In the time of {@link Timers}. */
    long due;

    /** Orders those that are due at the same time. */
    long sequence;

    int place = NOWHERE;

    Timer(Loop loop, Runnable call, long due) {
        this.loop = loop;
        this.call = call;
        this.due = due;
    }

    Loop loop() {
        return loop;
    }

    @Override
    public void cancel() {
        requireActive("cancel");
        loop.timers.remove(this);
    }

    @Override
    public void reset(Duration delay) {
        resetNanos(Timeouts.nanos(Objects.requireNonNull(delay, "delay")));
    }

    @Override
    public void reset(double seconds) {
        resetNanos(Timeouts.nanos(seconds));
    }

    void resetNanos(long nanos) {
        requireActive("reset");
        moveTo(Loop.after(loop.timers.now(), nanos));
    }

    @Override
    public void delay(Duration longer) {
        requireActive("delay");
        moveTo(Loop.after(due, longer.toNanos()));
    }

    @Override
    public void delay(double seconds) {
        requireActive("delay");
        long nanos = Timeouts.nanos(Math.abs(seconds));
        moveTo(Loop.after(due, seconds < 0 ? -nanos : nanos));
    }

    private void moveTo(long time) {
        due = time;
        loop.timers.moved(this);
    }

    @Override
    public boolean active() {
        return place != NOWHERE;
    }

    @Override
    public long getTimeNanos() {
        return loop.timers.toNanoTime(due);
    }

    private void requireActive(String what) {
        loop.requireInLoop("DelayedCall." + what);
        if (!active()) {
            throw new IllegalStateException(
                    "cannot "
                            + what
                            + " a call that was called or cancelled already; active() tells");
        }
    }

    @Override
    public String toString() {
        return "DelayedCall[" + call + (active() ? "]" : ", not active]");
    }
}

package io.sockeye.reactor;

import java.time.Duration;

/**
 * Something to be called later, made by {@link Reactor#callLater(double, Runnable)}. Twisted's
 * {@code DelayedCall}. Belongs to the thread of its loop.
 */
public interface DelayedCall {
    /**
     * It will not be called.
     *
     * @throws IllegalStateException if it was called or cancelled already; {@link #active} tells
     */
    void cancel();

    /**
     * It will be called after this time from now, instead of when it was due.
     *
     * @param delay from now
     * @throws IllegalStateException if it was called or cancelled already
     */
    void reset(Duration delay);

    /**
     * It will be called after this time from now, instead of when it was due.
     *
     * @param seconds from now
     * @throws IllegalStateException if it was called or cancelled already
     */
    void reset(double seconds);

    /**
     * It will be called this much later than it was due.
     *
     * @param longer how much later; negative for earlier
     * @throws IllegalStateException if it was called or cancelled already
     */
    void delay(Duration longer);

    /**
     * It will be called this much later than it was due.
     *
     * @param seconds how much later; negative for earlier
     * @throws IllegalStateException if it was called or cancelled already
     */
    void delay(double seconds);

    /**
     * Whether it is still to be called.
     *
     * @return false once it was called or cancelled
     */
    boolean active();

    /**
     * When it is due.
     *
     * @return nanoseconds of {@link System#nanoTime}
     */
    long getTimeNanos();
}

package io.sockeye.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns the two forms of a timeout, {@link Duration} and seconds, into nanoseconds. */
public final class Timeouts {
    /** No limit. */
    public static final long NONE = -1;

    private static final double NANOS_PER_SECOND = 1e9;

    private Timeouts() {}

    /**
     * A duration in nanoseconds.
     *
     * @param timeout not negative, or null for no limit
     * @return nanoseconds, or {@link #NONE}
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public static long nanos(@Nullable Duration timeout) {
        if (timeout == null) {
            return NONE;
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be non-negative, not " + timeout);
        }
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("timeout is too large: " + timeout, e);
        }
    }

    /**
     * Seconds in nanoseconds, rounded up, so that nothing returns early.
     *
     * @param seconds not negative
     * @return nanoseconds
     * @throws IllegalArgumentException if it is negative, not a number, or longer than 292 years
     */
    public static long nanos(double seconds) {
        if (Double.isNaN(seconds)) {
            throw new IllegalArgumentException("timeout is not a number");
        }
        if (seconds < 0) {
            throw new IllegalArgumentException("timeout must be non-negative, not " + seconds);
        }
        return ceil(seconds * NANOS_PER_SECOND, seconds);
    }

    /**
     * Seconds in nanoseconds, where anything negative means no limit.
     *
     * @param seconds any number
     * @return nanoseconds, or {@link #NONE}
     * @throws IllegalArgumentException if it is not a number, or longer than 292 years
     */
    public static long nanosOrNone(double seconds) {
        return seconds < 0 ? NONE : nanos(seconds);
    }

    /**
     * Nanoseconds as a duration.
     *
     * @param nanos as from {@link #nanos(Duration)}
     * @return the duration, or null for no limit
     */
    public static @Nullable Duration duration(long nanos) {
        return nanos < 0 ? null : Duration.ofNanos(nanos);
    }

    private static long ceil(double nanos, double seconds) {
        double up = Math.ceil(nanos);
        if (up >= Long.MAX_VALUE) {
            throw new IllegalArgumentException("timeout is too large: " + seconds + " seconds");
        }
        return (long) up;
    }
}

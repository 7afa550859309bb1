package io.sockeye.reactor;

import io.sockeye.engine.OsTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The idle, read and write timeouts of one connection, on one timer. Traffic only notes the time;
 * the timer looks at it when it would be due, and goes on to when it will be.
 */
final class ConnectionTimeouts implements Runnable {
    private static final long OFF = -1;

    /** What a long holds in nanoseconds: 292 years. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Loop loop;
    private final Connection connection;
    private long idleNanos = OFF;
    private long readNanos = OFF;
    private long writeNanos = OFF;
    private long lastReceived;
    private long lastSent;
    private boolean stalled;
    private @Nullable Timer timer;

    ConnectionTimeouts(Loop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
        lastReceived = loop.timers.now();
        lastSent = lastReceived;
    }

    void setIdle(@Nullable Duration timeout) {
        idleNanos = nanos(timeout);
        changed();
    }

    void setRead(@Nullable Duration timeout) {
        readNanos = nanos(timeout);
        changed();
    }

    void setWrite(@Nullable Duration timeout) {
        writeNanos = nanos(timeout);
        changed();
    }

    private static long nanos(@Nullable Duration timeout) {
        if (timeout == null) {
            return OFF;
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "a timeout must be positive, or null for no limit; not " + timeout);
        }
        return timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
    }

    /** Counts from now. */
    private void changed() {
        cancel();
        lastReceived = loop.timers.now();
        lastSent = lastReceived;
        arm(lastReceived);
    }

    void received() {
        lastReceived = loop.timers.now();
    }

    void sent(int bytes, long queued) {
        boolean waits = queued > 0;
        if (bytes > 0 || waits != stalled) {
            lastSent = loop.timers.now();
        }
        stalled = waits;
    }

    void cancel() {
        if (timer != null && timer.active()) {
            timer.cancel();
        }
        timer = null;
    }

    /** A connection that is over has no times any more. */
    private void arm(long now) {
        if (!connection.isServed()) {
            return;
        }
        long due = Math.min(dueIdle(), Math.min(dueRead(now), dueWrite(now)));
        timer = due == Timers.NONE ? null : loop.callLaterNanos(Math.max(0, due - now), this);
    }

    private long dueIdle() {
        return due(idleNanos, Math.max(lastReceived, lastSent));
    }

    private long dueRead(long now) {
        return due(readNanos, connection.isReading() ? lastReceived : now);
    }

    private long dueWrite(long now) {
        return due(writeNanos, stalled ? lastSent : now);
    }

    private static long due(long nanos, long since) {
        return nanos == OFF ? Timers.NONE : Loop.after(since, nanos);
    }

    @Override
    public void run() {
        long now = loop.timers.now();
        timer = null;
        String what = expired(now);
        if (what != null) {
            lastReceived = now;
            lastSent = now;
            String peer = String.valueOf(connection.getPeer());
            connection.timedOut(OsTimeoutException.timedOut(what, peer, 0));
        }
        if (timer == null) {
            arm(now);
        }
    }

    private @Nullable String expired(long now) {
        if (dueWrite(now) <= now) {
            return "sent nothing for " + Duration.ofNanos(writeNanos);
        }
        if (dueRead(now) <= now) {
            return "received nothing for " + Duration.ofNanos(readNanos);
        }
        return dueIdle() <= now ? "idle for " + Duration.ofNanos(idleNanos) : null;
    }

    @Override
    public String toString() {
        return "timeouts of " + connection;
    }
}

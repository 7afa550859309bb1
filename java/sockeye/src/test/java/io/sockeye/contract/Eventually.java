package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of for a time. */
final class Eventually {
    /** How long anything may take that is only limited so that a broken test ends. */
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A condition; what it throws fails the test. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    static void eventually(String what, Condition condition) {
        if (!holds(condition)) {
            fail("never became true: " + what);
        }
    }

    static boolean holds(Condition condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!now(condition)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    private static boolean now(Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

package io.sockeye.os;

import io.sockeye.engine.Engine;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.Timeouts;
import io.sockeye.engine.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that this one has started. Once it has ended its status is kept here and the kernel has
 * forgotten it; until somebody waits for it, it stays as a zombie. Thread safe.
 */
public final class Child {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Engine engine;
    private final int pid;
    private @Nullable WaitStatus ended;

    Child(Engine engine, int pid) {
        this.engine = engine;
        this.pid = pid;
    }

    /**
     * Its number.
     *
     * @return the process id
     */
    public int pid() {
        return pid;
    }

    /**
     * How it is now, without waiting.
     *
     * @return its status; {@link WaitStatus#running} if it has not ended
     * @throws IOException if the OS refuses it
     */
    public synchronized WaitStatus poll() throws IOException {
        WaitStatus known = ended;
        if (known != null) {
            return known;
        }
        WaitStatus now = Processes.waitpid(engine, pid, Processes.WNOHANG);
        ended = now.running() ? null : now;
        return now;
    }

    /**
     * Waits until it has ended.
     *
     * @return its status
     * @throws IOException if the OS refuses it
     */
    public WaitStatus waitFor() throws IOException {
        return await(Waits.NO_DEADLINE);
    }

    /**
     * Waits until it has ended.
     *
     * @param timeout null for no limit
     * @return its status
     * @throws OsTimeoutException if it still runs after that
     * @throws IOException if the OS refuses it
     */
    public WaitStatus waitFor(@Nullable Duration timeout) throws IOException {
        return await(Waits.deadline(Timeouts.nanos(timeout)));
    }

    /**
     * Waits until it has ended.
     *
     * @param seconds 5000 is not 5 s
     * @return its status
     * @throws OsTimeoutException if it still runs after that
     * @throws IOException if the OS refuses it
     */
    public WaitStatus waitFor(double seconds) throws IOException {
        return await(Waits.deadline(Timeouts.nanos(seconds)));
    }

    /** Looks again and again: waiting in the kernel would hold a carrier, and knows no limit. */
    private WaitStatus await(long deadline) throws IOException {
        long pause = FIRST_PAUSE_NANOS;
        for (WaitStatus now = poll(); ; now = poll()) {
            if (!now.running()) {
                return now;
            }
            long left = deadline == Waits.NO_DEADLINE ? pause : Waits.remaining(deadline);
            if (left <= 0) {
                throw OsTimeoutException.timedOut("waitpid", "process " + pid, 0);
            }
            LockSupport.parkNanos(this, Math.min(left, pause));
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    /**
     * Sends it a signal. Does nothing if it was seen to have ended: its number may be another
     * process's by now.
     *
     * @param signal such as {@link Processes#SIGTERM}
     * @throws IOException if the OS refuses it
     */
    public synchronized void kill(int signal) throws IOException {
        if (ended == null) {
            Processes.kill(engine, pid, signal);
        }
    }

    @Override
    public String toString() {
        WaitStatus known;
        synchronized (this) {
            known = ended;
        }
        return known != null ? known.toString() : "process " + pid;
    }
}

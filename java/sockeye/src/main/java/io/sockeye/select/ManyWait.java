package io.sockeye.select;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Waits;
import io.sockeye.engine.WakeFd;
import org.jspecify.annotations.Nullable;

/**
 * One wait for many descriptors, some of which other threads may close meanwhile: their leases are
 * held during the wait, and a close ends it. A subclass makes the system call.
 */
abstract class ManyWait implements Lease.Closing {
    private final Engine engine;
    private volatile @Nullable WakeFd wake;
    private int wakeFd;
    private long leftNanos;
    private final Waits.Blocking blocking = () -> call(wakeFd, leftNanos);

    ManyWait(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes the system call.
     *
     * @param wakeDescriptor to wait for as well, or -1
     * @return how many descriptors are ready, the wake descriptor not counted, or -errno
     */
    abstract int call(int wakeDescriptor, long timeoutNanos);

    /** Whether a close has changed what is waited for, so that the wait must end. */
    abstract boolean isStale();

    @Override
    public void closing(Lease lease) {
        WakeFd now = wake;
        if (now != null) {
            now.signal();
        }
    }

    /**
     * Waits. The caller holds the leases and has hooked this object to them.
     *
     * @return how many descriptors are ready; 0 after the timeout or if {@link #isStale}
     */
    int await(long timeoutNanos, String call) throws OsException {
        if (timeoutNanos == 0) {
            int ready;
            do {
                ready = call(-1, 0);
            } while (ready == -Errno.EINTR);
            return OsException.check(ready, call);
        }
        WakeFd borrowed = engine.waits().borrowWake();
        wake = borrowed;
        wakeFd = borrowed.fileno();
        try {
            return awaitWoken(borrowed, timeoutNanos, call);
        } finally {
            // A close that comes now may still signal it: the next borrower loops once for nothing.
            wake = null;
            engine.waits().giveBack(borrowed);
        }
    }

    private int awaitWoken(WakeFd borrowed, long timeoutNanos, String call) throws OsException {
        long deadline = Waits.deadline(timeoutNanos);
        boolean virtual = Waits.onVirtualThread();
        while (!isStale()) {
            leftNanos = Waits.remaining(deadline);
            int ready = virtual ? Waits.offCarrier(blocking, borrowed::signal) : blocking.run();
            if (ready == -Errno.EINTR && virtual && Thread.currentThread().isInterrupted()) {
                throw OsException.of(
                        Errno.EINTR, call, "", call + " was interrupted; nothing was closed", 0);
            }
            if (ready > 0 || ready == 0 && leftNanos == 0) {
                return ready;
            }
            if (ready != -Errno.EINTR) {
                OsException.check(ready, call);
            }
            borrowed.drain();
        }
        return 0;
    }
}

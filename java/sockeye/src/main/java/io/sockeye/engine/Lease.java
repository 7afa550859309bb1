package io.sockeye.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a descriptor from being closed under a call, so that no call ever reaches a descriptor
 * whose number was given to something else.
 *
 * <p>Each call takes a lease with {@link #acquire} and gives it back with {@link #release}. {@link
 * #close} makes every later {@code acquire} fail, tells whoever waits for the descriptor or watches
 * it, and the last lease that is given back closes it. No code of users runs while this library
 * holds a lease, so whoever calls {@code close} holds none and may wait.
 *
 * <p>Thread safe. All of it is one atomic word on the paths without a close. A subclass may add
 * what its calls need, so that they find everything in one place.
 */
public class Lease {
    /** Somebody to tell before the descriptor is closed. */
    @FunctionalInterface
    public interface Closing {
        /**
         * The descriptor is about to be closed: stop waiting for it, stop watching it. It is still
         * open. Must not block.
         *
         * @param lease whose descriptor it is
         */
        void closing(Lease lease);
    }

    private static final int CLOSED = 1 << 31;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Lease.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Engine engine;
    private final int fd;

    /** The CLOSED bit and the number of leases. */
    private volatile int word;

    /** Null, one Closing or a list of them; guarded by this. */
    private @Nullable Object hooks;

    /** How virtual threads wait for this descriptor; guarded by this. */
    private @Nullable Object parking;

    private volatile boolean finished;
    private volatile @Nullable Thread closer;
    private int closeResult;
    private boolean keepOpen;

    /**
     * Takes charge of a descriptor.
     *
     * @param engine whose descriptor it is
     * @param fd an open descriptor
     */
    public Lease(Engine engine, int fd) {
        this.engine = engine;
        this.fd = fd;
    }

    /**
     * The descriptor, which is only sure to be open between {@link #acquire} and {@link #release}.
     *
     * @return its number, also after it was closed
     */
    public final int fd() {
        return fd;
    }

    /**
     * The engine of the descriptor.
     *
     * @return the engine
     */
    public final Engine engine() {
        return engine;
    }

    /**
     * Takes a lease.
     *
     * @return false if the descriptor is closed or being closed
     */
    public final boolean acquire() {
        int now = word;
        while (now >= 0) {
            if (WORD.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = word;
        }
        return false;
    }

    /** Gives a lease back; the last one of a closed descriptor closes it. */
    public final void release() {
        int before = (int) WORD.getAndAdd(this, -1);
        if (before - 1 == CLOSED) {
            finish();
        }
    }

    /**
     * Whether {@link #close} or {@link #detach} was called.
     *
     * @return true once no new lease can be had
     */
    public final boolean isClosed() {
        return word < 0;
    }

    /**
     * Waits until the descriptor is ready. The caller holds a lease. A platform thread waits in the
     * kernel and does not notice interrupts; a virtual thread parks.
     *
     * @param interest {@link Poller#READ} and {@link Poller#WRITE}
     * @param deadlineNanos of {@link System#nanoTime}, or {@link Waits#NO_DEADLINE}
     * @return readiness, or -errno: ETIMEDOUT when the deadline has passed, EBADF when the
     *     descriptor is being closed, EINTR when a virtual thread was interrupted
     */
    public final int await(int interest, long deadlineNanos) {
        return engine.waits().await(this, interest, deadlineNanos);
    }

    /**
     * Asks to be told before the descriptor is closed.
     *
     * @param hook whom to tell
     * @return false if it is closed already
     */
    public final synchronized boolean onClose(Closing hook) {
        if (isClosed()) {
            return false;
        }
        if (hooks == null) {
            hooks = hook;
        } else if (hooks instanceof HookList list) {
            list.add(hook);
        } else {
            HookList list = new HookList();
            list.add((Closing) hooks);
            list.add(hook);
            hooks = list;
        }
        return true;
    }

    /**
     * Takes {@link #onClose} back.
     *
     * @param hook who was to be told
     */
    public final synchronized void forget(Closing hook) {
        if (hooks == hook) {
            hooks = null;
        } else if (hooks instanceof HookList list) {
            list.removeLast(hook);
        }
    }

    /**
     * Ends every call on the descriptor with EBADF and closes it; returns when it is closed. A
     * second call does nothing.
     *
     * @return 0, or -errno of close(2)
     */
    public final int close() {
        return end(false);
    }

    /**
     * Ends every call on the descriptor as {@link #close} does, but leaves it open and to the
     * caller.
     *
     * @return the descriptor, or -1 if it was closed before
     */
    public final int detach() {
        return end(true) < 0 ? -1 : fd;
    }

    /**
     * Closes the descriptor of an owner that was collected, without waiting for anybody: nobody can
     * be using it.
     */
    public final void abandon() {
        if (begin(false)) {
            tellAll();
            release();
        }
    }

    synchronized <T> T parking(Supplier<T> first) {
        if (parking == null) {
            parking = first.get();
        }
        @SuppressWarnings("unchecked")
        T same = (T) parking;
        return same;
    }

    private int end(boolean keep) {
        if (!begin(keep)) {
            return keep ? -Errno.EBADF : 0;
        }
        closer = Thread.currentThread();
        tellAll();
        release();
        awaitFinished();
        return closeResult;
    }

    /** Sets CLOSED and takes a lease in one step, so that nobody closes before all are told. */
    private boolean begin(boolean keep) {
        synchronized (this) {
            int now = word;
            while (now >= 0) {
                keepOpen = keep;
                if (WORD.compareAndSet(this, now, (now + 1) | CLOSED)) {
                    return true;
                }
                now = word;
            }
            return false;
        }
    }

    private void tellAll() {
        List<Closing> told;
        synchronized (this) {
            told =
                    hooks == null
                            ? List.of()
                            : hooks instanceof HookList l ? l : List.of((Closing) hooks);
            hooks = null;
        }
        for (Closing hook : told) {
            hook.closing(this);
        }
    }

    private void finish() {
        closeResult = keepOpen ? 0 : engine.syscalls().close(fd);
        finished = true;
        LockSupport.unpark(closer);
    }

    private void awaitFinished() {
        boolean interrupted = false;
        while (!finished) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells a list of hooks from a single one, whatever class that has. */
    private static final class HookList extends ArrayList<Closing> {
        private static final long serialVersionUID = 1L;

        void removeLast(Closing hook) {
            for (int i = size() - 1; i >= 0; i--) {
                if (get(i) == hook) {
                    remove(i);
                    return;
                }
            }
        }
    }
}

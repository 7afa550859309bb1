package io.sockeye.engine;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the blocking calls of one engine wait with. A platform thread waits in the kernel for the
 * descriptor and for a wake descriptor; a virtual thread parks until one shared thread sees the
 * descriptor ready, and never holds its carrier.
 *
 * <p>Thread safe. A few wake descriptors are kept between waits, and never more than threads wait.
 */
public final class Waits {
    /** A deadline that never comes. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final int KEPT = 4;

    /** Runs waits on many descriptors for virtual threads; a thread each, because each blocks. */
    private static final ExecutorService PLATFORM =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> daemon(task, "sockeye-wait"));

    /**
     * Runs name resolution for virtual threads; bounded, so that a dead DNS server costs little.
     */
    private static final ExecutorService RESOLVERS = resolvers();

    private final Engine engine;
    private final ArrayDeque<PlatformWaiter> idle = new ArrayDeque<>();
    private final ArrayDeque<WakeFd> idleWakes = new ArrayDeque<>();
    private @Nullable WakeFd readable;
    private int waiting;
    private volatile boolean primed;
    private @Nullable ParkingLot lot;

    /**
     * For engines.
     *
     * @param engine whose descriptors are waited for
     */
    public Waits(Engine engine) {
        this.engine = engine;
    }

    /**
     * When a timeout that begins now ends.
     *
     * @param timeoutNanos -1 for no limit
     * @return a deadline of {@link System#nanoTime}, or {@link #NO_DEADLINE}
     */
    public static long deadline(long timeoutNanos) {
        if (timeoutNanos < 0) {
            return NO_DEADLINE;
        }
        long deadline = System.nanoTime() + timeoutNanos;
        return deadline == NO_DEADLINE ? deadline - 1 : deadline;
    }

    /**
     * What is left until a deadline.
     *
     * @param deadlineNanos from {@link #deadline}
     * @return nanoseconds, 0 if it has passed, -1 for no limit
     */
    public static long remaining(long deadlineNanos) {
        if (deadlineNanos == NO_DEADLINE) {
            return -1;
        }
        return Math.max(0, deadlineNanos - System.nanoTime());
    }

    /**
     * Whether the current thread is a virtual one.
     *
     * @return false on a platform thread and before JDK 21
     */
    public static boolean onVirtualThread() {
        return Threads.isVirtual();
    }

    /**
     * Makes the kept wake descriptors, so that the first wait does not change how many descriptors
     * the process has.
     *
     * @throws OsException if the OS refuses them
     */
    public void prime() throws OsException {
        if (!primed && engine.hasRealFds()) {
            synchronized (idle) {
                while (!primed && idle.size() < KEPT) {
                    idle.push(new PlatformWaiter(engine));
                    idleWakes.push(new WakeFd(engine));
                }
                alwaysReadable();
                primed = true;
            }
        }
    }

    /**
     * A call that may wait in the kernel, but can be woken.
     *
     * @see #offCarrier
     */
    @FunctionalInterface
    public interface Blocking {
        /**
         * Waits.
         *
         * @return a count or -errno
         */
        int run();
    }

    /**
     * Runs a wait on many descriptors. On a virtual thread a platform thread runs it, so that it
     * never holds a carrier; an interrupt then wakes it and gives {@code -EINTR}.
     *
     * @param call what waits
     * @param wake ends the call early; any thread
     * @return what the call returned, or {@code -EINTR}
     */
    public static int offCarrier(Blocking call, Runnable wake) {
        return Threads.isVirtual() ? Handover.run(PLATFORM, call, wake) : call.run();
    }

    /**
     * Runs name resolution: on a virtual thread on one of a bounded number of platform threads.
     *
     * @param <T> the answer
     * @param lookup what resolves
     * @return its answer
     */
    public static <T> T resolve(Supplier<T> lookup) {
        return Threads.isVirtual() ? Handover.call(RESOLVERS, lookup) : lookup.get();
    }

    /**
     * Borrows a descriptor to be woken by during one wait on many descriptors.
     *
     * @return give it back with {@link #giveBack(WakeFd)}
     * @throws OsException if none is kept and the OS refuses a new one
     */
    public WakeFd borrowWake() throws OsException {
        synchronized (idle) {
            WakeFd kept = idleWakes.poll();
            if (kept != null) {
                return kept;
            }
        }
        return new WakeFd(engine);
    }

    /**
     * Takes a descriptor back that {@link #borrowWake} gave; nobody may signal it any more.
     *
     * @param wake the descriptor
     */
    public void giveBack(WakeFd wake) {
        wake.drain();
        synchronized (idle) {
            if (idleWakes.size() < KEPT) {
                idleWakes.push(wake);
                return;
            }
        }
        wake.close();
    }

    /**
     * A descriptor that is always readable: added to an epoll set, it ends the waits on that set.
     *
     * @return the descriptor, which belongs to the engine
     * @throws OsException if the OS refuses it
     */
    public int alwaysReadable() throws OsException {
        synchronized (idle) {
            if (readable == null) {
                readable = new WakeFd(engine);
                readable.signal();
            }
            return readable.fileno();
        }
    }

    /** {@link Lease#await}. */
    int await(Lease lease, int interest, long deadlineNanos) {
        return Threads.isVirtual()
                ? lot().await(lease, interest, deadlineNanos)
                : block(lease, interest, deadlineNanos);
    }

    private int block(Lease lease, int interest, long deadlineNanos) {
        PlatformWaiter waiter;
        try {
            waiter = borrow();
        } catch (OsException e) {
            return starved(lease, interest, deadlineNanos);
        }
        try {
            return waiter.await(lease, interest, deadlineNanos);
        } finally {
            giveBack(waiter);
        }
    }

    /**
     * Out of descriptors: the call still waits and still ends in time, but looks for a close 50
     * times a second instead of being woken.
     */
    private int starved(Lease lease, int interest, long deadlineNanos) {
        DirectBuffer pollfd = engine.scratch().borrow(8);
        try {
            while (!lease.isClosed()) {
                long left = remaining(deadlineNanos);
                if (left == 0) {
                    return -Errno.ETIMEDOUT;
                }
                PollPoller.fill(pollfd, 0, lease.fd(), interest);
                long slice = left < 0 ? 20_000_000 : Math.min(left, 20_000_000);
                int ready = engine.syscalls().poll(pollfd, 0, 1, slice);
                if (ready > 0) {
                    return PollPoller.readiness(pollfd, 0);
                }
                if (ready == -Errno.EMFILE || ready == -Errno.ENFILE) {
                    // On nio even poll needs descriptors: let the caller look for itself.
                    pauseUninterrupted(slice / 10);
                    return interest;
                }
                if (ready < 0 && ready != -Errno.EINTR) {
                    return ready;
                }
            }
            return -Errno.EBADF;
        } finally {
            engine.scratch().release(pollfd);
        }
    }

    private static void pauseUninterrupted(long nanos) {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(nanos);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private PlatformWaiter borrow() throws OsException {
        synchronized (idle) {
            waiting++;
            PlatformWaiter kept = idle.poll();
            if (kept != null) {
                return kept;
            }
        }
        try {
            return new PlatformWaiter(engine);
        } catch (OsException e) {
            synchronized (idle) {
                waiting--;
            }
            throw e;
        }
    }

    private void giveBack(PlatformWaiter waiter) {
        synchronized (idle) {
            waiting--;
            idle.push(waiter);
            // As the last threads leave, what was kept for the many goes too.
            while (idle.size() > Math.max(KEPT, waiting)) {
                idle.pollLast().close();
            }
        }
    }

    private synchronized ParkingLot lot() {
        if (lot == null) {
            lot = new ParkingLot(engine);
        }
        return lot;
    }

    private static ExecutorService resolvers() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        8,
                        8,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> daemon(task, "sockeye-resolve"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

package io.sockeye.engine.nio;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A {@link Selector} that one thread waits on while others change what it waits for. Some keys stay
 * registered with interest 0 when nobody wants them any more, because most are wanted again soon.
 *
 * <p>A description that changes touches its watches, and {@link Owner#touched} tells whoever waits
 * here to look again.
 */
final class Selection {
    private static final int MILLI = 1_000_000;

    /** More silent keys than these are cancelled: closing a channel has to visit all its keys. */
    private static final int SILENT_KEPT = 32;

    private static final Watch[] NONE = {};
    private static final Consumer<SelectionKey> NOTHING = key -> {};

    /** Whose descriptors are waited for here. */
    interface Owner {
        /** The state of a watch's description changed; may be called by any thread. */
        void touched(Watch watch);
    }

    final Owner owner;
    private final Selector selector;

    /** Fair, so that a thread that wants to flush is not overtaken by one that waits in a loop. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final AtomicInteger flushers = new AtomicInteger();
    private volatile boolean attentive;

    /**
     * A flusher's select may use up the wakeup that a thread which is about to wait needs, so
     * wakeups are counted too.
     */
    private final AtomicInteger wakeups = new AtomicInteger();

    /** The wakeups when the wait began; the waiting thread's own. */
    private int seen;

    /** Guarded by the owner's lock, or confined to its thread. */
    private final ArrayDeque<Watch> silent = new ArrayDeque<>();

    /** Cancelled since the last flush; guarded by itself. */
    private final List<Watch> cancelled = new ArrayList<>();

    Selection(Owner owner) throws IOException {
        this.owner = owner;
        this.selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    /**
     * Begins a wait. The waiting thread calls this before it looks at what it waits for: a change
     * is then either seen by that look or ends the wait.
     */
    void attend() {
        attentive = true;
        seen = wakeups.get();
    }

    /** Ends a wait. */
    void leave() {
        attentive = false;
    }

    /** Ends the wait that is under way, if there is one. */
    void wakeupIfAttentive() {
        if (attentive) {
            wakeup();
        }
    }

    /** Ends the wait that is under way. */
    void wakeup() {
        wakeups.incrementAndGet();
        selector.wakeup();
    }

    /**
     * Waits. The thread's interrupt status neither ends nor shortens the wait and is the same
     * afterwards: a selector would return at once again and again as long as it is set.
     *
     * @param nanos -1 for no limit, 0 to look only
     * @param action is told each ready key; must call nothing that locks
     * @return how many keys were ready
     */
    int select(long nanos, Consumer<SelectionKey> action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            long start = nanos > 0 ? System.nanoTime() : 0;
            long left = nanos;
            while (true) {
                int ready = selectOnce(left, action);
                if (!Thread.interrupted()) {
                    return ready;
                }
                interrupted = true;
                left = nanos > 0 ? Math.max(0, nanos - (System.nanoTime() - start)) : nanos;
                if (ready > 0 || left == 0) {
                    return ready;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The watch of a description, ready to be armed. */
    Watch watch(Description description) throws IOException {
        Watch watch = description.watch(this);
        while (watch.isCancelled()) {
            flush();
            watch = description.watch(this);
        }
        return watch;
    }

    /** Lets the selector watch for what is wanted. */
    void arm(Watch watch, int interest) {
        watch.silent = false;
        watch.arm(interest);
    }

    /** Silences a watch that nobody wants now. */
    void silence(Watch watch) {
        watch.arm(0);
        if (!watch.hasKey()) {
            cancel(watch);
            return;
        }
        watch.silent = true;
        if (!watch.queued) {
            watch.queued = true;
            silent.add(watch);
        }
        if (silent.size() > SILENT_KEPT) {
            Watch oldest = silent.remove();
            oldest.queued = false;
            if (oldest.silent) {
                cancel(oldest);
            }
        }
    }

    /** Gives a watch up. */
    void cancel(Watch watch) {
        watch.silent = false;
        if (watch.cancel()) {
            synchronized (cancelled) {
                cancelled.add(watch);
            }
        }
    }

    /**
     * Gets rid of cancelled keys, so that the descriptors of closed channels are really closed. The
     * caller holds no lock that a waiting thread may want.
     */
    void flush() throws IOException {
        flushers.incrementAndGet();
        // A wait that begins after this sees the flusher; without one a wakeup would only end the
        // next wait, for nothing.
        if (attentive) {
            selector.wakeup();
        }
        turn.lock();
        Watch[] flushed = cancelled();
        try {
            selector.selectNow(NOTHING);
        } catch (ClosedSelectorException e) {
            // Closing it has flushed everything.
            assert !selector.isOpen();
        } finally {
            forget(flushed);
            flushers.decrementAndGet();
            turn.unlock();
        }
    }

    /** Closes the selector; the keys' watches are given up. */
    void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            cancel((Watch) key.attachment());
        }
        selector.close();
        forget(cancelled());
    }

    private Watch[] cancelled() {
        synchronized (cancelled) {
            if (cancelled.isEmpty()) {
                return NONE;
            }
            Watch[] all = cancelled.toArray(Watch[]::new);
            cancelled.clear();
            return all;
        }
    }

    private static void forget(Watch[] flushed) {
        for (Watch watch : flushed) {
            watch.description.unwatch(watch);
        }
    }

    private int selectOnce(long nanos, Consumer<SelectionKey> action) throws IOException {
        turn.lock();
        try {
            Watch[] flushed = cancelled();
            // A flusher that has woken us before we wait must get its turn.
            boolean now = nanos == 0 || wakeups.get() != seen || flushers.get() != 0;
            // To the selector 0 means no limit; parts of a millisecond are rounded up.
            long millis = nanos < 0 ? 0 : (nanos - 1) / MILLI + 1;
            int ready = now ? selector.selectNow(action) : selector.select(action, millis);
            forget(flushed);
            return ready;
        } finally {
            turn.unlock();
        }
    }
}

package io.sockeye.engine.nio;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A {@link Selector} that one thread waits on while others change what it waits for. Keys stay
 * registered with interest 0 when nobody wants them: a cancelled key would stand in the way of the
 * next registration until it is flushed.
 *
 * <p>A description that changes touches its watches, and {@link Owner#touched} tells whoever waits
 * here to look again.
 */
final class Selection {
    private static final int MILLI = 1_000_000;
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

    Selection(Owner owner) throws IOException {
        this.owner = owner;
        this.selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    /**
     * Says whether a wait is under way. It must begin before the waiting thread looks at what it
     * waits for: a change is then either seen by that look or ends the wait.
     */
    void setAttentive(boolean attentive) {
        this.attentive = attentive;
    }

    /** Ends the wait that is under way, if there is one. */
    void wakeupIfAttentive() {
        if (attentive) {
            selector.wakeup();
        }
    }

    /** Ends the wait that is under way, or the next one. */
    void wakeup() {
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

    /**
     * Gets rid of cancelled keys, so that the descriptors of closed channels are really closed. The
     * caller holds no lock that a waiting thread may want.
     */
    void flush() throws IOException {
        flushers.incrementAndGet();
        selector.wakeup();
        turn.lock();
        try {
            selector.selectNow(NOTHING);
        } catch (ClosedSelectorException e) {
            // Closing it has flushed everything.
            assert !selector.isOpen();
        } finally {
            flushers.decrementAndGet();
            turn.unlock();
        }
    }

    void close() throws IOException {
        selector.close();
    }

    private int selectOnce(long nanos, Consumer<SelectionKey> action) throws IOException {
        turn.lock();
        try {
            // A flusher may have woken us before we wait; it must get its turn.
            if (nanos == 0 || flushers.get() != 0) {
                return selector.selectNow(action);
            }
            // To the selector 0 means no limit; parts of a millisecond are rounded up.
            return selector.select(action, nanos < 0 ? 0 : (nanos - 1) / MILLI + 1);
        } finally {
            turn.unlock();
        }
    }
}

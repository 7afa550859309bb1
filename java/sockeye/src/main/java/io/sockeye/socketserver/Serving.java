package io.sockeye.socketserver;

import io.sockeye.selectors.BaseSelector;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a server tell each other: that it serves, that it shall stop, that a request
 * has ended.
 *
 * <p>A stop before the first loop is kept for it: whoever starts a thread for the server and then
 * stops it does not know which comes first. After a loop has ended there is nothing left to stop.
 */
final class Serving {
    /** No monitor: to wait in one holds the carrier of a virtual thread. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition change = lock.newCondition();
    private final Set<BaseSelector> waiting = new HashSet<>();
    private volatile @Nullable Thread loop;
    private CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean hasServed;
    private volatile boolean stopRequested;
    private volatile boolean closed;

    /** Counted without the lock, for every request that ends; who waits for it is seldom there. */
    private final AtomicLong changes = new AtomicLong();

    /** Written with the lock, before the count is read; so whoever counts sees that one waits. */
    private volatile int waiters;

    /** Begins the loop of the current thread; false if it shall stop already. */
    boolean begin(BaseSelector selector) {
        lock.lock();
        try {
            if (loop != null) {
                throw new IllegalStateException(
                        "the server serves already, on the thread " + loop.getName());
            }
            boolean stop = stopRequested;
            hasServed = true;
            stopRequested = false;
            if (!stop) {
                loop = Thread.currentThread();
                ended = new CompletableFuture<>();
                enter(selector);
            }
            return !stop;
        } finally {
            lock.unlock();
        }
    }

    void end(BaseSelector selector) {
        lock.lock();
        try {
            waiting.remove(selector);
            loop = null;
            stopRequested = false;
            ended.complete(null);
        } finally {
            lock.unlock();
        }
    }

    /** From now on a close wakes the selector. */
    void enter(BaseSelector selector) {
        lock.lock();
        try {
            waiting.add(selector);
            if (closed) {
                selector.wakeup();
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(BaseSelector selector) {
        lock.lock();
        try {
            waiting.remove(selector);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the loop of the current thread shall end, or any wait because the server closed. */
    boolean isOver() {
        return closed || stopRequested && loop == Thread.currentThread();
    }

    /** Waits until the loop has ended, however often the thread is interrupted meanwhile. */
    void stop() {
        CompletableFuture<Void> end = requestStop();
        if (end != null) {
            end.join();
        }
    }

    private @Nullable CompletableFuture<Void> requestStop() {
        lock.lock();
        try {
            if (loop == Thread.currentThread()) {
                throw new IllegalStateException(
                        "shutdown() waits for serveForever(), which has called it here: it would"
                                + " wait for ever; call it on another thread");
            }
            stopRequested = loop != null || !hasServed;
            wake();
            return loop == null ? null : ended;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        waiting.forEach(BaseSelector::wakeup);
        changed();
    }

    /** A request has ended: a descriptor or a thread may be free. */
    void changed() {
        changes.incrementAndGet();
        if (waiters > 0) {
            lock.lock();
            try {
                change.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    long changes() {
        return changes.get();
    }

    /** Waits for a change since then, -1 without a limit. An interrupt is kept for later. */
    void awaitChange(long since, long nanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        lock.lock();
        waiters++;
        try {
            while (changes.get() == since && !isOver() && (nanos < 0 || left > 0)) {
                try {
                    change.awaitNanos(nanos < 0 ? Long.MAX_VALUE : left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = deadline - System.nanoTime();
            }
        } finally {
            waiters--;
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

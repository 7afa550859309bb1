package io.sockeye.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A task that a platform thread runs while a virtual thread is parked. */
final class Handover<T> implements Runnable {
    private final Supplier<T> task;
    private final Thread caller = Thread.currentThread();
    private volatile boolean done;
    private @Nullable T result;
    private @Nullable Throwable failure;

    private Handover(Supplier<T> task) {
        this.task = task;
    }

    @Override
    public void run() {
        try {
            result = task.get();
        } catch (Throwable e) {
            failure = e;
        }
        done = true;
        LockSupport.unpark(caller);
    }

    static int run(ExecutorService pool, Waits.Blocking call, Runnable wake) {
        if (Thread.currentThread().isInterrupted()) {
            return -Errno.EINTR;
        }
        Handover<Integer> handover = new Handover<>(call::run);
        pool.execute(handover);
        boolean interrupted = handover.join(wake);
        int result = handover.answer();
        return interrupted && result == 0 ? -Errno.EINTR : result;
    }

    static <T> T call(ExecutorService pool, Supplier<T> task) {
        Handover<T> handover = new Handover<>(task);
        pool.execute(handover);
        handover.join(() -> {});
        return handover.answer();
    }

    /** Parks until the task is done; the interrupt status is put back afterwards. */
    private boolean join(Runnable wake) {
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                wake.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return interrupted;
    }

    private T answer() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        @SuppressWarnings("NullAway")
        T answered = result;
        return answered;
    }
}

package io.sockeye.reactor;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.Waits;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which blocking stream handlers run, and how any thread waits for a loop. */
final class StreamThreads {
    private static final String NAME = "streams-handler-";
    private static final long IDLE_SECONDS = 10;

    private static final Executor HANDLERS = makeHandlers();

    private StreamThreads() {}

    static Executor handlers() {
        return HANDLERS;
    }

    /** A virtual thread each, or platform threads before JDK 21. */
    private static Executor makeHandlers() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> kind = Class.forName("java.lang.Thread$Builder");
            kind.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
            ThreadFactory made = (ThreadFactory) kind.getMethod("factory").invoke(builder);
            return task -> made.newThread(task).start();
        } catch (NoSuchMethodException e) {
            return platform();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Executor platform() {
        AtomicInteger made = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, NAME + made.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    // ---- waiting

    static void requireMayBlock(Reactor reactor, String call) {
        if (reactor.inLoop()) {
            throw new IllegalStateException(
                    call
                            + " would block the loop "
                            + Thread.currentThread().getName()
                            + ", which it waits for; use "
                            + call
                            + "Async there, or another thread");
        }
    }

    /** Waits; an interrupt ends the wait of a virtual thread only. */
    static <T> T await(CompletableFuture<T> future, String call) throws IOException {
        try {
            return Waits.onVirtualThread() ? future.get() : future.join();
        } catch (InterruptedException e) {
            throw interrupted(call);
        } catch (ExecutionException | CompletionException e) {
            throw fresh(LoopGroup.rethrown(e.getCause()));
        } catch (CancellationException e) {
            throw new IllegalStateException("nobody cancels " + call, e);
        }
    }

    /** For a thread whose interrupt was just taken from it; it gets it back. */
    static OsInterruptedException interrupted(String call) {
        Thread.currentThread().interrupt();
        return (OsInterruptedException) OsException.of(Errno.EINTR, call);
    }

    /** The same again, with the trace of the thread that it is thrown to, if it is of the OS. */
    static IOException fresh(IOException happened) {
        OsException again = happened instanceof OsException os ? copy(os) : null;
        if (again == null || again.getClass() != happened.getClass()) {
            return happened;
        }
        again.initCause(happened);
        return again;
    }

    private static OsException copy(OsException os) {
        if (os.errno() < 0) {
            return OsTimeoutException.timedOut(os.call(), os.address(), os.bytesSent());
        }
        String message = os.getMessage();
        return OsException.of(os.errno(), os.call(), os.address(), message, os.bytesSent());
    }
}

package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles each request on a thread of its own. It may be set up anew at any time, for the requests
 * that come then and the threads that are started then.
 *
 * <pre>{@code
 * new TCPServer(at, Echo::new, o -> o.mixIn(new ThreadingMixIn().maxThreads(100)));
 * }</pre>
 *
 * <p>A platform thread whose request has ended takes the next one, if one comes within a tenth of a
 * second; then it ends. What a handler leaves in a {@link ThreadLocal} may so be found by another.
 */
public final class ThreadingMixIn implements ServerMixIn {
    private static final AtomicLong MADE = new AtomicLong();

    /** Longer than between the requests of a busy server, too short to keep a JVM from ending. */
    private static final long KEPT_MILLIS = 100;

    /** {@code Thread.startVirtualThread(Runnable)}, or null before JDK 21. */
    private static final @Nullable MethodHandle START_VIRTUAL = startVirtualHandle();

    private final Set<Worker<?>> workers = ConcurrentHashMap.newKeySet();
    private final Executor platform = platform();
    private volatile boolean daemonThreads;
    private volatile boolean blockOnClose = true;
    private volatile int maxThreads = Integer.MAX_VALUE;
    private volatile Executor executor = platform;

    /** Platform threads without a limit, for which {@code serverClose} waits. */
    public ThreadingMixIn() {}

    /** A request that is being handled. */
    private final class Worker<R> implements Runnable {
        final BaseServer<R> server;
        final boolean isAwaited = blockOnClose && !daemonThreads;
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final R request;
        private final Address client;
        private volatile @Nullable Thread thread;

        Worker(BaseServer<R> server, R request, Address client) {
            this.server = server;
            this.request = request;
            this.client = client;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                server.processRequestThread(request, client);
            } catch (Exception e) {
                throw BaseServer.unchecked(e);
            } finally {
                gone();
            }
        }

        void gone() {
            workers.remove(this);
            ended.complete(null);
            server.changed();
        }

        /** A handler that closes its server must not wait for itself. */
        void join() {
            if (thread != Thread.currentThread()) {
                ended.join();
            }
        }
    }

    /** The same options, with a mix-in that they may replace. */
    static Consumer<ServerOptions> before(Consumer<ServerOptions> options) {
        Objects.requireNonNull(options, "options");
        return o -> options.accept(o.mixIn(new ThreadingMixIn()));
    }

    /**
     * Whether the threads are daemons, which neither keep the JVM alive nor {@code serverClose}
     * waiting.
     *
     * @param daemon false by default
     * @return this
     */
    public ThreadingMixIn daemonThreads(boolean daemon) {
        daemonThreads = daemon;
        return this;
    }

    /**
     * Whether the threads are daemons.
     *
     * @return what was set
     */
    public boolean daemonThreads() {
        return daemonThreads;
    }

    /**
     * Whether {@code serverClose} waits until all requests are handled; not for those on daemon
     * threads.
     *
     * @param block true by default
     * @return this
     */
    public ThreadingMixIn blockOnClose(boolean block) {
        blockOnClose = block;
        return this;
    }

    /**
     * Whether {@code serverClose} waits.
     *
     * @return what was set
     */
    public boolean blockOnClose() {
        return blockOnClose;
    }

    /**
     * How many requests are handled at a time. Further clients wait to be accepted.
     *
     * @param most no limit by default
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public ThreadingMixIn maxThreads(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxThreads must be positive, not " + most);
        }
        maxThreads = most;
        return this;
    }

    /**
     * How many requests are handled at a time.
     *
     * @return what was set
     */
    public int maxThreads() {
        return maxThreads;
    }

    /**
     * How many requests are being handled now, or wait for a thread of the executor. Those that
     * have ended are not kept.
     *
     * @return the number, of all servers that share this mix-in
     */
    public int activeThreads() {
        return workers.size();
    }

    /**
     * Whether the threads are virtual.
     *
     * @param virtual false by default
     * @return this
     * @throws UnsupportedOperationException if the JVM has no virtual threads: before JDK 21
     */
    public ThreadingMixIn virtualThreads(boolean virtual) {
        if (virtual && START_VIRTUAL == null) {
            throw new UnsupportedOperationException(
                    "virtual threads need JDK 21; this is " + Runtime.version().feature());
        }
        executor = virtual ? ThreadingMixIn::startVirtual : platform;
        return this;
    }

    /**
     * Whose threads handle the requests, instead of one thread for each. Its owner shuts it down,
     * after the server; what it rejects is given to {@link BaseServer#handleError}.
     *
     * @param chosen such as a pool
     * @return this
     */
    public ThreadingMixIn executor(Executor chosen) {
        executor = Objects.requireNonNull(chosen, "executor");
        return this;
    }

    @Override
    public <R> void processRequest(BaseServer<R> server, R request, Address client) {
        Worker<R> worker = new Worker<>(server, request, client);
        workers.add(worker);
        boolean started = false;
        try {
            executor.execute(worker);
            started = true;
        } finally {
            if (!started) {
                worker.gone();
            }
        }
    }

    @Override
    public boolean hasRoom(BaseServer<?> server) {
        return workers.size() < maxThreads;
    }

    @Override
    public void serverClose(BaseServer<?> server) {
        for (Worker<?> worker : workers) {
            if (worker.server == server && worker.isAwaited) {
                worker.join();
            }
        }
    }

    /** As many threads as there are requests; to start one costs more than a short request. */
    private Executor platform() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        KEPT_MILLIS,
                        TimeUnit.MILLISECONDS,
                        new SynchronousQueue<>(),
                        this::thread);
        return task -> {
            try {
                threads.execute(task);
            } catch (OutOfMemoryError e) {
                throw new RejectedExecutionException("no thread can be started", e);
            }
        };
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "processRequestThread-" + MADE.incrementAndGet());
        thread.setDaemon(daemonThreads);
        return thread;
    }

    private static void startVirtual(Runnable task) {
        try {
            Objects.requireNonNull(START_VIRTUAL).invoke(task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("startVirtualThread throws no checked exception", e);
        }
    }

    private static @Nullable MethodHandle startVirtualHandle() {
        MethodType type = MethodType.methodType(Thread.class, Runnable.class);
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Thread.class, "startVirtualThread", type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            // Before JDK 21, also where they are a preview.
            return null;
        }
    }
}

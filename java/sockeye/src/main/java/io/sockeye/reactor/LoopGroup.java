package io.sockeye.reactor;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.Timeouts;
import io.sockeye.reactor.driver.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The loops of one reactor, and how they begin and end together. */
final class LoopGroup {
    private enum State {
        NEW,
        RUNNING,
        ENDED
    }

    /** What listens, and what else must end with the reactor. Any thread. */
    private final Set<ListeningPort> ports = ConcurrentHashMap.newKeySet();

    final Engine engine;
    final Multiplexer multiplexer;
    final Pools pools;
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    /** Complete when all loops have ended; exceptionally if one could not go on. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger unfinished;
    private final AtomicBoolean primed = new AtomicBoolean();
    private @Nullable CompletableFuture<Void> drained;
    private final @Nullable Watchdog watchdog;
    private final boolean jmx;
    private final boolean daemon;
    private volatile boolean stopping;
    private volatile boolean shown;

    private LoopGroup(ReactorOptions options) throws OsException {
        engine = options.engine();
        multiplexer =
                options.multiplexer != null ? options.multiplexer : Engines.multiplexer(engine);
        pools = new Pools(options.name, options.threads);
        jmx = options.jmx;
        daemon = options.daemon;
        try {
            for (int i = 0; i < options.loops; i++) {
                loops.add(new Loop(this, options.name + '-' + i, engine, multiplexer));
            }
        } catch (Throwable e) {
            loops.forEach(each -> each.driver.close());
            throw e;
        }
        unfinished = new AtomicInteger(loops.size());
        Duration blocked = options.blockedAfter;
        watchdog = blocked == null ? null : new Watchdog(loops, blocked);
    }

    static Reactor create(ReactorOptions options) throws IOException {
        return new LoopGroup(options).loop(0).view;
    }

    Loop loop(int index) {
        return loops.get(index);
    }

    List<Loop> loops() {
        return loops;
    }

    /** How many loops serve a port with this limit: none whose share would be nothing. */
    int serving(int maxConnections) {
        return Math.min(loops.size(), maxConnections);
    }

    /** The loop of the calling thread, or this one. */
    Loop current(Loop otherwise) {
        for (int i = 0; i < loops.size(); i++) {
            if (loops.get(i).thread() == Thread.currentThread()) {
                return loops.get(i);
            }
        }
        return otherwise;
    }

    boolean inLoop() {
        return loops.stream().anyMatch(each -> each.thread() == Thread.currentThread());
    }

    // ---- work for the loops

    /**
     * Does something on a loop and waits for it, unless the caller is a loop itself, which must not
     * wait for another: then what fails is logged.
     */
    <T> @Nullable T onLoop(Loop loop, Callable<T> work) throws IOException {
        if (loop.inLoop()) {
            return called(work);
        }
        CompletableFuture<@Nullable T> done = new CompletableFuture<>();
        loop.callFromThread(() -> complete(done, work));
        if (inLoop()) {
            done.whenComplete((ok, e) -> logFailure(loop, e));
            return null;
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static <T> T called(Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (Exception e) {
            throw rethrown(e);
        }
    }

    private static <T> void complete(CompletableFuture<@Nullable T> done, Callable<T> work) {
        try {
            done.complete(work.call());
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    /** Throws what is unchecked, and gives back what else it is for the caller to throw. */
    static IOException rethrown(@Nullable Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof IOException io ? io : new IOException(e);
    }

    private static void logFailure(Loop loop, @Nullable Throwable e) {
        if (e != null) {
            Log.log(Level.ERROR, () -> loop.name + ": " + e, e);
        }
    }

    /** Does something on a loop without waiting; at once if the caller may. */
    CompletableFuture<Void> submit(Loop loop, Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Callable<Void> task =
                () -> {
                    work.run();
                    return null;
                };
        if (loop.inLoop()) {
            complete(done, task);
            return done;
        }
        try {
            loop.callFromThread(() -> complete(done, task));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and with it what was to be done.
            done.complete(null);
        }
        return done;
    }

    // ---- beginning and ending

    void add(ListeningPort port) {
        if (primed.compareAndSet(false, true)) {
            pools.resolve().execute(Log::prime);
        }
        ports.add(port);
    }

    void remove(ListeningPort port) {
        ports.remove(port);
    }

    void run() {
        begin();
        startLoops(1);
        serve(loop(0));
        ended.exceptionally(e -> null).join();
    }

    void start() {
        begin();
        startLoops(0);
    }

    private void begin() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException(
                    "a reactor runs only once, and this one "
                            + (state.get() == State.RUNNING ? "is running" : "has ended")
                            + "; make another with Reactor.create");
        }
        if (jmx) {
            try {
                LoopBeans.register(loops);
                shown = true;
            } catch (Throwable e) {
                state.set(State.NEW);
                throw e;
            }
        }
        if (watchdog != null) {
            watchdog.start();
        }
    }

    private void startLoops(int from) {
        for (Loop loop : loops.subList(from, loops.size())) {
            Thread thread = thread(() -> serve(loop), loop.name);
            loop.willRunOn(thread);
            thread.start();
        }
    }

    private Thread thread(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(daemon);
        return thread;
    }

    /** One loop that cannot go on ends them all; the last one to end ends the reactor. */
    private void serve(Loop loop) {
        try {
            loop.run();
        } catch (Throwable e) {
            Log.log(Level.ERROR, () -> "loop " + loop.name + " has ended: " + e, e);
            failure.compareAndSet(null, e);
        } finally {
            stop();
            if (unfinished.decrementAndGet() == 0) {
                end();
            }
        }
    }

    private void end() {
        for (ListeningPort port : List.copyOf(ports)) {
            port.stopListening();
        }
        pools.close();
        if (watchdog != null) {
            watchdog.close();
        }
        if (shown) {
            LoopBeans.unregister(loops);
        }
        state.set(State.ENDED);
        Throwable e = failure.get();
        if (e == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(e);
        }
    }

    boolean isStopping() {
        return stopping;
    }

    /** What would be opened now nobody would close. */
    void requireNotEnded() {
        if (state.get() == State.ENDED) {
            throw new RejectedExecutionException("the reactor has ended: " + loop(0).name);
        }
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    void stop() {
        stopping = true;
        loops.forEach(Loop::wake);
    }

    /** Stops, and waits for it unless the caller is one of those that must stop. */
    void close() {
        stop();
        if (state.compareAndSet(State.NEW, State.ENDED)) {
            loops.forEach(Loop::neverRun);
            end();
        } else if (!inLoop()) {
            ended.exceptionally(e -> null).join();
        }
    }

    /** What {@link #run} throws if the loop could not go on. */
    void throwFailure() {
        if (ended.isCompletedExceptionally()) {
            try {
                ended.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof IOException io
                        ? new UncheckedIOException("the reactor could not go on", io)
                        : e;
            }
        }
    }

    // ---- draining

    /** The first call counts; later ones get the same answer. */
    synchronized CompletableFuture<Void> drain(Duration limit) {
        CompletableFuture<Void> before = drained;
        if (before != null) {
            return before;
        }
        long limitNanos = Timeouts.nanos(limit);
        CompletableFuture<Void> made = isRunning() ? drainLoops(limitNanos) : closed();
        drained = made;
        return made;
    }

    private CompletableFuture<Void> closed() {
        close();
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> drainLoops(long limitNanos) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (ListeningPort port : List.copyOf(ports)) {
            if (port instanceof Port streams) {
                streams.acceptWaiting();
            }
            port.stopListening();
        }
        for (Loop loop : loops) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            all.add(one);
            Draining draining = new Draining(loop, limitNanos, one);
            try {
                // Never at once: the caller may be a callback of a connection.
                loop.callFromThread(draining::begin);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and has no connections.
                one.complete(null);
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .handle((ok, e) -> stopAfterDraining(e))
                .thenCompose(done -> done);
    }

    private CompletableFuture<Void> stopAfterDraining(@Nullable Throwable e) {
        stop();
        return ended.thenCompose(
                ok ->
                        e == null
                                ? CompletableFuture.<Void>completedFuture(null)
                                : CompletableFuture.<Void>failedFuture(
                                        e instanceof CompletionException ? e.getCause() : e));
    }

    /** Lets the connections of one loop finish. */
    private static final class Draining {
        private final Loop loop;
        private final long limitNanos;
        private final CompletableFuture<Void> done;
        private @Nullable Timer deadline;

        Draining(Loop loop, long limitNanos, CompletableFuture<Void> done) {
            this.loop = loop;
            this.limitNanos = limitNanos;
            this.done = done;
        }

        void begin() {
            for (Connection connection : connections()) {
                connection.drain();
            }
            loop.whenEmpty(this::finished);
            if (!done.isDone()) {
                deadline = loop.callLaterNanos(limitNanos, this::giveUp);
            }
        }

        private List<Connection> connections() {
            List<Connection> all = new ArrayList<>();
            for (Source source : loop.driver.sources()) {
                if (source instanceof Connection connection) {
                    all.add(connection);
                }
            }
            return all;
        }

        private void finished() {
            if (deadline != null && deadline.active()) {
                deadline.cancel();
            }
            done.complete(null);
        }

        private void giveUp() {
            List<Connection> left = connections();
            done.completeExceptionally(
                    OsTimeoutException.timedOut(
                            "drain", left.size() + " connections aborted, on " + loop.name, 0));
            left.forEach(Connection::abortConnection);
        }
    }
}

package io.sockeye.reactor;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Syscalls;
import io.sockeye.reactor.driver.Driver;
import io.sockeye.reactor.driver.Source;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits, serves what is ready, calls what is due, and waits again. It shares
 * nothing with other loops; other threads only reach {@link #calls}.
 */
final class Loop {
    private static final VarHandle CURRENT;
    private static final VarHandle SLEEPING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CURRENT = lookup.findVarHandle(Loop.class, "current", Object.class);
            SLEEPING = lookup.findVarHandle(Loop.class, "sleeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final LoopGroup group;
    final String name;
    final Engine engine;
    final Syscalls syscalls;
    final Driver driver;
    final Timers timers = new Timers();
    final Counters counters = new Counters();
    final Reactor view;

    /** For one address or option at a time. */
    final DirectBuffer slot;

    /** What is being delivered, so that writing it back needs no copy; null otherwise. */
    @Nullable DirectBuffer incoming;

    int incomingLength;

    final Watches watches;

    /** Those that connect, and may still be waiting for a name. */
    final Set<Stoppable> connecting = new HashSet<>();

    /** What other threads have given the loop to call; guarded by the lock, as is ended. */
    private List<Runnable> calls = new ArrayList<>();

    private List<Runnable> calling = new ArrayList<>();
    private final Object lock = new Object();
    private volatile boolean called;
    private boolean ended;

    private List<Connection> dirty = new ArrayList<>();
    private List<Connection> settling = new ArrayList<>();
    private volatile @Nullable Thread thread;
    private List<Runnable> whenEmpty = new ArrayList<>();

    /** Whose callback runs, for {@link Watchdog}; null while the loop itself works or waits. */
    private @Nullable Object current;

    /** How many callbacks there were, so that one long one differs from two. */
    private final Counters.Counter callbacks = new Counters.Counter();

    /**
     * Set before the loop looks for calls one last time and waits: only then is a wakeup needed.
     */
    private volatile boolean sleeping;

    Loop(LoopGroup group, String name, Engine engine, Multiplexer kind) throws OsException {
        this.group = group;
        this.name = name;
        this.engine = engine;
        this.syscalls = engine.syscalls();
        this.slot = engine.allocate(Syscalls.SLOT_SIZE);
        this.driver = Driver.create(engine, kind);
        this.watches = new Watches(this);
        this.view = new ReactorView(group, this);
    }

    // ---- the loop

    /** From here on only this thread may touch what belongs to the loop. */
    void willRunOn(Thread runner) {
        thread = runner;
    }

    /** The reactor was closed before it ran. */
    void neverRun() {
        thread = Thread.currentThread();
        end();
    }

    /** Serves on this thread until the group stops. */
    void run() throws OsException {
        thread = Thread.currentThread();
        try {
            while (!group.isStopping()) {
                turn();
            }
        } finally {
            end();
        }
    }

    private void turn() throws OsException {
        long timeout = timeoutNanos();
        int events = driver.turn(timeout);
        sleeping = false;
        OsException.check(events, "wait");
        counters.turns.add(1);
        counters.events.add(events);
        counters.maxEvents.atLeast(events);
        runCalls();
        if (timers.size() > 0) {
            runTimers();
        }
        settleAll();
    }

    /** How long to wait; announces the wait before it looks for calls, so that none is missed. */
    private long timeoutNanos() {
        if (!dirty.isEmpty()) {
            return 0;
        }
        long next = timers.next();
        long timeout = next == Timers.NONE ? -1 : Math.max(0, next - timers.now());
        if (timeout != 0) {
            sleeping = true;
            if (called || group.isStopping()) {
                sleeping = false;
                return 0;
            }
        }
        return timeout;
    }

    /** Those that are added meanwhile come after the next wait, or they could keep the loop. */
    private void runCalls() {
        if (!called) {
            return;
        }
        synchronized (lock) {
            List<Runnable> now = calls;
            calls = calling;
            calling = now;
            called = false;
        }
        calling.forEach(this::guarded);
        calling.clear();
    }

    private void runTimers() {
        long now = timers.now();
        for (Timer timer = timers.poll(now); timer != null; timer = timers.poll(now)) {
            counters.timers.add(1);
            counters.maxTimerLag.atLeast(now - timer.due);
            guarded(timer.call);
        }
    }

    /** Finishes what callbacks have begun on connections other than their own. */
    private void settleAll() {
        if (dirty.isEmpty()) {
            return;
        }
        List<Connection> now = dirty;
        dirty = settling;
        settling = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).settleMarked();
        }
        now.clear();
    }

    /** Settles a connection at the end of this turn. It marks itself only once. */
    void settleLater(Connection connection) {
        dirty.add(connection);
    }

    private void end() {
        runCalls();
        List.copyOf(connecting).forEach(Stoppable::reactorStopped);
        for (Source source : driver.sources()) {
            if (source instanceof Stoppable stoppable) {
                stoppable.reactorStopped();
            }
        }
        watches.clear();
        synchronized (lock) {
            ended = true;
        }
        runCalls();
        driver.close();
    }

    /** Calls something, once, as soon as there is no connection. */
    void whenEmpty(Runnable call) {
        whenEmpty.add(call);
        tellEmpty();
    }

    void tellEmpty() {
        if (!whenEmpty.isEmpty() && counters.open.get() == 0) {
            List<Runnable> calls = whenEmpty;
            whenEmpty = new ArrayList<>();
            calls.forEach(Runnable::run);
        }
    }

    // ---- callbacks

    /** A callback that may throw. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    /** Calls something of a user's; what it throws is logged, and ends nothing. */
    boolean guarded(Runnable call) {
        // Written out: a Call around each reader and timer would be an object per event.
        Object before = enter(call);
        try {
            call.run();
            return true;
        } catch (Throwable e) {
            failed(call, e);
            return false;
        } finally {
            leave(before);
        }
    }

    /**
     * Calls something of a user's; what it throws is logged, and ends nothing.
     *
     * @param who is current meanwhile
     * @param blamed is named in the log
     */
    boolean guarded(Object who, Object blamed, Call call) {
        Object before = enter(who);
        try {
            call.run();
            return true;
        } catch (Throwable e) {
            failed(blamed, e);
            return false;
        } finally {
            leave(before);
        }
    }

    /** Returns whose callback this one is inside of, for {@link #leave}. */
    @Nullable Object enter(Object who) {
        Object before = current;
        callbacks.add(1);
        CURRENT.setOpaque(this, who);
        return before;
    }

    void leave(@Nullable Object before) {
        CURRENT.setOpaque(this, before);
    }

    boolean isCurrent(Object who) {
        return current == who;
    }

    /** What the watchdog sees. */
    @Nullable Object current() {
        return CURRENT.getOpaque(this);
    }

    long callbacks() {
        return callbacks.get();
    }

    void failed(Object who, Throwable e) {
        counters.failures.add(1);
        Log.log(Level.ERROR, () -> name + ": " + who + " threw " + e, e);
    }

    // ---- threads

    @Nullable Thread thread() {
        return thread;
    }

    /** Whether the caller may touch what belongs to this loop: it is its thread, or none runs. */
    boolean inLoop() {
        Thread owner = thread;
        return owner == null || owner == Thread.currentThread();
    }

    void requireInLoop(String what) {
        if (!inLoop()) {
            throw new IllegalStateException(
                    what
                            + " belongs to the thread of loop "
                            + name
                            + " and was called on "
                            + Thread.currentThread().getName()
                            + "; use callFromThread of transport.reactor() or of the reactor");
        }
    }

    void callFromThread(Runnable call) {
        synchronized (lock) {
            if (ended) {
                throw new RejectedExecutionException("the reactor has ended: " + name);
            }
            calls.add(call);
            called = true;
        }
        wake();
    }

    /** Ends the wait, if the loop waits or is about to. */
    void wake() {
        if (sleeping && SLEEPING.compareAndSet(this, true, false)) {
            driver.wakeup();
        }
    }

    // ---- time

    Timer callLaterNanos(long nanos, Runnable call) {
        Timer timer = new Timer(this, call, after(timers.now(), nanos));
        timers.add(timer);
        return timer;
    }

    /** A time after another, or the end of time. */
    static long after(long time, long nanos) {
        long sum = time + nanos;
        return nanos > 0 && sum < time ? Timers.NONE - 1 : sum;
    }
}

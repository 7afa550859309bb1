package io.sockeye.reactor;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The keyword arguments of {@link Reactor#create(java.util.function.Consumer)}. */
public final class ReactorOptions {
    private static final int MOST_LOOPS = 1024;

    @Nullable Engine engine;
    @Nullable Multiplexer multiplexer;
    int loops = 1;
    String name = "reactor";
    int threads = 10;
    @Nullable Duration blockedAfter;
    boolean jmx;
    boolean daemon;

    ReactorOptions() {}

    /**
     * The engine; {@link Engines#best} if none is given.
     *
     * @param chosen an available engine
     * @return this
     */
    public ReactorOptions engine(Engine chosen) {
        engine = chosen;
        return this;
    }

    /**
     * What the loops wait with; if none is given {@code -Dsockeye.multiplexer}, then {@code
     * SOCKEYE_MULTIPLEXER}, then the engine's first.
     *
     * @param chosen one that the engine has
     * @return this
     */
    public ReactorOptions multiplexer(Multiplexer chosen) {
        multiplexer = chosen;
        return this;
    }

    /**
     * How many loops serve, each on a thread of its own; 1 if none is given.
     *
     * @param count at most one per core makes sense
     * @return this
     * @throws IllegalArgumentException unless it is 1 to 1024
     */
    public ReactorOptions loops(int count) {
        if (count < 1 || count > MOST_LOOPS) {
            throw new IllegalArgumentException("loops must be 1 to 1024, not " + count);
        }
        loops = count;
        return this;
    }

    /**
     * What the loops are called: {@code NAME-0}, {@code NAME-1} ... in thread names, logs and
     * counters; {@code reactor} if none is given.
     *
     * @param called a short name
     * @return this
     */
    public ReactorOptions name(String called) {
        name = called;
        return this;
    }

    /**
     * How many threads {@link Reactor#callInThread} has at most; 10 if none is given, as in
     * Twisted.
     *
     * @param most at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public ReactorOptions suggestThreadPoolSize(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a pool needs a thread, not " + most);
        }
        threads = most;
        return this;
    }

    /**
     * Reports a callback that has not returned after this time: a WARNING of the logger {@code
     * io.sockeye.reactor} names the loop and the protocol and shows where its thread is. Nothing is
     * watched if none is given.
     *
     * @param limit how long, or null for none
     * @return this
     * @throws IllegalArgumentException if it is zero or negative
     */
    public ReactorOptions reportBlockedAfter(@Nullable Duration limit) {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException("the limit must be positive, not " + limit);
        }
        blockedAfter = limit;
        return this;
    }

    /**
     * Shows the counters of each loop as MBean {@code io.sockeye.reactor:type=Loop,name="NAME-0"}.
     * Off unless asked for: loading the JDK's management classes costs a tenth of a second.
     *
     * @param on true to show them
     * @return this
     */
    public ReactorOptions jmx(boolean on) {
        jmx = on;
        return this;
    }

    /**
     * Whether the threads that {@link Reactor#start} makes let the program end while they serve
     * (see {@link Thread#setDaemon}); false if not given.
     *
     * @param on true to let it end
     * @return this
     */
    public ReactorOptions daemon(boolean on) {
        daemon = on;
        return this;
    }

    Engine engine() {
        return engine != null ? engine : Engines.best();
    }
}

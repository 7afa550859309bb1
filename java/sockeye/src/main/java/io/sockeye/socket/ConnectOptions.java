package io.sockeye.socket;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of {@link Sockets#createConnection(Address, java.util.function.Consumer)}.
 */
public final class ConnectOptions {
    @Nullable Engine engine;
    @Nullable Address source;
    long timeoutNanos;
    boolean timeoutGiven;
    boolean allErrors;

    ConnectOptions() {}

    /**
     * How long each attempt may take; the connected socket keeps it as its timeout.
     *
     * @param timeout not negative, or null for no limit
     * @return this
     */
    public ConnectOptions timeout(@Nullable Duration timeout) {
        timeoutNanos = Timeouts.nanos(timeout);
        timeoutGiven = true;
        return this;
    }

    /**
     * How long each attempt may take; the connected socket keeps it as its timeout.
     *
     * @param seconds in seconds: 5000 is not 5 s; not negative
     * @return this
     */
    public ConnectOptions timeout(double seconds) {
        timeoutNanos = Timeouts.nanos(seconds);
        timeoutGiven = true;
        return this;
    }

    /**
     * Where to connect from.
     *
     * @param address is bound before the connect
     * @return this
     */
    public ConnectOptions source(Address address) {
        source = address;
        return this;
    }

    /**
     * What to throw when every address of a host fails.
     *
     * @param all true for one exception with each attempt's error suppressed in it; false, as in
     *     Python, for the last error
     * @return this
     */
    public ConnectOptions allErrors(boolean all) {
        allErrors = all;
        return this;
    }

    /**
     * Which engine makes the socket.
     *
     * @param chosen instead of {@link Engines#best()}
     * @return this
     */
    public ConnectOptions engine(Engine chosen) {
        engine = chosen;
        return this;
    }

    Engine engine() {
        return engine != null ? engine : Engines.best();
    }
}

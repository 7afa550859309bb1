package io.sockeye.reactor;

import io.sockeye.engine.Timeouts;
import io.sockeye.socket.Address;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of {@link Reactor#connectTCP(String, int, ClientFactory,
 * java.util.function.Consumer)}.
 */
public final class ConnectorOptions {
    long timeoutNanos = TimeUnit.SECONDS.toNanos(30);
    long staggerNanos = TimeUnit.MILLISECONDS.toNanos(250);
    @Nullable Address bindAddress;

    ConnectorOptions() {}

    /**
     * How long resolving and connecting may take together; 30 seconds if none is given.
     *
     * @param timeout null for no limit
     * @return this
     */
    public ConnectorOptions timeout(@Nullable Duration timeout) {
        timeoutNanos = Timeouts.nanos(timeout);
        return this;
    }

    /**
     * How long resolving and connecting may take together.
     *
     * @param seconds 5000 is not 5 s
     * @return this
     */
    public ConnectorOptions timeout(double seconds) {
        timeoutNanos = Timeouts.nanos(seconds);
        return this;
    }

    /**
     * How long one address is tried before the next one is tried beside it; 250 ms if none is given
     * (RFC 8305). An address that refuses is followed by the next at once.
     *
     * @param delay zero to try all at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ConnectorOptions stagger(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("stagger must not be negative: " + delay);
        }
        staggerNanos = delay.toNanos();
        return this;
    }

    /**
     * Where the connection comes from.
     *
     * @param source a numeric address of this host, with port 0 for any
     * @return this
     */
    public ConnectorOptions bindAddress(Address source) {
        bindAddress = source;
        return this;
    }
}

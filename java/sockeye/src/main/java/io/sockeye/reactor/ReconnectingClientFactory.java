package io.sockeye.reactor;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects again when its connection fails or is lost, after a delay that grows with
 * each failure. Twisted's {@code ReconnectingClientFactory}, with its defaults: from one second up
 * to an hour, times e each time, spread at random by 12 %.
 *
 * <p>Call {@link #resetDelay} when a connection has proved good, such as in the protocol's {@code
 * connectionMade}. For one connector.
 */
public class ReconnectingClientFactory extends ClientFactory {
    private static final double MAX_DELAY_SECONDS = 3600;
    private static final double INITIAL_DELAY_SECONDS = 1;

    private static final double FACTOR = Math.E;

    /** Twisted's value, by which its clients and these spread alike. */
    private static final double JITTER = 0.119626565;

    private double maxDelay = MAX_DELAY_SECONDS;
    private double initialDelay = INITIAL_DELAY_SECONDS;
    private double factor = FACTOR;
    private double jitter = JITTER;
    private int maxRetries = -1;
    private double delay = INITIAL_DELAY_SECONDS;
    private int retries;
    private boolean continueTrying = true;
    private @Nullable DelayedCall call;
    private @Nullable Connector connector;

    /** A factory whose {@code buildProtocol} is overridden, or that gets a protocol. */
    public ReconnectingClientFactory() {}

    /**
     * The longest delay.
     *
     * @param seconds an hour at first
     */
    public final void maxDelay(double seconds) {
        maxDelay = positive(seconds);
    }

    /**
     * The first delay.
     *
     * @param seconds one at first
     */
    public final void initialDelay(double seconds) {
        initialDelay = positive(seconds);
        delay = initialDelay;
    }

    /**
     * How much longer each delay is than the one before.
     *
     * @param times e at first
     */
    public final void factor(double times) {
        factor = positive(times);
    }

    /**
     * How much the delays vary, so that many clients do not come back at the same moment.
     *
     * @param share the standard deviation as a share of the delay; 0 for none
     */
    public final void jitter(double share) {
        jitter = share;
    }

    /**
     * How often to try again before giving up.
     *
     * @param most negative for no limit, as at first
     */
    public final void maxRetries(int most) {
        maxRetries = most;
    }

    /**
     * How often it has tried again since the last {@link #resetDelay}.
     *
     * @return how often
     */
    public final int retries() {
        return retries;
    }

    /**
     * How long the last delay was, or the first one will be.
     *
     * @return in seconds
     */
    public final double delay() {
        return delay;
    }

    private static double positive(double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("must be positive, not " + value);
        }
        return value;
    }

    /**
     * Connects again after the next delay.
     *
     * @param again what connects
     */
    public final void retry(Connector again) {
        connector = again;
        if (!continueTrying || (maxRetries >= 0 && retries >= maxRetries)) {
            return;
        }
        retries++;
        delay = Math.min(delay * factor, maxDelay);
        if (jitter > 0) {
            delay =
                    Math.max(
                            0, delay + delay * jitter * ThreadLocalRandom.current().nextGaussian());
        }
        call =
                again.reactor()
                        .callLater(
                                delay,
                                () -> {
                                    call = null;
                                    again.connect();
                                });
    }

    /** Does not connect again, and ends an attempt that is under way. */
    public final void stopTrying() {
        continueTrying = false;
        if (call != null && call.active()) {
            call.cancel();
        }
        call = null;
        if (connector != null && connector.connecting()) {
            connector.stopConnecting();
        }
    }

    /** The connection is good: the next delay is the first one again. */
    public final void resetDelay() {
        delay = initialDelay;
        retries = 0;
        continueTrying = true;
        call = null;
    }

    @Override
    protected void startedConnecting(Connector started) throws Exception {
        connector = started;
    }

    @Override
    protected void clientConnectionFailed(Connector failed, IOException reason) throws Exception {
        retry(failed);
    }

    @Override
    protected void clientConnectionLost(Connector lost, IOException reason) throws Exception {
        retry(lost);
    }
}

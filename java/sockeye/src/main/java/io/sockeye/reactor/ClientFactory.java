package io.sockeye.reactor;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * Builds the {@link Protocol} of an outgoing connection and hears how connecting went. Twisted's
 * {@code ClientFactory}. All calls come on the loop that connects.
 */
public class ClientFactory extends Factory {
    /** A factory whose {@code buildProtocol} is overridden, or that gets a protocol. */
    public ClientFactory() {}

    /**
     * A factory of one kind of protocol.
     *
     * @param supplier makes one, such as {@code Echo::new}
     * @return a factory
     */
    public static ClientFactory forProtocol(Supplier<? extends Protocol> supplier) {
        ClientFactory made = new ClientFactory();
        made.protocol(supplier);
        return made;
    }

    /**
     * An attempt begins; {@link Connector#stopConnecting} ends it.
     *
     * @param connector what connects
     * @throws Exception anything; it is logged
     */
    protected void startedConnecting(Connector connector) throws Exception {}

    /**
     * No connection came about. {@link Connector#connect} tries again.
     *
     * @param connector what tried
     * @param reason why, such as {@link io.sockeye.engine.ConnectionRefusedException}
     * @throws Exception anything; it is logged
     */
    protected void clientConnectionFailed(Connector connector, IOException reason)
            throws Exception {}

    /**
     * A connection is over; its protocol has heard it before. {@link Connector#connect} makes
     * another.
     *
     * @param connector what made it
     * @param reason what the protocol got
     * @throws Exception anything; it is logged
     */
    protected void clientConnectionLost(Connector connector, IOException reason) throws Exception {}
}

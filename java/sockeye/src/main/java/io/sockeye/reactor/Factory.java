package io.sockeye.reactor;

import io.sockeye.socket.Address;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Protocol} for each connection and holds what they share. Twisted's {@code
 * Factory}.
 *
 * <p>A factory may be used on several ports and called from every loop; what it shares between
 * protocols must stand that if there is more than one loop.
 */
public class Factory {
    private @Nullable Supplier<? extends Protocol> supplier;
    private int uses;

    /** A factory whose {@link #buildProtocol} is overridden, or that gets {@link #protocol}. */
    public Factory() {}

    /**
     * A factory of one kind of protocol.
     *
     * @param supplier makes one, such as {@code Echo::new}
     * @return a factory
     */
    public static Factory forProtocol(Supplier<? extends Protocol> supplier) {
        Factory made = new Factory();
        made.protocol(supplier);
        return made;
    }

    /**
     * Says what {@link #buildProtocol} makes: Twisted's {@code factory.protocol = Echo}.
     *
     * @param supplier makes one, such as {@code Echo::new}
     */
    public final void protocol(Supplier<? extends Protocol> supplier) {
        this.supplier = supplier;
    }

    /**
     * Makes the protocol of a new connection.
     *
     * @param peer the other end
     * @return a new protocol, or null to close the connection
     * @throws Exception anything; it closes the connection and is logged
     */
    public @Nullable Protocol buildProtocol(Address peer) throws Exception {
        Supplier<? extends Protocol> made = supplier;
        if (made == null) {
            throw new IllegalStateException(
                    getClass().getName()
                            + " builds no protocols: give it protocol(Echo::new) or override"
                            + " buildProtocol");
        }
        return made.get();
    }

    /**
     * The first port or connector begins to use this factory.
     *
     * @throws Exception anything; it is thrown to whoever listens or connects
     */
    protected void startFactory() throws Exception {}

    /**
     * The last port or connector has stopped using this factory.
     *
     * @throws Exception anything; it is logged
     */
    protected void stopFactory() throws Exception {}

    /** One more port or connector uses this factory; the first one starts it. */
    final void doStart() throws Exception {
        boolean first;
        synchronized (this) {
            first = uses++ == 0;
        }
        if (first) {
            try {
                startFactory();
            } catch (Throwable e) {
                synchronized (this) {
                    uses--;
                }
                throw e;
            }
        }
    }

    /** One less uses it; the last one stops it. */
    final void doStop() throws Exception {
        boolean last;
        synchronized (this) {
            last = --uses == 0;
        }
        if (last) {
            stopFactory();
        }
    }

    /** What the loop calls: the protocol knows its factory from here on. */
    final @Nullable Protocol build(Address peer) throws Exception {
        Protocol built = buildProtocol(peer);
        if (built != null) {
            built.factory = this;
        }
        return built;
    }
}

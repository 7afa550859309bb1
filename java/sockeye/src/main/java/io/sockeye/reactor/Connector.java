package io.sockeye.reactor;

import io.sockeye.socket.Address;

/** An outgoing connection, or the attempt at one. Twisted's {@code IConnector}. */
public interface Connector {
    /**
     * Connects again after the connection failed or was lost.
     *
     * @throws IllegalStateException if it is connecting or connected
     */
    void connect();

    /** Ends the attempt, or loses the connection. Does nothing if there is neither. */
    void disconnect();

    /**
     * Ends the attempt; the factory's {@code clientConnectionFailed} hears of it.
     *
     * @throws IllegalStateException if it is not connecting
     */
    void stopConnecting();

    /**
     * Whether an attempt is under way.
     *
     * @return false once it has failed or is connected
     */
    boolean connecting();

    /**
     * Where it connects to.
     *
     * @return the address that was asked for, not resolved
     */
    Address getDestination();

    /**
     * The reactor, seen from the loop that connects.
     *
     * @return for timers
     */
    Reactor reactor();
}

package io.sockeye.reactor;

import io.sockeye.socket.Address;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the datagrams of one socket. Twisted's {@code DatagramProtocol}. All calls come
 * on one loop. What a callback throws is logged; the socket stays open.
 */
public abstract class DatagramProtocol {
    private @Nullable DatagramTransport transport;

    /** A protocol without a socket. */
    protected DatagramProtocol() {}

    /**
     * The socket.
     *
     * @return what to write to
     * @throws IllegalStateException before {@link #startProtocol}
     */
    public final DatagramTransport transport() {
        DatagramTransport now = transport;
        if (now == null) {
            throw new IllegalStateException("there is no transport before startProtocol");
        }
        return now;
    }

    /**
     * Gives the protocol its socket and calls {@link #startProtocol}. Reactors call this.
     *
     * @param made the socket
     * @throws Exception what startProtocol throws
     */
    public final void makeConnection(DatagramTransport made) throws Exception {
        transport = made;
        startProtocol();
    }

    /**
     * The socket is bound.
     *
     * @throws Exception anything; it is thrown to whoever listens
     */
    protected void startProtocol() throws Exception {}

    /**
     * A datagram has arrived.
     *
     * @param data all of it, between position and limit, valid until this method returns
     * @param from who sent it
     * @throws Exception anything; it is logged
     */
    protected abstract void datagramReceived(ByteBuffer data, Address from) throws Exception;

    /**
     * The peer of a connected socket has no socket at its port: an earlier datagram was refused.
     *
     * @throws Exception anything; it is logged
     */
    protected void connectionRefused() throws Exception {}

    /**
     * The socket is closed.
     *
     * @throws Exception anything; it is logged
     */
    protected void stopProtocol() throws Exception {}
}

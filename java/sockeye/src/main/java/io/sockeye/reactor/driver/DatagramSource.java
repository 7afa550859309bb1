package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;

/** A datagram socket. */
public abstract class DatagramSource extends Source {
    boolean waitsForRoom;

    /** The kernel tells when there is something to read. */
    boolean armed;

    /** The kernel will tell when there is room. */
    boolean roomArmed;

    /**
     * For whoever receives.
     *
     * @param fd a non-blocking datagram socket
     */
    protected DatagramSource(int fd) {
        super(fd);
    }

    /**
     * A datagram has arrived.
     *
     * @param data holds it, from 0 on, until this returns
     * @param length of it
     * @param from a sockaddr slot, valid until this returns
     */
    protected abstract void received(DirectBuffer data, int length, DirectBuffer from);

    /**
     * Receiving failed; the socket goes on.
     *
     * @param errno positive, ECONNREFUSED if the peer refused an earlier datagram
     */
    protected abstract void receiveFailed(int errno);

    /** There is room for what {@link Driver#sendTo} refused. */
    protected abstract void writable();
}

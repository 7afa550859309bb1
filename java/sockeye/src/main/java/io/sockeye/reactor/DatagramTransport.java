package io.sockeye.reactor;

import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One datagram socket, as its {@link DatagramProtocol} sees it. Twisted's {@code IUDPTransport}.
 * Belongs to the thread of its loop.
 */
public interface DatagramTransport extends ListeningPort {
    /**
     * Nothing to call: a datagram socket listens from the start, and once.
     *
     * @throws IllegalStateException always; {@link Reactor#listenUDP} makes another
     */
    @Override
    void startListening() throws IOException;

    /**
     * Sends a datagram to the peer of a connected socket.
     *
     * @param data between position and limit; may be reused when this returns
     * @throws IllegalStateException if the socket is not connected
     * @throws IOException EMSGSIZE if it is too long, or whatever else the OS says
     */
    void write(ByteBuffer data) throws IOException;

    /**
     * Sends a datagram. One that the kernel has no room for waits, up to 64 KiB of them; more are
     * dropped and {@linkplain #dropped counted}, as the network itself does.
     *
     * @param data between position and limit; may be reused when this returns
     * @param to a numeric address: no name is resolved on a loop
     * @throws IllegalArgumentException if the address is a name, or of another family
     * @throws IOException EMSGSIZE if it is too long, or whatever else the OS says
     */
    void write(ByteBuffer data, Address to) throws IOException;

    /**
     * Fixes the peer: only its datagrams are received, and {@link
     * DatagramProtocol#connectionRefused} is told of ports that are closed.
     *
     * @param peer a numeric address
     * @throws IOException if the OS refuses it
     */
    void connect(Address peer) throws IOException;

    /**
     * Whether datagrams may be sent to a broadcast address.
     *
     * @param on true to allow it
     * @throws IOException if the OS refuses it
     */
    void setBroadcastAllowed(boolean on) throws IOException;

    /**
     * How many datagrams had no room and were dropped.
     *
     * @return since the socket was made
     */
    long dropped();
}

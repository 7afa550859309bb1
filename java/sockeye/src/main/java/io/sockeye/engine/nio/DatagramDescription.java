package io.sockeye.engine.nio;

import static io.sockeye.engine.Poller.HANGUP;
import static io.sockeye.engine.Poller.READ;
import static io.sockeye.engine.Poller.WRITE;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** A UDP socket. */
final class DatagramDescription extends SocketDescription {
    private final DatagramChannel channel;

    private final DatagramReceiver receiver;

    /** Guarded by this. */
    private final Memberships memberships;

    private volatile @Nullable SocketAddress peer;

    /** Saves asking the channel again and again whether it is bound. */
    private volatile boolean named;

    private volatile boolean closed;

    DatagramDescription(int family) throws IOException {
        super(family, SOCK_DGRAM);
        channel = DatagramChannel.open(Sockaddrs.protocolFamily(family));
        channel.configureBlocking(false);
        receiver = new DatagramReceiver(this, channel);
        memberships = new Memberships(channel);
    }

    // -- Readiness --

    @Override
    @Nullable SelectableChannel channel() {
        return closed ? null : channel;
    }

    @Override
    int ops(int interest) {
        return ((interest & READ) != 0 ? SelectionKey.OP_READ : 0)
                | ((interest & WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    int readyNow() {
        int over = readShut && writeShut ? HANGUP : 0;
        return receiver.holdsDatagram() || readShut ? READ | over : 0;
    }

    @Override
    int ready(int readyOps) {
        return ((readyOps & SelectionKey.OP_READ) != 0 ? READ : 0)
                | ((readyOps & SelectionKey.OP_WRITE) != 0 ? WRITE : 0);
    }

    // -- Names --

    @Override
    int bind(DirectBuffer slot, int offset) throws IOException {
        SocketAddress name = Sockaddrs.decode(slot, offset, family);
        if (Sockaddrs.isInet4(name) && isV6Only()) {
            return -Errno.EINVAL;
        }
        if (Sockaddrs.isBroadcast(name)) {
            return -Errno.EOPNOTSUPP;
        }
        channel.bind(name);
        return 0;
    }

    @Override
    int getsockname(DirectBuffer slot, int offset) throws IOException {
        Sockaddrs.encode(slot, offset, channel.getLocalAddress(), family);
        return 0;
    }

    @Override
    int getpeername(DirectBuffer slot, int offset) throws IOException {
        SocketAddress to = peer;
        if (to == null) {
            return -Errno.ENOTCONN;
        }
        Sockaddrs.encode(slot, offset, to, family);
        return 0;
    }

    /** The JDK throws away what had arrived before; Linux keeps it. */
    @Override
    int connect(DirectBuffer slot, int offset) throws IOException {
        boolean dissolve = Sockaddrs.isUnspecified(slot, offset);
        SocketAddress to = dissolve ? null : Sockaddrs.decodeDatagram(slot, offset, family);
        if (Sockaddrs.isInet4(to) && isV6Only()) {
            return -Errno.ENETUNREACH;
        }
        synchronized (this) {
            channel.disconnect();
            peer = null;
            if (to != null) {
                channel.connect(to);
                peer = channel.getRemoteAddress();
            }
            return 0;
        }
    }

    // -- Receiving --

    @Override
    int recv(
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        if ((flags & ~(IDLE_FLAGS | MSG_PEEK)) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if (!named && !findName()) {
            return nothing();
        }
        boolean peek = (flags & MSG_PEEK) != 0;
        int count = receiver.receive(buffer, offset, length, peek, slot, slotOffset);
        return count < 0 ? nothing() : count;
    }

    private int nothing() {
        return readShut ? 0 : -Errno.EAGAIN;
    }

    /** Receiving binds a channel of the JDK; a socket without a name has nothing to receive. */
    private boolean findName() throws IOException {
        named = channel.getLocalAddress() != null;
        return named;
    }

    // -- Sending --

    @Override
    int send(
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        if ((flags & ~IDLE_FLAGS) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if (writeShut) {
            return -Errno.EPIPE;
        }
        SocketAddress connected = peer;
        SocketAddress to = connected;
        if (slot != null && Sockaddrs.family(slot, slotOffset) != Sockaddrs.AF_UNSPEC) {
            to = Sockaddrs.decodeDatagram(slot, slotOffset, family);
        }
        if (to == null) {
            return -Errno.EDESTADDRREQ;
        }
        if (Sockaddrs.isInet4(to) && isV6Only()) {
            return -Errno.ENETUNREACH;
        }
        if (connected != null && to.equals(connected) && length > 0) {
            int count = write(channel, buffer, offset, length);
            return count == 0 ? -Errno.EAGAIN : count;
        }
        return connected == null
                ? send(channel, buffer, offset, length, to)
                : sendBeside(buffer, offset, length, to);
    }

    private static int send(
            DatagramChannel from, DirectBuffer buffer, int offset, int length, SocketAddress to)
            throws IOException {
        if (((InetSocketAddress) to).getPort() == 0) {
            return -Errno.EINVAL;
        }
        ByteBuffer view = buffer.buffer();
        int position = view.position();
        int limit = view.limit();
        try {
            int count = from.send(view.limit(offset + length).position(offset), to);
            return count == 0 && length > 0 ? -Errno.EAGAIN : count;
        } finally {
            view.limit(limit).position(position);
        }
    }

    /**
     * Sends what the JDK does not send on a connected channel: to somebody else, or nothing. A
     * second channel with the same name does it. What arrives meanwhile from the peer still reaches
     * the first one, because the kernel prefers the connected socket.
     */
    private synchronized int sendBeside(
            DirectBuffer buffer, int offset, int length, SocketAddress to) throws IOException {
        boolean reuse = channel.getOption(StandardSocketOptions.SO_REUSEADDR);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        try (DatagramChannel beside = DatagramChannel.open(Sockaddrs.protocolFamily(family))) {
            beside.configureBlocking(false);
            options.applyTo(beside);
            beside.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            beside.bind(channel.getLocalAddress());
            return send(beside, buffer, offset, length, to);
        } finally {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
        }
    }

    @Override
    int shutdown(int how) {
        if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR) {
            return -Errno.EINVAL;
        }
        if (peer == null) {
            return -Errno.ENOTCONN;
        }
        readShut |= how != SHUT_WR;
        writeShut |= how != SHUT_RD;
        changed();
        return 0;
    }

    // -- Options --

    @Override
    int setsockopt(int level, int option, @Nullable DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (Memberships.has(level, option, family)) {
            synchronized (this) {
                return memberships.change(option, buffer, offset, length);
            }
        }
        return super.setsockopt(level, option, buffer, offset, length);
    }

    @Override
    NetworkChannel optionChannel() {
        return channel;
    }

    @Override
    boolean hasName() throws IOException {
        return channel.getLocalAddress() != null;
    }

    @Override
    boolean isListening() {
        return false;
    }

    @Override
    int takeError() {
        return 0;
    }

    @Override
    void closeChannels() throws IOException {
        closed = true;
        channel.close();
    }
}

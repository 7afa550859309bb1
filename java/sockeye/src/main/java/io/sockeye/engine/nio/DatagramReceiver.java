package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Takes datagrams from a channel, through the one that MSG_PEEK has taken before. */
final class DatagramReceiver {
    private static final int LARGEST = 65536;

    private final DatagramDescription socket;
    private final DatagramChannel channel;

    /** Guarded by this. */
    private final LookAhead ahead = new LookAhead();

    DatagramReceiver(DatagramDescription socket, DatagramChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    /** Whether a datagram lies here that no selector sees. */
    boolean holdsDatagram() {
        return !ahead.isEmpty();
    }

    /**
     * recvfrom(2).
     *
     * @param slot where the sender's address goes, or null
     * @return how many bytes came, or -1 if there is no datagram
     */
    synchronized int receive(
            DirectBuffer buffer,
            int offset,
            int length,
            boolean peek,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        if (peek && ahead.isEmpty()) {
            fillAhead();
        }
        SocketAddress sender = ahead.sender();
        if (sender == null) {
            return peek ? -1 : receive(buffer, offset, length, slot, slotOffset);
        }
        encode(sender, slot, slotOffset);
        return peek
                ? ahead.peek(buffer, offset, length)
                : ahead.takeDatagram(buffer, offset, length);
    }

    private int receive(
            DirectBuffer buffer,
            int offset,
            int length,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        ByteBuffer view = buffer.buffer();
        int position = view.position();
        int limit = view.limit();
        try {
            SocketAddress sender = receive(view.limit(offset + length).position(offset));
            if (sender == null) {
                return -1;
            }
            encode(sender, slot, slotOffset);
            return view.position() - offset;
        } finally {
            view.limit(limit).position(position);
        }
    }

    private void fillAhead() throws IOException {
        ByteBuffer large = ByteBuffer.allocateDirect(LARGEST);
        SocketAddress sender = receive(large);
        if (sender != null) {
            byte[] datagram = new byte[large.flip().remaining()];
            large.get(datagram);
            ahead.putDatagram(datagram, sender);
            socket.changed();
        }
    }

    private @Nullable SocketAddress receive(ByteBuffer into) throws IOException {
        int start = into.position();
        SocketAddress sender = channel.receive(into);
        while (Sockaddrs.isInet4(sender) && socket.isV6Only()) {
            sender = channel.receive(into.position(start));
        }
        return sender;
    }

    private void encode(SocketAddress sender, @Nullable DirectBuffer slot, int slotOffset) {
        if (slot != null) {
            Sockaddrs.encode(slot, slotOffset, sender, socket.family);
        }
    }
}

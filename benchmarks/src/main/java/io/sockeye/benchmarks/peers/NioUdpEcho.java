package io.sockeye.benchmarks.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * What one thread can do with {@code java.nio} by hand for datagrams, and with nothing of sockeye:
 * one selector, one channel for all clients, one direct buffer; what waits is answered until there
 * is nothing more, or until a batch is full.
 */
public final class NioUdpEcho {
    private static final int LARGEST = 1 << 16;
    private static final int BATCH = 64;

    private NioUdpEcho() {}

    /** Serves until it is killed: {@code --host HOST --port PORT}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !args[0].equals("--host") || !args[2].equals("--port")) {
            System.err.println("usage: NioUdpEcho --host ADDRESS --port PORT");
            System.exit(2);
        }
        Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(args[1], Integer.parseInt(args[3])));
        channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        InetSocketAddress at = (InetSocketAddress) channel.getLocalAddress();
        System.out.println("ready " + at.getAddress().getHostAddress() + ":" + at.getPort());
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        while (true) {
            selector.select(key -> answer(channel, buffer));
        }
    }

    private static void answer(DatagramChannel channel, ByteBuffer buffer) {
        try {
            for (int i = 0; i < BATCH; i++) {
                SocketAddress from = channel.receive(buffer.clear());
                if (from == null) {
                    return;
                }
                // One that has no room is lost, as on any network.
                channel.send(buffer.flip(), from);
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }
}

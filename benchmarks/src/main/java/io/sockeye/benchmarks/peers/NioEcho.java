package io.sockeye.benchmarks.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * What one thread can do with {@code java.nio} by hand, and with nothing of sockeye: one selector,
 * one direct buffer for all, the key handed to a consumer instead of a set that is iterated, write
 * first, wait for writability only when the kernel takes no more.
 */
public final class NioEcho {
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int BACKLOG = 4096;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER_SIZE);

    private NioEcho(InetSocketAddress at) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(at, BACKLOG).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until it is killed: {@code --host HOST --port PORT}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !args[0].equals("--host") || !args[2].equals("--port")) {
            System.err.println("usage: NioEcho --host ADDRESS --port PORT");
            System.exit(2);
        }
        NioEcho echo = new NioEcho(new InetSocketAddress(args[1], Integer.parseInt(args[3])));
        InetSocketAddress at = (InetSocketAddress) echo.listener.getLocalAddress();
        System.out.println("ready " + at.getAddress().getHostAddress() + ":" + at.getPort());
        echo.run();
    }

    private void run() throws IOException {
        while (true) {
            selector.select(this::onReady);
        }
    }

    private void onReady(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                acceptAll();
            } else if (key.attachment() != null) {
                flush(key, (ByteBuffer) key.attachment());
            } else {
                echo(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void acceptAll() throws IOException {
        for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
            client.configureBlocking(false);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SelectionKey key) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        int count;
        do {
            count = client.read(shared.clear());
            if (count < 0) {
                close(key);
                return;
            }
            client.write(shared.flip());
            if (shared.hasRemaining()) {
                // While the kernel takes no more, nothing more is read from this client.
                key.attach(ByteBuffer.allocateDirect(shared.remaining()).put(shared).flip());
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
        } while (count == BUFFER_SIZE);
    }

    private static void flush(SelectionKey key, ByteBuffer rest) throws IOException {
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // The client is gone either way.
            return;
        }
    }
}

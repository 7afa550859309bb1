package io.sockeye.engine.nio;

import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * socketpair(2) for AF_UNIX streams: a listener in a directory that only this user can enter and
 * that is gone before the pair is handed out. The accepted end must come from the name that the
 * other end was bound to, so a stranger who got in between is turned away.
 */
final class SocketPairs {
    private SocketPairs() {}

    /** Both ends; the caller owns them. */
    record Pair(SocketChannel first, SocketChannel second) {}

    static Pair open() throws IOException {
        Path directory = Files.createTempDirectory("sockeye");
        Path server = directory.resolve("s");
        Path client = directory.resolve("c");
        try {
            return connect(server, client);
        } finally {
            Files.deleteIfExists(client);
            Files.deleteIfExists(server);
            Files.delete(directory);
        }
    }

    private static Pair connect(Path server, Path client) throws IOException {
        SocketChannel first = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Nothing here waits, so that a thread that is interrupted loses no channel.
            listener.configureBlocking(false);
            first.configureBlocking(false);
            listener.bind(UnixDomainSocketAddress.of(server));
            SocketAddress name = UnixDomainSocketAddress.of(client);
            first.bind(name);
            if (!first.connect(UnixDomainSocketAddress.of(server))) {
                throw new ErrnoException(Errno.ECONNREFUSED);
            }
            return new Pair(first, accept(listener, name));
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static SocketChannel accept(ServerSocketChannel listener, SocketAddress name)
            throws IOException {
        @Nullable SocketChannel peer = listener.accept();
        while (peer != null && !name.equals(peer.getRemoteAddress())) {
            peer.close();
            peer = listener.accept();
        }
        if (peer == null) {
            throw new ErrnoException(Errno.ECONNREFUSED);
        }
        return peer;
    }
}

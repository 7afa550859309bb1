package io.sockeye.engine.nio;

import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Makes the listener that takes the place of a client at listen(). */
final class Listeners {
    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");

    private Listeners() {}

    /**
     * Opens a listener with the client's name and options, and closes the client.
     *
     * <p>On Linux the listener is bound while the client still holds the port, so nobody can come
     * between: two sockets with SO_REUSEADDR may share a port as long as neither listens.
     * Elsewhere, and for Unix sockets, whose path has to be removed, the name is free for a moment.
     *
     * @param client bound if the user has bound it
     * @param bound its address, or null
     */
    static ServerSocketChannel replace(
            SocketChannel client,
            @Nullable SocketAddress bound,
            int backlog,
            Options options,
            int family)
            throws IOException {
        // Not below 1: the JDK takes 0 for its default of 50.
        int queue = Math.max(1, backlog);
        if (bound instanceof UnixDomainSocketAddress path) {
            client.close();
            Files.deleteIfExists(path.getPath());
            return open(bound, queue, options, family, false);
        }
        if (bound == null) {
            client.close();
            return open(null, queue, options, family, false);
        }
        boolean reuse = options.isSet(Option.REUSEADDR);
        client.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        try {
            ServerSocketChannel listener = open(bound, queue, options, family, true);
            client.close();
            return listener;
        } catch (IOException e) {
            client.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
            if (LINUX || Errors.errno(e) != Errno.EADDRINUSE) {
                throw e;
            }
            client.close();
            return open(bound, queue, options, family, false);
        }
    }

    private static ServerSocketChannel open(
            @Nullable SocketAddress address,
            int backlog,
            Options options,
            int family,
            boolean shared)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(Sockaddrs.protocolFamily(family));
        try {
            listener.configureBlocking(false);
            options.applyTo(listener);
            // The JDK's default is true; here it is what the user set.
            boolean reuse = options.isSet(Option.REUSEADDR);
            setReuse(listener, family, reuse || shared);
            listener.bind(address, backlog);
            setReuse(listener, family, reuse);
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private static void setReuse(ServerSocketChannel listener, int family, boolean reuse)
            throws IOException {
        if (family != Sockaddrs.AF_UNIX) {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
        }
    }
}

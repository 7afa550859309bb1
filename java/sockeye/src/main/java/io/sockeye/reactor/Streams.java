package io.sockeye.reactor;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.AddrInfo;
import io.sockeye.socket.Address;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Servers and clients that read and write like a file, over a {@link Reactor}: Python's {@code
 * asyncio} streams.
 *
 * <pre>{@code
 * try (var server = Streams.startServer((reader, writer) -> {
 *         byte[] line;
 *         while ((line = reader.readline()).length > 0) {
 *             writer.write(line);
 *             writer.drain();
 *         }
 *     }, "127.0.0.1", 8888)) {
 *     server.serveForever();
 * }
 * }</pre>
 *
 * <p><b>Two styles.</b> Blocking, as above: each handler has a thread of its own, a virtual one on
 * JDK 21 and later. Asynchronous: {@link #startServerAsync} calls its handler on the loop, where
 * only the {@code Async} methods may be used; a blocking one throws {@link IllegalStateException}
 * there. Stages complete on the loop, or at once where nothing has to be waited for.
 *
 * <p><b>The reactor</b> is an option. Without it all streams share one that has a daemon thread and
 * lives from the first of them until the last server and connection is closed; so a program that
 * opens many connections one after another is better off with its own.
 *
 * <p><b>Python's names</b> are {@code asyncio.start_server}, {@code open_connection} and their
 * {@code unix} kin. What differs: a connection is closed when its handler returns or its stage is
 * complete; {@code readline} throws {@link LimitOverrunException} where Python raises ValueError,
 * because the peer is to blame and not the caller; connecting has a limit in time.
 */
public final class Streams {
    private Streams() {}

    // ---- servers

    /**
     * Starts a server with blocking handlers.
     *
     * @param handler called for each connection, on a thread of its own
     * @param host an address or a name, or null or {@code ""} for every interface
     * @param port 0 for any free one
     * @return a server that accepts connections; close it
     * @throws IOException if the OS refuses it, such as EADDRINUSE
     */
    public static StreamServer startServer(StreamHandler handler, @Nullable String host, int port)
            throws IOException {
        return startServer(handler, host, port, o -> {});
    }

    /**
     * Starts a server with blocking handlers, with options. It listens on every address that the
     * host has, as in Python; with port 0 each of them gets a port of its own.
     *
     * @param handler called for each connection, on a thread of its own
     * @param host an address or a name, or null or {@code ""} for every interface
     * @param port 0 for any free one
     * @param options such as {@code o -> o.limit(1024)}
     * @return a server that accepts connections; close it
     * @throws IOException if the OS refuses it, such as EADDRINUSE
     */
    public static StreamServer startServer(
            StreamHandler handler, @Nullable String host, int port, Consumer<StreamOptions> options)
            throws IOException {
        StreamOptions chosen = chosen(options);
        return StreamServer.start(chosen, blocking(handler, chosen), tcp(host, port, chosen));
    }

    /**
     * Starts a server with handlers that never block.
     *
     * @param handler called for each connection, on its loop; the connection is closed when its
     *     stage is complete
     * @param host an address or a name, or null or {@code ""} for every interface
     * @param port 0 for any free one
     * @return a server that accepts connections; close it
     * @throws IOException if the OS refuses it, such as EADDRINUSE
     */
    public static StreamServer startServerAsync(
            BiFunction<StreamReader, StreamWriter, CompletionStage<?>> handler,
            @Nullable String host,
            int port)
            throws IOException {
        return startServerAsync(handler, host, port, o -> {});
    }

    /**
     * Starts a server with handlers that never block, with options.
     *
     * @param handler called for each connection, on its loop; the connection is closed when its
     *     stage is complete
     * @param host an address or a name, or null or {@code ""} for every interface
     * @param port 0 for any free one
     * @param options such as {@code o -> o.limit(1024)}
     * @return a server that accepts connections; close it
     * @throws IOException if the OS refuses it, such as EADDRINUSE
     */
    public static StreamServer startServerAsync(
            BiFunction<StreamReader, StreamWriter, CompletionStage<?>> handler,
            @Nullable String host,
            int port,
            Consumer<StreamOptions> options)
            throws IOException {
        StreamOptions chosen = chosen(options);
        return StreamServer.start(chosen, staged(handler), tcp(host, port, chosen));
    }

    /**
     * Starts a server on a Unix socket, with blocking handlers.
     *
     * @param handler called for each connection, on a thread of its own
     * @param path where the socket file is made; it is removed when the server is closed
     * @return a server that accepts connections; close it
     * @throws IOException if the OS refuses it
     */
    public static StreamServer startUnixServer(StreamHandler handler, Path path)
            throws IOException {
        return startUnixServer(handler, path, o -> {});
    }

    /**
     * Starts a server on a Unix socket, with blocking handlers and options.
     *
     * @param handler called for each connection, on a thread of its own
     * @param path where the socket file is made; it is removed when the server is closed
     * @param options such as {@code o -> o.limit(1024)}
     * @return a server that accepts connections; close it
     * @throws IOException if the OS refuses it
     */
    public static StreamServer startUnixServer(
            StreamHandler handler, Path path, Consumer<StreamOptions> options) throws IOException {
        StreamOptions chosen = chosen(options);
        return StreamServer.start(
                chosen,
                blocking(handler, chosen),
                (reactor, factory) ->
                        List.of(reactor.listenUNIX(path, factory, o -> o.backlog(chosen.backlog))));
    }

    private static StreamOptions chosen(Consumer<StreamOptions> options) {
        StreamOptions chosen = new StreamOptions();
        options.accept(chosen);
        return chosen;
    }

    private static StreamServer.Acceptor blocking(StreamHandler handler, StreamOptions options) {
        Executor chosen = options.executor;
        Executor executor = chosen != null ? chosen : StreamThreads.handlers();
        return (reader, writer) -> executor.execute(() -> handle(handler, reader, writer));
    }

    private static void handle(StreamHandler handler, StreamReader reader, StreamWriter writer) {
        Throwable thrown = null;
        try {
            handler.handle(reader, writer);
        } catch (Throwable e) {
            thrown = e;
        }
        StreamServer.finished(writer, thrown);
    }

    private static StreamServer.Acceptor staged(
            BiFunction<StreamReader, StreamWriter, CompletionStage<?>> handler) {
        return (reader, writer) -> {
            try {
                CompletionStage<?> stage = handler.apply(reader, writer);
                stage.whenComplete((ok, e) -> StreamServer.finished(writer, e));
            } catch (Throwable e) {
                StreamServer.finished(writer, e);
            }
        };
    }

    // ---- listening

    private static StreamServer.Listen tcp(@Nullable String host, int port, StreamOptions options) {
        return (reactor, factory) -> {
            List<ListeningPort> ports = new ArrayList<>();
            try {
                listen(hosts(reactor.engine(), host), port, reactor, factory, options, ports);
            } catch (Throwable e) {
                ports.forEach(ListeningPort::stopListening);
                throw e;
            }
            return List.copyOf(ports);
        };
    }

    private static void listen(
            Set<String> hosts,
            int port,
            Reactor reactor,
            Factory factory,
            StreamOptions options,
            List<ListeningPort> ports)
            throws IOException {
        OsException absent = null;
        for (String host : hosts) {
            try {
                ports.add(reactor.listenTCP(host, port, factory, o -> o.backlog(options.backlog)));
            } catch (OsException e) {
                if (hosts.size() == 1 || !isAbsent(e)) {
                    throw e;
                }
                Log.log(Level.DEBUG, () -> "this host has no " + host, e);
                absent = e;
            }
        }
        if (ports.isEmpty() && absent != null) {
            throw absent;
        }
    }

    /** The resolver knows families that the host may not have; Python skips them too. */
    private static boolean isAbsent(OsException e) {
        return e.errno() == Errno.EADDRNOTAVAIL || e.errno() == Errno.EAFNOSUPPORT;
    }

    private static Set<String> hosts(Engine engine, @Nullable String host) throws IOException {
        String name = host == null || host.isEmpty() ? null : host;
        Set<String> hosts = new LinkedHashSet<>();
        for (AddrInfo each :
                Sockets.getaddrinfo(
                        engine, name, "0", 0, Sockets.SOCK_STREAM, 0, Sockets.AI_PASSIVE)) {
            if (each.address() instanceof Address.Inet inet) {
                hosts.add(inet.host());
            } else if (each.address() instanceof Address.Inet6 inet6) {
                hosts.add(inet6.host());
            }
        }
        return hosts;
    }

    // ---- clients

    /**
     * Connects to a server and waits for it.
     *
     * @param host a name or an address
     * @param port its port
     * @return both directions; close it or its writer
     * @throws io.sockeye.engine.OsTimeoutException after 30 seconds
     * @throws IllegalStateException on a loop of the reactor
     * @throws IOException if no address of the host could be reached
     */
    public static StreamPair openConnection(String host, int port) throws IOException {
        return openConnection(host, port, o -> {});
    }

    /**
     * Connects to a server and waits for it, with options.
     *
     * @param host a name or an address
     * @param port its port
     * @param options such as {@code o -> o.timeout(5)}
     * @return both directions; close it or its writer
     * @throws io.sockeye.engine.OsTimeoutException if it takes longer than the timeout
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread was interrupted
     * @throws IllegalStateException on a loop of the reactor, or if that does not run
     * @throws IOException if no address of the host could be reached
     */
    public static StreamPair openConnection(String host, int port, Consumer<StreamOptions> options)
            throws IOException {
        StreamOptions chosen = chosen(options);
        return new StreamClient(chosen).waitable().connectTCP(host, port).await();
    }

    /**
     * Connects to a server, without waiting.
     *
     * @param host a name or an address
     * @param port its port
     * @return both directions, or why there are none; cancelling its future ends the attempt
     */
    public static CompletionStage<StreamPair> openConnectionAsync(String host, int port) {
        return openConnectionAsync(host, port, o -> {});
    }

    /**
     * Connects to a server, without waiting, with options.
     *
     * @param host a name or an address
     * @param port its port
     * @param options such as {@code o -> o.timeout(5)}
     * @return both directions, or why there are none; cancelling its future ends the attempt
     * @throws java.util.concurrent.RejectedExecutionException if the reactor has ended
     */
    public static CompletionStage<StreamPair> openConnectionAsync(
            String host, int port, Consumer<StreamOptions> options) {
        StreamOptions chosen = chosen(options);
        try {
            return new StreamClient(chosen).connectTCP(host, port).stage();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Connects to a Unix socket and waits for it.
     *
     * @param path where the socket file is
     * @return both directions; close it or its writer
     * @throws io.sockeye.engine.OsTimeoutException after 30 seconds
     * @throws IllegalStateException on a loop of the reactor
     * @throws IOException if nobody listens there
     */
    public static StreamPair openUnixConnection(Path path) throws IOException {
        return openUnixConnection(path, o -> {});
    }

    /**
     * Connects to a Unix socket and waits for it, with options.
     *
     * @param path where the socket file is
     * @param options such as {@code o -> o.timeout(5)}
     * @return both directions; close it or its writer
     * @throws io.sockeye.engine.OsTimeoutException if it takes longer than the timeout
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread was interrupted
     * @throws IllegalStateException on a loop of the reactor, or if that does not run
     * @throws IOException if nobody listens there
     */
    public static StreamPair openUnixConnection(Path path, Consumer<StreamOptions> options)
            throws IOException {
        StreamOptions chosen = chosen(options);
        return new StreamClient(chosen).waitable().connectUNIX(path).await();
    }
}

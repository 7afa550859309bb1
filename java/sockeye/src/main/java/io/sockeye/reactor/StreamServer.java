package io.sockeye.reactor;

import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What listens for {@link Streams#startServer}. Python's {@code asyncio.Server}.
 *
 * <p>It accepts connections from the beginning until {@link #close}; connections that it has
 * accepted go on after that. Any thread may call its methods; those that wait must not be called on
 * a loop of its reactor.
 */
public final class StreamServer implements Closeable {
    private final ReactorUse use;
    private final Acceptor acceptor;
    private final Set<StreamWriter> clients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean forever = new AtomicBoolean();

    /** Listening counts as one connection more. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Set once, before anybody has the server. */
    private List<ListeningPort> ports = List.of();

    /** Starts what serves one connection. */
    @FunctionalInterface
    interface Acceptor {
        void accepted(StreamReader reader, StreamWriter writer) throws Exception;
    }

    /** Listens on something. */
    @FunctionalInterface
    interface Listen {
        List<ListeningPort> on(Reactor reactor, Factory factory) throws IOException;
    }

    private StreamServer(ReactorUse use, Acceptor acceptor) {
        this.use = use;
        this.acceptor = acceptor;
    }

    static StreamServer start(StreamOptions options, Acceptor acceptor, Listen listen)
            throws IOException {
        StreamServer made = new StreamServer(ReactorUse.of(options), acceptor);
        try {
            made.ports = listen.on(made.use.reactor(), made.factory(options.limit));
        } catch (Throwable e) {
            made.use.release();
            throw e;
        }
        return made;
    }

    private Factory factory(int limit) {
        return new Factory() {
            @Override
            public Protocol buildProtocol(Address peer) {
                return new StreamProtocol(new Client(), limit);
            }

            @Override
            protected void stopFactory() {
                listening.complete(null);
                ended();
            }
        };
    }

    /** One connection of this server. */
    private final class Client implements StreamProtocol.Owner {
        @Override
        public void made(StreamReader reader, StreamWriter writer) throws Exception {
            open.incrementAndGet();
            clients.add(writer);
            acceptor.accepted(reader, writer);
        }

        @Override
        public void lost(StreamWriter writer) {
            clients.remove(writer);
            ended();
        }
    }

    private void ended() {
        if (open.decrementAndGet() == 0) {
            closed.complete(null);
            use.release();
        }
    }

    /** The end of its own connection is what a handler was told, not what it has done wrong. */
    private static boolean isEndOf(StreamWriter writer, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        boolean told = cause instanceof ConnectionClosed || cause instanceof OsException;
        return told && writer.isLost();
    }

    /** A handler has finished with a connection. */
    static void finished(StreamWriter writer, @Nullable Throwable thrown) {
        if (thrown != null) {
            Level level = isEndOf(writer, thrown) ? Level.DEBUG : Level.ERROR;
            Log.log(
                    level,
                    () -> "the stream handler of " + writer.peername() + " threw " + thrown,
                    thrown);
        }
        writer.close();
    }

    /**
     * Where it listens, with the real port if 0 was asked for.
     *
     * @return an address for each socket; none when the server is closed
     */
    public List<Address> sockets() {
        return isServing() ? ports.stream().map(ListeningPort::getHost).toList() : List.of();
    }

    /**
     * Whether it accepts connections.
     *
     * @return true until {@link #close}, or until its reactor ends
     */
    public boolean isServing() {
        return !listening.isDone();
    }

    /**
     * Does nothing: a server accepts from the beginning.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void startServing() {
        if (!isServing()) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    /**
     * Waits until the server is closed, by {@link #close} or because its reactor ended. An
     * interrupt of a virtual thread closes the server, as cancelling does in Python.
     *
     * @throws IllegalStateException if another thread is in it, or the server is closed; or on a
     *     loop
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread was interrupted
     * @throws IOException never otherwise
     */
    public void serveForever() throws IOException {
        StreamThreads.requireMayBlock(use.reactor(), "serveForever");
        startServing();
        if (!forever.compareAndSet(false, true)) {
            throw new IllegalStateException(this + " is in serveForever already");
        }
        try {
            StreamThreads.await(listening, "serveForever");
        } finally {
            forever.set(false);
            close();
        }
    }

    /**
     * Stops accepting; returns when nothing listens any more, or at once on a loop. Connections go
     * on. Does nothing the second time.
     */
    @Override
    public void close() {
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        for (ListeningPort port : ports) {
            stops.add(port.stopListening().toCompletableFuture());
        }
        if (!use.reactor().inLoop()) {
            stops.forEach(CompletableFuture::join);
        }
    }

    /** Closes every connection after the last byte that was written to it, without waiting. */
    public void closeClients() {
        clients.forEach(StreamWriter::close);
    }

    /**
     * Waits until the server is closed and its last connection is over.
     *
     * @throws IllegalStateException on a loop
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread was interrupted
     * @throws IOException never otherwise
     */
    public void waitClosed() throws IOException {
        StreamThreads.requireMayBlock(use.reactor(), "waitClosed");
        StreamThreads.await(closed, "waitClosed");
    }

    /**
     * As {@link #waitClosed}, without waiting.
     *
     * @return complete when the server is closed and its last connection is over
     */
    public CompletionStage<Void> waitClosedAsync() {
        return closed.copy();
    }

    @Override
    public String toString() {
        return "StreamServer on " + (isServing() ? sockets().toString() : "nothing");
    }
}

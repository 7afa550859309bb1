package io.sockeye.reactor;

import io.sockeye.engine.Timeouts;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** One outgoing connection of {@link Streams}, until it is there. */
final class StreamClient extends ClientFactory implements StreamProtocol.Owner {
    private final StreamOptions options;
    private final ReactorUse use;
    private final CompletableFuture<StreamPair> made = new CompletableFuture<>();

    StreamClient(StreamOptions options) throws IOException {
        this.options = options;
        this.use = ReactorUse.of(options);
    }

    StreamClient connectTCP(String host, int port) {
        return connect(reactor -> reactor.connectTCP(host, port, this, this::set));
    }

    StreamClient connectUNIX(Path path) {
        return connect(reactor -> reactor.connectUNIX(path, this, this::set));
    }

    private StreamClient connect(Function<Reactor, Connector> begin) {
        Connector connector;
        try {
            connector = begin.apply(use.reactor());
        } catch (Throwable e) {
            use.release();
            throw e;
        }
        made.whenComplete(
                (pair, e) -> {
                    if (e != null) {
                        giveUp(connector);
                    }
                });
        return this;
    }

    private void set(ConnectorOptions connecting) {
        if (options.timeoutNanos == Timeouts.NONE) {
            connecting.timeout((Duration) null);
        } else {
            connecting.timeout(Duration.ofNanos(options.timeoutNanos));
        }
    }

    /** The attempt has failed, or nobody wants the connection any more. */
    private static void giveUp(Connector connector) {
        try {
            connector.reactor().callFromThread(connector::disconnect);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the attempt with it.
        }
    }

    CompletableFuture<StreamPair> stage() {
        return made;
    }

    StreamPair await() throws IOException {
        try {
            return StreamThreads.await(made, "openConnection");
        } catch (Throwable e) {
            made.completeExceptionally(e);
            made.thenAccept(StreamPair::close);
            throw e;
        }
    }

    /** Before anything begins: whether this thread may wait for it. */
    StreamClient waitable() {
        try {
            StreamThreads.requireMayBlock(use.reactor(), "openConnection");
            if (!use.reactor().running()) {
                throw new IllegalStateException(
                        use.reactor() + " does not run, so nobody would connect; start it before");
            }
            return this;
        } catch (Throwable e) {
            use.release();
            throw e;
        }
    }

    // ---- on the loop

    @Override
    public Protocol buildProtocol(Address peer) {
        return new StreamProtocol(this, options.limit);
    }

    @Override
    protected void clientConnectionFailed(Connector connector, IOException reason) {
        made.completeExceptionally(reason);
    }

    @Override
    protected void stopFactory() {
        use.release();
    }

    @Override
    public void made(StreamReader reader, StreamWriter writer) {
        if (!made.complete(new StreamPair(reader, writer))) {
            writer.transport().abortConnection();
        }
    }

    @Override
    public void lost(StreamWriter writer) {}
}

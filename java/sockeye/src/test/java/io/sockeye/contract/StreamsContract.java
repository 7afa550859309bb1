package io.sockeye.contract;

import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.StreamHandler;
import io.sockeye.reactor.StreamOptions;
import io.sockeye.reactor.StreamPair;
import io.sockeye.reactor.StreamReader;
import io.sockeye.reactor.StreamServer;
import io.sockeye.reactor.StreamWriter;
import io.sockeye.reactor.Streams;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A test of the streams, on a reactor that runs with the engine and the multiplexer at hand. */
abstract class StreamsContract extends ReactorContract {
    Reactor reactor;

    @BeforeEach
    void startReactor() throws IOException {
        reactor = reactor();
    }

    StreamServer server(StreamHandler handler) throws IOException {
        return server(handler, o -> {});
    }

    StreamServer server(StreamHandler handler, Consumer<StreamOptions> options) throws IOException {
        return own(Streams.startServer(handler, "127.0.0.1", 0, on(options)));
    }

    StreamServer asyncServer(BiFunction<StreamReader, StreamWriter, CompletionStage<?>> handler)
            throws IOException {
        return own(Streams.startServerAsync(handler, "127.0.0.1", 0, on(o -> {})));
    }

    Consumer<StreamOptions> on(Consumer<StreamOptions> options) {
        return o -> options.accept(o.reactor(reactor));
    }

    StreamPair connect(StreamServer server) throws IOException {
        return connect(port(server.sockets().get(0)), o -> {});
    }

    StreamPair connect(int port, Consumer<StreamOptions> options) throws IOException {
        return own(Streams.openConnection("127.0.0.1", port, on(options)));
    }

    /** A connection whose other end is a plain socket. */
    record Wire(StreamPair streams, Socket peer) {
        StreamReader reader() {
            return streams.reader();
        }

        StreamWriter writer() {
            return streams.writer();
        }
    }

    Wire wire() throws IOException {
        return wire(o -> {});
    }

    Wire wire(Consumer<StreamOptions> options) throws IOException {
        Socket listener = listener();
        StreamPair streams = connect(port(listener), options);
        Socket peer = own(listener.accept().socket());
        peer.settimeout(TimeUnit.NANOSECONDS.toSeconds(Eventually.LIMIT_NANOS));
        listener.close();
        return new Wire(streams, peer);
    }

    Socket client(StreamServer server) throws IOException {
        Socket socket = tcp();
        socket.settimeout(TimeUnit.NANOSECONDS.toSeconds(Eventually.LIMIT_NANOS));
        socket.connect(server.sockets().get(0));
        return socket;
    }

    static int port(Address address) {
        return ((Address.Inet) address).port();
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return get(stage.toCompletableFuture());
    }

    /** The stage must fail with this. */
    static <E extends Throwable> E failure(Class<E> type, CompletionStage<?> stage)
            throws Exception {
        CompletableFuture<@Nullable Throwable> failed = new CompletableFuture<>();
        stage.whenComplete((ok, e) -> failed.complete(e));
        return type.cast(get(failed));
    }

    static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] part = reader.read(4096); part.length > 0; part = reader.read(4096)) {
            writer.write(part);
            writer.drain();
        }
    }

    static CompletionStage<Void> echoAsync(StreamReader reader, StreamWriter writer) {
        return reader.readAsync(4096)
                .thenCompose(
                        part -> {
                            if (part.length == 0) {
                                return CompletableFuture.completedFuture(null);
                            }
                            writer.write(part);
                            return writer.drainAsync().thenCompose(ok -> echoAsync(reader, writer));
                        });
    }
}

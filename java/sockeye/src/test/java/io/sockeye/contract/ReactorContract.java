package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.Factory;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.ReactorOptions;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/**
 * A test of the reactor: it runs with every multiplexer of every engine. Protocols live on the
 * loop; the test talks to them from its own thread, over real sockets.
 */
@ParameterizedClass(name = "{0}, {1}")
abstract class ReactorContract extends ContractTest {
    @Parameter(1)
    Multiplexer kind;

    /** What the reactor logs; closed after everything else. */
    Logs logs;

    @BeforeEach
    void captureLogs() {
        logs = own(Logs.capture());
    }

    /** A reactor that runs in the background until the end of the test. */
    Reactor reactor() throws IOException {
        return reactor(o -> {});
    }

    Reactor reactor(Consumer<ReactorOptions> options) throws IOException {
        Reactor made = idle(options);
        made.start();
        return made;
    }

    /** A reactor that does not run yet. */
    Reactor idle(Consumer<ReactorOptions> options) throws IOException {
        return own(
                Reactor.create(
                        o -> {
                            o.engine(engine).multiplexer(kind);
                            options.accept(o);
                        }));
    }

    static ListeningPort listen(Reactor reactor, Factory factory) throws IOException {
        return reactor.listenTCP("127.0.0.1", 0, factory);
    }

    /** A port whose one connection is served by this protocol. */
    static ListeningPort listen(Reactor reactor, Protocol only) throws IOException {
        return reactor.listenTCP("127.0.0.1", 0, () -> only);
    }

    static int port(ListeningPort listening) {
        return ((Address.Inet) listening.getHost()).port();
    }

    /** A client that blocks, with a timeout against broken tests. */
    Socket client(ListeningPort listening) throws IOException {
        Socket socket = tcp();
        socket.settimeout(TimeUnit.NANOSECONDS.toSeconds(Eventually.LIMIT_NANOS));
        socket.connect(listening.getHost());
        return socket;
    }

    /** A client of a reactor of its own, served by this protocol. */
    Socket served(Protocol protocol) throws IOException {
        return client(listen(reactor(), protocol));
    }

    static byte[] receiveAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part = socket.recv(65536); part.length > 0; part = socket.recv(65536)) {
            all.write(part);
        }
        return all.toByteArray();
    }

    static byte[] receive(Socket socket, int length) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(length);
        while (all.hasRemaining()) {
            if (socket.recvInto(all) == 0) {
                throw new AssertionError("the stream ended after " + all.position() + " bytes");
            }
        }
        return all.array();
    }

    /** Does something on the loop and waits for its result. */
    static <T> T onLoop(Reactor reactor, Callable<T> call) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        reactor.callFromThread(
                () -> {
                    try {
                        done.complete(call.call());
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                });
        return done.get(Eventually.LIMIT_NANOS, TimeUnit.NANOSECONDS);
    }

    static void runOnLoop(Reactor reactor, Action action) throws Exception {
        onLoop(
                reactor,
                () -> {
                    action.run();
                    return null;
                });
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Eventually.LIMIT_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Writes down what it is told. What a test reads from another thread is behind its lock. */
    static class Recorder extends Protocol {
        final CompletableFuture<Recorder> made = new CompletableFuture<>();
        final CompletableFuture<IOException> lost = new CompletableFuture<>();
        private final List<String> calls = new ArrayList<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        @Override
        protected void connectionMade() throws Exception {
            note("made");
            made.complete(this);
        }

        @Override
        protected void dataReceived(ByteBuffer data) throws Exception {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            synchronized (calls) {
                received.writeBytes(bytes);
            }
            note("data");
        }

        @Override
        protected void connectionLost(IOException reason) throws Exception {
            note("lost");
            if (!lost.complete(reason)) {
                note("lost twice");
            }
        }

        void note(String call) {
            synchronized (calls) {
                calls.add(call);
            }
        }

        List<String> calls() {
            synchronized (calls) {
                return List.copyOf(calls);
            }
        }

        byte[] bytes() {
            synchronized (calls) {
                return received.toByteArray();
            }
        }

        /** How often it was called so. */
        long count(String call) {
            return calls().stream().filter(call::equals).count();
        }

        String text() {
            return new String(bytes(), UTF_8);
        }
    }

    /** Does something when it is made. */
    static final class Doing extends Recorder {
        /** What to do. */
        @FunctionalInterface
        interface Deed {
            void on(Recorder protocol) throws Exception;
        }

        private final Deed deed;

        Doing(Deed deed) {
            this.deed = deed;
        }

        @Override
        protected void connectionMade() throws Exception {
            super.connectionMade();
            deed.on(this);
        }
    }

    /** Runs on the loop of a protocol that was made. */
    static void runWith(Recorder protocol, Action action) throws Exception {
        runOnLoop(get(protocol.made).transport().reactor(), action);
    }

    /** Sends back what it gets. */
    static class Echo extends Protocol {
        @Override
        protected void dataReceived(ByteBuffer data) {
            transport().write(data);
        }
    }
}

package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.ConnectionResetException;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.StreamPair;
import io.sockeye.reactor.StreamReader;
import io.sockeye.reactor.StreamServer;
import io.sockeye.reactor.StreamWriter;
import io.sockeye.reactor.Streams;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Servers and clients of the streams, whole conversations. */
@Tag("contract")
class StreamsTest extends StreamsContract {
    @Test
    void aBlockingHandlerEchoes() throws Exception {
        talks(server(StreamsContract::echo));
    }

    @Test
    void anAsyncHandlerEchoes() throws Exception {
        talks(asyncServer(StreamsContract::echoAsync));
    }

    private void talks(StreamServer server) throws Exception {
        StreamPair here = connect(server);
        for (String line : List.of("hello\n", "world\n")) {
            here.writer().write(line, UTF_8);
            here.writer().drain();
            assertEquals(line, text(here.reader().readline()));
        }
        here.writer().writeEof();
        assertEquals(0, here.reader().readline().length);
        assertTrue(here.reader().atEof());
        here.writer().close();
        here.writer().waitClosed();
    }

    @Test
    void theHandlerWritesAfterThePeersHalfClose() throws Exception {
        StreamServer server = server((r, w) -> w.write("got " + text(r.read()), UTF_8));
        Socket client = client(server);
        client.sendall(bytes("everything"));
        client.shutdown(Sockets.SHUT_WR);
        assertEquals("got everything", text(receiveAll(client)));
    }

    @Test
    void theWriterIsFlushedAndClosedWhenTheHandlerReturns() throws Exception {
        byte[] much = pattern(5_000_000);
        assertArrayEquals(much, receiveAll(client(server((r, w) -> w.write(much)))));
        assertArrayEquals(
                much,
                receiveAll(
                        client(
                                asyncServer(
                                        (r, w) -> {
                                            w.write(much);
                                            return CompletableFuture.completedFuture(null);
                                        }))));
    }

    @Test
    void aHandlerThatThrowsEndsItsConnectionOnly() throws Exception {
        StreamServer blocking =
                server(
                        (r, w) -> {
                            throwIf("bad", text(r.readline()));
                            w.write("good", UTF_8);
                        });
        StreamServer async =
                asyncServer(
                        (r, w) ->
                                r.readlineAsync()
                                        .thenAccept(
                                                line -> {
                                                    throwIf("bad", text(line));
                                                    w.write("good", UTF_8);
                                                }));
        StreamServer atOnce =
                asyncServer(
                        (r, w) -> {
                            w.write("good", UTF_8);
                            throw new IllegalStateException("on purpose");
                        });
        try (Logged log = new Logged("io.sockeye.reactor")) {
            for (StreamServer server : List.of(blocking, async)) {
                assertEquals("", answer(server, "bad\n"));
                assertEquals("good", answer(server, "ok\n"));
            }
            assertEquals("good", answer(atOnce, ""));
            assertEquals(3, log.messages().size(), log.messages().toString());
            for (String message : log.messages()) {
                assertTrue(message.startsWith("SEVERE the stream handler of "), message);
                assertTrue(message.contains("on purpose"), message);
            }
        }
    }

    private static void throwIf(String bad, String line) {
        if (line.startsWith(bad)) {
            throw new IllegalStateException("on purpose");
        }
    }

    private String answer(StreamServer server, String question) throws IOException {
        Socket client = client(server);
        client.sendall(bytes(question));
        return text(receiveAll(client));
    }

    @Test
    void aRejectedConnectionIsClosed() throws Exception {
        StreamServer server =
                server(
                        StreamsContract::echo,
                        o ->
                                o.executor(
                                        task -> {
                                            throw new IllegalStateException("full on purpose");
                                        }));
        Socket client = client(server);
        assertEquals(0, receivedUntilEnd(client));
    }

    /** A connection that is given up may end in a reset. */
    private static int receivedUntilEnd(Socket socket) throws IOException {
        try {
            return receiveAll(socket).length;
        } catch (ConnectionResetException e) {
            return 0;
        }
    }

    @Test
    void handlersRunOnVirtualThreadsWhereThereAreSome() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        client(server((r, w) -> ran.complete(Thread.currentThread())));
        Thread thread = get(ran);
        assertEquals(VirtualThreads.exist(), VirtualThreads.isVirtual(thread));
        assertTrue(thread.isDaemon());
        assertTrue(thread.getName().startsWith("streams-handler-"), thread.getName());
    }

    @Test
    void handlersRunOnTheGivenExecutor() throws Exception {
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        Socket client = client(server((r, w) -> w.write("x", UTF_8), o -> o.executor(tasks::add)));
        Eventually.eventually("the handler waits to run", () -> !tasks.isEmpty());
        tasks.remove().run();
        assertEquals("x", text(receiveAll(client)));
    }

    @Test
    void servesManyConnectionsAtOnce() throws Exception {
        manyAtOnce(100);
    }

    @Test
    void servesAThousandVirtualThreads() throws Exception {
        assumeTrue(VirtualThreads.exist(), "platform threads are too dear for a thousand");
        assumeTrue(kind != Multiplexer.SELECT, "select has no room for so many");
        manyAtOnce(1000);
    }

    private void manyAtOnce(int count) throws Exception {
        StreamServer server = server(StreamsContract::echo, o -> o.backlog(count));
        List<StreamPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(connect(server));
        }
        for (int i = 0; i < count; i++) {
            pairs.get(i).writer().write("client " + i + "\n", UTF_8);
        }
        for (int i = 0; i < count; i++) {
            assertEquals("client " + i + "\n", text(pairs.get(i).reader().readline()));
            pairs.get(i).close();
        }
        server.close();
        server.waitClosed();
    }

    @Test
    void largeTransfersInBothDirections() throws Exception {
        byte[] sent = new byte[8_000_000];
        new Random(3).nextBytes(sent);
        for (StreamServer server :
                List.of(server(StreamsContract::echo), asyncServer(StreamsContract::echoAsync))) {
            StreamPair here = connect(server);
            Background<Void> sender =
                    inBackground(
                            () -> {
                                for (int at = 0; at < sent.length; at += 10_000) {
                                    here.writer().write(ByteBuffer.wrap(sent, at, 10_000));
                                    here.writer().drain();
                                }
                                here.writer().writeEof();
                            });
            assertArrayEquals(sent, here.reader().read());
            sender.result();
        }
    }

    @Test
    void aRefusedConnectionIsReported() throws Exception {
        assertThrows(ConnectionRefusedException.class, () -> connect(refused(), o -> {}));
        assertInstanceOf(
                ConnectionRefusedException.class,
                failure(
                        Throwable.class,
                        Streams.openConnectionAsync("127.0.0.1", refused(), on(o -> {}))));
    }

    /** A port that is bound, on which nobody listens. */
    private int refused() throws IOException {
        return port(deadPort());
    }

    @Test
    void connectingIsLimitedInTime() throws Exception {
        int full = port(fullListener());
        assertThrows(OsTimeoutException.class, () -> connect(full, o -> o.timeout(0.05)));
    }

    @Test
    void givingUpAnAttemptEndsIt() throws Exception {
        int full = port(fullListener());
        CompletableFuture<StreamPair> attempt =
                Streams.openConnectionAsync("127.0.0.1", full, on(o -> {})).toCompletableFuture();
        assertTrue(attempt.cancel(true));
    }

    @Test
    void opensAConnectionWithoutWaiting() throws Exception {
        StreamServer server = server(StreamsContract::echo);
        int port = port(server.sockets().get(0));
        CompletionStage<String> answer = onLoop(reactor, () -> ask(port, "hi\n"));
        assertEquals("hi\n", get(answer));
    }

    /** Everything that follows comes on the loop, because this begins there. */
    private CompletionStage<String> ask(int port, String line) {
        return Streams.openConnectionAsync("localhost", port, on(o -> {}))
                .thenCompose(
                        pair -> {
                            assertTrue(reactor.inLoop());
                            pair.writer().write(line, UTF_8);
                            return pair.reader()
                                    .readlineAsync()
                                    .whenComplete((ok, e) -> pair.close());
                        })
                .thenApply(
                        answer -> {
                            assertTrue(reactor.inLoop());
                            return text(answer);
                        });
    }

    @Test
    void blockingOnTheLoopIsRefusedAtOnce() throws Exception {
        StreamServer server = server(StreamsContract::echo);
        Wire wire = wire();
        List<Executable> calls =
                List.of(
                        () -> wire.reader().read(1),
                        () -> wire.reader().readline(),
                        () -> wire.writer().drain(),
                        () -> wire.writer().waitClosed(),
                        () -> connect(server),
                        server::serveForever,
                        server::waitClosed);
        for (Executable call : calls) {
            runOnLoop(reactor, () -> assertThrows(IllegalStateException.class, call));
        }
        runOnLoop(reactor, server::close);
        assertFalse(server.isServing());
    }

    @Test
    void knowsBothAddresses() throws Exception {
        CompletableFuture<Object> peer = new CompletableFuture<>();
        StreamServer server = server((r, w) -> peer.complete(w.getExtraInfo("peername")));
        Socket client = client(server);
        assertEquals(client.getsockname(), get(peer));
        Wire wire = wire();
        assertEquals(wire.peer().getsockname(), wire.writer().peername());
        assertEquals(wire.peer().getpeername(), wire.writer().sockname());
        assertEquals(wire.writer().sockname(), wire.writer().getExtraInfo("sockname"));
        assertNull(wire.writer().getExtraInfo("sslcontext"));
        assertTrue(wire.writer().canWriteEof());
    }

    @Test
    void servesUnixSockets() throws Exception {
        Path path = socketPath();
        try (StreamServer server =
                Streams.startUnixServer(StreamsContract::echo, path, on(o -> {}))) {
            assertEquals(List.of(Address.unix(path)), server.sockets());
            try (StreamPair here = Streams.openUnixConnection(path, on(o -> {}))) {
                here.writer().write("over unix\n", UTF_8);
                assertEquals("over unix\n", text(here.reader().readline()));
            }
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void streamsOfSeveralLoopsMeet() throws Exception {
        reactor = reactor(o -> o.loops(3));
        StreamServer hub = asyncServer(StreamsContract::echoAsync);
        int port = port(hub.sockets().get(0));
        StreamServer relay = asyncServer((r, w) -> relay(r, w, port));
        List<StreamPair> pairs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pairs.add(connect(relay));
            pairs.get(i).writer().write("relayed " + i + "\n", UTF_8);
        }
        for (int i = 0; i < 30; i++) {
            assertEquals("relayed " + i + "\n", text(pairs.get(i).reader().readline()));
        }
    }

    /** Sends a line on over another connection, which may be on another loop. */
    private CompletionStage<Void> relay(StreamReader reader, StreamWriter writer, int to) {
        return Streams.openConnectionAsync("127.0.0.1", to, on(o -> {}))
                .thenCompose(
                        next ->
                                reader.readlineAsync()
                                        .thenCompose(
                                                line -> {
                                                    next.writer().write(line);
                                                    return next.reader().readlineAsync();
                                                })
                                        .thenAccept(writer::write)
                                        .whenComplete((ok, e) -> next.close()));
    }
}

package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.StreamPair;
import io.sockeye.reactor.StreamServer;
import io.sockeye.reactor.Streams;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a stream server, and of the reactor below it. */
@Tag("contract")
class StreamsServerTest extends StreamsContract {
    @Test
    void servesUntilItIsClosed() throws Exception {
        StreamServer server = server(StreamsContract::echo);
        server.startServing();
        assertTrue(server.isServing());
        assertEquals(1, server.sockets().size());
        Address at = server.sockets().get(0);
        Background<Void> serving = inBackground(server::serveForever).awaitBlocked();
        assertThrows(IllegalStateException.class, server::serveForever);
        server.close();
        server.close();
        serving.result();
        assertFalse(server.isServing());
        assertEquals(List.of(), server.sockets());
        assertThrows(IllegalStateException.class, server::serveForever);
        assertThrows(IllegalStateException.class, server::startServing);
        assertEquals(Errno.ECONNREFUSED, tcp().connectEx(at));
    }

    @Test
    void connectionsGoOnAfterItIsClosed() throws Exception {
        StreamServer server = server(StreamsContract::echo);
        StreamPair here = connect(server);
        here.writer().write("before\n", UTF_8);
        assertEquals("before\n", text(here.reader().readline()));
        server.close();
        here.writer().write("after\n", UTF_8);
        assertEquals("after\n", text(here.reader().readline()));
        CompletableFuture<Void> closed = server.waitClosedAsync().toCompletableFuture();
        assertFalse(closed.isDone());
        Background<Void> waiting = inBackground(server::waitClosed).awaitBlocked();
        server.closeClients();
        assertEquals(0, here.reader().read().length);
        waiting.result();
        get(closed);
    }

    @Test
    void theEndOfTheReactorIsItsEnd() throws Exception {
        StreamServer server = server(StreamsContract::echo);
        Background<Void> serving = inBackground(server::serveForever).awaitBlocked();
        reactor.close();
        serving.result();
        assertFalse(server.isServing());
        server.close();
        server.waitClosed();
    }

    @Test
    void anInterruptOfAVirtualThreadClosesIt() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        StreamServer server = server(StreamsContract::echo);
        Background<Void> serving =
                VirtualThreads.start(
                        () -> {
                            server.serveForever();
                            return null;
                        });
        serving.awaitBlocked().thread().interrupt();
        serving.failure(OsInterruptedException.class);
        assertFalse(server.isServing());
    }

    @Test
    void aPortThatIsTakenIsReported() throws Exception {
        int port = port(listener());
        failsWith(
                Errno.EADDRINUSE,
                () -> Streams.startServer(StreamsContract::echo, "127.0.0.1", port, on(o -> {})));
    }

    @Test
    void listensOnEveryAddressOfAName() throws Exception {
        try (StreamServer everywhere =
                Streams.startServer(StreamsContract::echo, null, 0, on(o -> {}))) {
            for (Address at : everywhere.sockets()) {
                boolean six = at instanceof Address.Inet6;
                int port = six ? ((Address.Inet6) at).port() : port(at);
                Socket socket = six ? tcp6() : tcp();
                socket.connect(six ? "::1" : "127.0.0.1", port);
                socket.sendall(bytes("x"));
                assertEquals("x", text(receive(socket, 1)));
            }
            assertFalse(everywhere.sockets().isEmpty());
        }
    }

    @Test
    void aReactorThatDoesNotRunIsRefused() throws Exception {
        Reactor idle = idle(o -> {});
        assertThrows(
                IllegalStateException.class,
                () -> Streams.openConnection("127.0.0.1", 1, o -> o.reactor(idle)));
    }

    @Test
    void withoutAReactorAllShareOneThatEndsWithTheLast() throws Exception {
        StreamServer server = own(Streams.startServer(StreamsContract::echo, "127.0.0.1", 0));
        int port = port(server.sockets().get(0));
        StreamPair first = own(Streams.openConnection("127.0.0.1", port));
        StreamPair second =
                own(get(Streams.openConnectionAsync("127.0.0.1", port).toCompletableFuture()));
        assertEquals(1, loops());
        assertTrue(
                onLoop(
                        first.writer().transport().reactor(),
                        () -> Thread.currentThread().isDaemon()));
        server.close();
        first.close();
        second.writer().write("the last\n", UTF_8);
        assertEquals("the last\n", text(second.reader().readline()));
        second.close();
        Eventually.eventually("the shared loop ends", () -> loops() == 0);
    }

    private static long loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("streams-0"))
                .count();
    }

    @Test
    void theSharedReactorEndsWithAnAttemptThatFails() throws Exception {
        int dead = port(deadPort());
        assertThrows(IOException.class, () -> Streams.openConnection("127.0.0.1", dead));
        assertInstanceOf(
                IOException.class,
                failure(Throwable.class, Streams.openConnectionAsync("127.0.0.1", dead)));
        int taken = port(listener());
        assertThrows(
                IOException.class,
                () -> Streams.startServer(StreamsContract::echo, "127.0.0.1", taken));
        Eventually.eventually("the shared loop ends", () -> loops() == 0);
    }
}

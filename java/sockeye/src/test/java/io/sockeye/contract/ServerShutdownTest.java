package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingMixIn;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a server is ended, from every thread and at every time. */
@Tag("contract")
class ServerShutdownTest extends ServerContract {
    private TCPServer echo() throws IOException {
        return own(new TCPServer(LOOPBACK, EchoHandler::new, on(o -> {})));
    }

    private void serves(TCPServer server) throws IOException {
        Socket client = connect(server);
        echoes(client, "here");
        ends(client);
    }

    /** The poll interval has no end, so nothing but the call can wake the loop. */
    @Test
    void shutdownWakesTheLoopAtOnce() throws Exception {
        TCPServer server = echo();
        Background<Void> serving = inBackground(() -> server.serveForever(null)).awaitBlocked();
        server.shutdown();
        assertTrue(serving.isDone() || serving.result() == null);
    }

    @Test
    void shutdownTwiceIsShutdownOnce() throws Exception {
        TCPServer server = echo();
        Background<Void> serving = serving(server).awaitBlocked();
        Background<Void> first = inBackground(server::shutdown);
        Background<Void> second = inBackground(server::shutdown);
        first.result();
        second.result();
        serving.result();
        server.shutdown();
    }

    @Test
    void shutdownBeforeTheFirstServeForeverIsKeptForIt() throws Exception {
        TCPServer server = echo();
        server.shutdown();
        server.shutdown();
        server.serveForever();
        Background<Void> serving = serving(server);
        serves(server);
        server.shutdown();
        serving.result();
    }

    @Test
    void shutdownAfterServeForeverLeavesNothingBehind() throws Exception {
        TCPServer server = echo();
        Background<Void> first = serving(server).awaitBlocked();
        server.shutdown();
        first.result();
        server.shutdown();
        Background<Void> second = serving(server);
        serves(server);
        server.shutdown();
        second.result();
    }

    @Test
    void shutdownOnTheServingThreadIsRefused() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) ->
                                        thrown.set(
                                                assertThrows(
                                                        IllegalStateException.class, by::shutdown)),
                                on(o -> {})));
        Background<Void> serving = serving(server);
        untilClosed(connect(server));
        assertTrue(thrown.get().getMessage().contains("another thread"));
        assertFalse(serving.isDone());
        server.shutdown();
    }

    @Test
    void aHandlerOnItsOwnThreadMayShutItsServerDown() throws Exception {
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) -> by.shutdown(),
                                on(o -> o.mixIn(new ThreadingMixIn()))));
        Background<Void> serving = serving(server);
        untilClosed(connect(server));
        serving.result();
    }

    @Test
    void aHandlerOnItsOwnThreadMayCloseItsServer() throws Exception {
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) -> by.serverClose(),
                                on(o -> o.mixIn(new ThreadingMixIn()))));
        Background<Void> serving = serving(server);
        untilClosed(connect(server));
        serving.result();
    }

    @Test
    void shutdownWaitsForTheRequestThatTheLoopHandles() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) -> {
                                    handling.countDown();
                                    let.await();
                                },
                                on(o -> {})));
        Background<Void> serving = serving(server);
        connect(server);
        handling.await();
        Background<Void> shutdown = inBackground(server::shutdown);
        Eventually.eventually(
                "it waits", () -> shutdown.thread().getState() == Thread.State.WAITING);
        shutdown.thread().interrupt();
        assertFalse(shutdown.isDone());
        let.countDown();
        shutdown.result();
        serving.result();
    }

    @Test
    void closeEndsTheLoop() throws Exception {
        TCPServer server = echo();
        Background<Void> serving = serving(server).awaitBlocked();
        server.close();
        serving.result();
        assertEquals(-1, server.fileno());
        server.close();
    }

    @Test
    void aClosedServerServesNoMore() throws Exception {
        TCPServer server = echo();
        server.close();
        assertThrows(IllegalArgumentException.class, server::serveForever);
        assertThrows(IllegalArgumentException.class, server::handleRequest);
        server.shutdown();
    }

    @Test
    void twoThreadsCannotServe() throws Exception {
        TCPServer server = echo();
        serving(server).awaitBlocked();
        assertThrows(IllegalStateException.class, server::serveForever);
        serves(server);
    }

    @Test
    void aServerIsARunnable() throws Exception {
        TCPServer server = echo();
        Thread thread = new Thread(server);
        thread.start();
        serves(server);
        server.shutdown();
        thread.join();
    }

    @Test
    void anInterruptOfAVirtualThreadEndsTheLoop() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        TCPServer server = echo();
        Background<Void> serving =
                VirtualThreads.start(
                        () -> {
                            server.serveForever();
                            return null;
                        });
        serving.awaitBlocked().thread().interrupt();
        serving.failure(OsInterruptedException.class);
        server.shutdown();
    }

    // ---- handleRequest

    @Test
    void handleRequestServesOne() throws Exception {
        TCPServer server = echo();
        Background<Void> handling = inBackground(server::handleRequest).awaitBlocked();
        serves(server);
        handling.result();
    }

    @Test
    void handleRequestTimesOutAfterTheShorterLimit() throws Exception {
        Traced server = own(new Traced("", o -> o.timeout(Duration.ofMillis(1))));
        trace.clear();
        assertEquals(Duration.ofMillis(1), server.timeout());
        server.handleRequest();
        server.socket().settimeout(3600.0);
        server.handleRequest();
        server.timeout(null);
        server.socket().settimeout(0.001);
        server.handleRequest();
        server.timeout(Duration.ofHours(1));
        server.handleRequest();
        assertEquals(Collections.nCopies(4, "handleTimeout"), List.copyOf(trace));
    }

    @Test
    void handleRequestWithATimeoutOfZeroOrLessServesOnlyWhoWaits() throws Exception {
        for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            Traced server = own(new Traced("", o -> o.timeout(none)));
            trace.clear();
            server.handleRequest();
            assertEquals(List.of("handleTimeout"), List.copyOf(trace));
            Socket waiting = connect(server);
            server.handleRequest();
            untilClosed(waiting);
        }
    }

    @Test
    void serveForeverHasNoTimeout() throws Exception {
        Traced server = own(new Traced("", o -> o.timeout(Duration.ofMillis(-1))));
        trace.clear();
        Background<Void> serving = serving(server).awaitBlocked();
        server.shutdown();
        serving.result();
        assertEquals(List.of(), trace);
    }

    @Test
    void closeEndsHandleRequest() throws Exception {
        TCPServer server = echo();
        Background<Void> handling = inBackground(server::handleRequest).awaitBlocked();
        server.close();
        handling.failure(ClosedException.class);
    }

    /** Whichever comes first: shutdown is not lost, and the loop ends. */
    @Test
    void shutdownRightAfterTheStartIsNotLost() throws Exception {
        for (int i = 0; i < 20; i++) {
            TCPServer server = echo();
            Background<Void> serving = inBackground(() -> server.serveForever(0.01));
            server.shutdown();
            serving.result();
            server.close();
        }
    }

    @Test
    void aServerThatNeverServedCloses() throws Exception {
        TCPServer server =
                new TCPServer(LOOPBACK, EchoHandler::new, on(o -> o.mixIn(new ThreadingMixIn())));
        server.serverClose();
        assertEquals(-1, server.socket().fileno());
    }

    @Test
    void theEndOfATryClosesTheServer() throws Exception {
        TCPServer left;
        try (TCPServer server = new TCPServer(LOOPBACK, EchoHandler::new, on(o -> {}))) {
            left = server;
            assertTrue(server.fileno() != -1);
        }
        assertEquals(-1, left.socket().fileno());
    }

    @Test
    void aThousandServersThatCannotBindLeaveNoDescriptor() throws Exception {
        Address taken = listener().getsockname();
        for (int i = 0; i < 1024; i++) {
            failsWith(Errno.EADDRINUSE, () -> new TCPServer(taken, EchoHandler::new, on(o -> {})));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new TCPServer("127.0.0.1", -1, EchoHandler::new));
        }
    }

    @Test
    void acceptedConnectionsBlockThoughTheServersSocketHasATimeout() throws Exception {
        AtomicReference<Object> timeout = new AtomicReference<>("none yet");
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) -> timeout.set(request.gettimeout()),
                                on(o -> {})));
        server.socket().settimeout(30.0);
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
        assertNull(timeout.get());
    }
}

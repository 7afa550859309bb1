package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.RequestCallback;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingMixIn;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.ThreadingUDPServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that handle several requests at a time. */
@Tag("contract")
class ThreadingServerTest extends ServerContract {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    private TCPServer server(ThreadingMixIn mixIn) throws IOException {
        return server(mixIn, ThreadingServerTest::echo);
    }

    private TCPServer server(ThreadingMixIn mixIn, RequestCallback<Socket> handler)
            throws IOException {
        RequestCallback<Socket> noted =
                (request, client, by) -> {
                    threads.add(Thread.currentThread());
                    handler.handle(request, client, by);
                };
        return own(new TCPServer(LOOPBACK, noted, on(o -> o.mixIn(mixIn))));
    }

    private static void echo(Socket request, Object client, Object server) throws IOException {
        byte[] data;
        while ((data = request.recv(1024)).length > 0) {
            request.sendall(data);
        }
    }

    @Test
    void manyClientsAreServedAtTheSameTime() throws Exception {
        ThreadingTCPServer server =
                own(
                        new ThreadingTCPServer(
                                LOOPBACK, EchoHandler::new, on(o -> o.requestQueueSize(64))));
        serving(server);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(connect(server));
            echoes(clients.get(i), "first " + i);
        }
        List<Background<Void>> all = new ArrayList<>();
        for (Socket client : clients) {
            all.add(
                    inBackground(
                            () -> {
                                for (int i = 0; i < 20; i++) {
                                    echoes(client, "line " + i);
                                }
                                ends(client);
                            }));
        }
        for (Background<Void> each : all) {
            each.result();
        }
    }

    @Test
    void serverCloseWaitsForRequests() throws Exception {
        TCPServer server = server(new ThreadingMixIn());
        serving(server);
        Socket client = connect(server);
        echoes(client, "here");
        server.shutdown();
        Background<Void> closing = inBackground(server::serverClose);
        Eventually.eventually(
                "it waits", () -> closing.thread().getState() == Thread.State.WAITING);
        echoes(client, "still here");
        assertFalse(closing.isDone());
        ends(client);
        closing.result();
        assertFalse(threads.element().isDaemon());
    }

    @Test
    void serverCloseDoesNotWaitIfItIsToldNotTo() throws Exception {
        closesWhileServing(new ThreadingMixIn().blockOnClose(false), false);
    }

    @Test
    void serverCloseDoesNotWaitForDaemons() throws Exception {
        closesWhileServing(new ThreadingMixIn().daemonThreads(true), true);
    }

    private void closesWhileServing(ThreadingMixIn mixIn, boolean daemon) throws Exception {
        TCPServer server = server(mixIn);
        serving(server);
        Socket client = connect(server);
        echoes(client, "here");
        server.close();
        echoes(client, "still here");
        ends(client);
        assertEquals(daemon, threads.element().isDaemon());
    }

    /** Two clients are in, the third waits in the backlog, and shutdown is not kept waiting. */
    @Test
    void noMoreThreadsThanMaxThreads() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TCPServer server =
                server(
                        new ThreadingMixIn().maxThreads(2),
                        (request, client, by) -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            echo(request, client, by);
                            now.decrementAndGet();
                        });
        Background<Void> serving = serving(server);
        Socket first = connect(server);
        Socket second = connect(server);
        echoes(first, "one");
        echoes(second, "two");
        Socket third = connect(server);
        third.sendall(bytes("x"));
        Eventually.eventually("the loop waits for a thread", () -> waitsForChange(serving));
        ends(first);
        assertEquals("x", text(receiveFully(third, 1)));
        Socket fourth = connect(server);
        fourth.sendall(bytes("x"));
        Eventually.eventually("the loop waits for a thread", () -> waitsForChange(serving));
        server.shutdown();
        serving.result();
        ends(second);
        ends(third);
        assertEquals(2, most.get());
    }

    private static boolean waitsForChange(Background<?> serving) {
        for (StackTraceElement frame : serving.thread().getStackTrace()) {
            if (frame.getMethodName().equals("awaitChange")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void handleRequestTimesOutWhileAllThreadsAreBusy() throws Exception {
        TCPServer server = server(new ThreadingMixIn().maxThreads(1));
        Socket first = connect(server);
        server.handleRequest();
        echoes(first, "one");
        Socket second = connect(server);
        server.timeout(Duration.ofMillis(1));
        server.handleRequest();
        ends(first);
        server.timeout(null);
        server.handleRequest();
        echoes(second, "two");
        ends(second);
    }

    /** The next request finds nothing of the last one, and nobody has to end the thread. */
    @Test
    void aThreadTakesTheNextRequestOrEndsByItself() throws Exception {
        AtomicInteger interrupted = new AtomicInteger();
        TCPServer server =
                server(
                        new ThreadingMixIn(),
                        (request, client, by) -> {
                            interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                            Thread.currentThread().interrupt();
                        });
        serving(server);
        Eventually.eventually(
                "a thread is used again",
                () -> {
                    untilClosed(connect(server));
                    return Set.copyOf(threads).size() < threads.size();
                });
        assertEquals(0, interrupted.get());
        Eventually.eventually("all threads end", () -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void noThreadsAtAllIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ThreadingMixIn().maxThreads(0));
    }

    @Test
    void virtualThreadsHandleRequests() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        TCPServer server = server(new ThreadingMixIn().virtualThreads(true));
        serving(server);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(connect(server));
            echoes(clients.get(i), "first " + i);
        }
        for (Socket client : clients) {
            echoes(client, "again");
            ends(client);
        }
        assertEquals(64, threads.size());
        assertTrue(threads.stream().allMatch(VirtualThreads::isVirtual));
    }

    @Test
    void virtualThreadsAreRefusedWhereThereAreNone() {
        assumeTrue(!VirtualThreads.exist(), "this JDK has virtual threads");
        UnsupportedOperationException refusal =
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> new ThreadingMixIn().virtualThreads(true));
        assertTrue(refusal.getMessage().contains("JDK 21"), refusal.getMessage());
    }

    @Test
    void anExecutorHandlesRequests() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "pool"));
        TCPServer server = server(new ThreadingMixIn().executor(pool));
        serving(server);
        for (int i = 0; i < 3; i++) {
            Socket client = connect(server);
            echoes(client, "here");
            ends(client);
        }
        assertTrue(threads.stream().allMatch(thread -> thread.getName().equals("pool")));
        pool.shutdown();
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    }

    @Test
    void whatAnExecutorRejectsIsReportedAndClosed() throws Exception {
        Traced server =
                new Traced(
                        "",
                        o ->
                                o.mixIn(
                                        new ThreadingMixIn()
                                                .executor(
                                                        task -> {
                                                            throw new RejectedExecutionException(
                                                                    "full");
                                                        })));
        serving(server);
        untilClosed(connect(server));
        untilClosed(connect(server));
        assertEquals(2, trace.stream().filter("handleError full"::equals).count());
        assertFalse(trace.contains("H.setup"));
    }

    @Test
    void aHandlerThatThrowsLosesItsConnectionOnly() throws Exception {
        AtomicInteger errors = new AtomicInteger();
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) -> {
                                    if (text(request.recv(1)).equals("!")) {
                                        throw new IOException("!");
                                    }
                                    echo(request, client, by);
                                },
                                on(o -> o.mixIn(new ThreadingMixIn()))) {
                            @Override
                            protected void handleError(Socket request, Address c, Throwable t) {
                                errors.incrementAndGet();
                            }
                        });
        serving(server);
        Socket good = connect(server);
        Socket bad = connect(server);
        good.sendall(bytes("-"));
        echoes(good, "before");
        bad.sendall(bytes("!"));
        untilClosed(bad);
        echoes(good, "after");
        ends(good);
        assertEquals(1, errors.get());
    }

    @Test
    void datagramsAreHandledAtTheSameTime() throws Exception {
        CyclicBarrier all = new CyclicBarrier(4);
        ThreadingUDPServer server =
                own(
                        new ThreadingUDPServer(
                                LOOPBACK,
                                (request, client, by) -> {
                                    all.await();
                                    request.socket().sendto(request.data(), client);
                                },
                                on(o -> {})));
        serving(server);
        Socket client = boundUdp();
        for (int i = 0; i < 4; i++) {
            client.sendto(bytes("x"), server.serverAddress());
        }
        for (int i = 0; i < 4; i++) {
            assertEquals("x", text(client.recv(9)));
        }
    }

    @Test
    void oneMixInMayServeTwoServers() throws Exception {
        ThreadingMixIn shared = new ThreadingMixIn();
        CountDownLatch let = new CountDownLatch(1);
        TCPServer busy = server(shared, (request, client, by) -> let.await());
        TCPServer other = server(shared);
        serving(busy);
        serving(other);
        Socket client = connect(busy);
        Eventually.eventually("it is handled", () -> !threads.isEmpty());
        other.close();
        let.countDown();
        untilClosed(client);
    }

    @Test
    void threadsThatHaveEndedAreNotKept() throws Exception {
        for (boolean block : new boolean[] {true, false}) {
            ThreadingMixIn threads = new ThreadingMixIn().blockOnClose(block);
            TCPServer server = server(threads);
            for (int i = 0; i < 10; i++) {
                Socket client = connect(server);
                server.handleRequest();
                echoes(client, "here");
                assertTrue(threads.activeThreads() >= 1);
                ends(client);
            }
            Eventually.eventually("all have ended", () -> threads.activeThreads() == 0);
            server.serverClose();
        }
    }

    /** As in Python, it is asked when the request comes, and not when the server closes. */
    @Test
    void aRequestIsWaitedForAsTheMixInWasWhenItCame() throws Exception {
        ThreadingMixIn threads = new ThreadingMixIn().daemonThreads(true);
        TCPServer server = server(threads);
        Socket client = connect(server);
        server.handleRequest();
        echoes(client, "here");
        threads.daemonThreads(false);
        server.close();
        echoes(client, "still here");
        ends(client);
    }
}

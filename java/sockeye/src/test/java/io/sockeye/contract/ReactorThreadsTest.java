package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls from other threads, and how a reactor begins and ends. */
@Tag("contract")
class ReactorThreadsTest extends ReactorContract {
    // ---- callFromThread

    @Test
    void callsOfManyThreadsAllComeAndEachThreadsInOrder() throws Exception {
        Reactor reactor = reactor();
        int threads = 4;
        int calls = 5000;
        int[] last = new int[threads];
        List<String> wrong = new ArrayList<>();
        List<Background<Void>> callers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            callers.add(
                    inBackground(
                            () -> {
                                for (int i = 1; i <= calls; i++) {
                                    int call = i;
                                    reactor.callFromThread(
                                            () -> {
                                                if (++last[thread] != call) {
                                                    wrong.add(thread + ": " + call);
                                                }
                                            });
                                }
                            }));
        }
        for (Background<Void> caller : callers) {
            caller.result();
        }
        runOnLoop(
                reactor,
                () -> {
                    assertEquals(List.of(), wrong);
                    for (int each : last) {
                        assertEquals(calls, each);
                    }
                });
    }

    @Test
    void aCallEndsEveryWait() throws Exception {
        Reactor reactor = reactor();
        for (int i = 0; i < 500; i++) {
            int number = i;
            assertEquals(number, onLoop(reactor, () -> number));
        }
    }

    @Test
    void manyCallsWakeABusyLoopAtMostOnce() throws Exception {
        CountingEngine counting = new CountingEngine(engine);
        Reactor reactor = reactor(o -> o.engine(counting.engine()));
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        reactor.callFromThread(
                () -> {
                    busy.countDown();
                    awaitQuietly(go);
                });
        assertTrue(busy.await(30, TimeUnit.SECONDS));
        counting.reset();
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        for (int i = 0; i < 1000; i++) {
            reactor.callFromThread(() -> {});
        }
        reactor.callFromThread(() -> last.complete(true));
        assertEquals(0, counting.count("wakeup"));
        go.countDown();
        get(last);
        assertEquals(0, counting.count("wakeup"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCallThatThrowsHarmsNoOther() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        reactor.callFromThread(
                () -> {
                    throw new IllegalStateException(Logs.ON_PURPOSE);
                });
        reactor.callFromThread(() -> next.complete(true));
        get(next);
        assertEquals(1, reactor.stats().get(0).failures());
    }

    @Test
    void aCallThatCallsAgainDoesNotKeepTheLoop() throws Exception {
        Reactor reactor = reactor();
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        Runnable again =
                new Runnable() {
                    @Override
                    public void run() {
                        reactor.callFromThread(this);
                    }
                };
        reactor.callFromThread(again);
        client.sendall(bytes("x"));
        assertEquals("x", text(receive(client, 1)));
        // It goes on till the end; the last one is rejected, which is logged.
        reactor.close();
        logs.take("RejectedExecution");
    }

    @Test
    void afterTheEndCallsAreRejected() throws Exception {
        Reactor reactor = reactor();
        reactor.close();
        RejectedExecutionException e =
                assertThrows(
                        RejectedExecutionException.class, () -> reactor.callFromThread(() -> {}));
        assertTrue(e.getMessage().contains("ended"), e.getMessage());
        assertThrows(RejectedExecutionException.class, () -> reactor.callInThread(() -> {}));
        assertFalse(reactor.running());
    }

    @Test
    void noCallIsLostAtTheEnd() throws Exception {
        for (int round = 0; round < 10; round++) {
            Reactor reactor = reactor();
            int[] ran = new int[1];
            Background<Integer> caller =
                    inBackground(
                            () -> {
                                for (int taken = 0; ; taken++) {
                                    try {
                                        reactor.callFromThread(() -> ran[0]++);
                                    } catch (RejectedExecutionException e) {
                                        return taken;
                                    }
                                }
                            });
            onLoop(reactor, () -> 0);
            reactor.close();
            int taken = caller.result();
            assertEquals(taken, ran[0]);
        }
    }

    @Test
    void nothingIsNothingToCall() throws Exception {
        Reactor reactor = reactor();
        assertThrows(NullPointerException.class, () -> reactor.callFromThread(null));
        assertThrows(NullPointerException.class, () -> reactor.callInThread(null));
    }

    // ---- callInThread

    @Test
    void callInThreadRunsBesideTheLoop() throws Exception {
        Reactor reactor = reactor(o -> o.name("pooled"));
        CountDownLatch blocked = new CountDownLatch(1);
        CompletableFuture<String> name = new CompletableFuture<>();
        reactor.callInThread(
                () -> {
                    awaitQuietly(blocked);
                    assertFalse(reactor.inLoop());
                    name.complete(Thread.currentThread().getName());
                });
        assertTrue(onLoop(reactor, reactor::inLoop));
        blocked.countDown();
        assertTrue(get(name).startsWith("pooled-thread-"), get(name));
    }

    @Test
    void whatIsThrownInThePoolIsLogged() throws Exception {
        Reactor reactor = reactor(o -> o.suggestThreadPoolSize(1));
        reactor.callInThread(
                () -> {
                    throw new IllegalStateException(Logs.ON_PURPOSE);
                });
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        reactor.callInThread(() -> next.complete(true));
        get(next);
        logs.take("callInThread");
    }

    @Test
    void thePoolHasNoMoreThreadsThanAskedFor() throws Exception {
        Reactor reactor = reactor(o -> o.suggestThreadPoolSize(2));
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            reactor.callInThread(
                    () -> {
                        seen.add(Thread.currentThread());
                        done.countDown();
                    });
        }
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertTrue(seen.size() <= 2, seen.toString());
    }

    // ---- beginning and ending

    @Test
    void whatWasCalledBeforeRunComesWhenItRuns() throws Exception {
        Reactor reactor = idle(o -> {});
        List<String> calls = new ArrayList<>();
        reactor.callFromThread(() -> calls.add("first"));
        reactor.callLater(0, () -> calls.add("second"));
        reactor.callLater(
                0.001,
                () -> {
                    calls.add("third");
                    reactor.stop();
                });
        assertFalse(reactor.running());
        reactor.run();
        assertEquals(List.of("first", "second", "third"), calls);
    }

    @Test
    void stopBeforeRunEndsItAtOnceButCallsAreCalled() throws Exception {
        Reactor reactor = idle(o -> {});
        boolean[] called = new boolean[1];
        reactor.callFromThread(() -> called[0] = true);
        reactor.stop();
        reactor.run();
        assertTrue(called[0]);
        assertThrows(IllegalStateException.class, reactor::run);
    }

    @Test
    void stopEndsRunFromEverywhere() throws Exception {
        Reactor byCall = idle(o -> {});
        byCall.callFromThread(byCall::stop);
        byCall.run();
        Reactor byTimer = idle(o -> {});
        byTimer.callLater(0.001, byTimer::stop);
        byTimer.run();
        Reactor byThread = idle(o -> {});
        byThread.callInThread(byThread::stop);
        byThread.run();
        Reactor byProtocol = idle(o -> {});
        client(listen(byProtocol, new Doing(p -> byProtocol.stop())));
        byProtocol.run();
        byProtocol.stop();
    }

    @Test
    void closeInACallbackStopsWithoutWaitingForItself() throws Exception {
        Reactor reactor = idle(o -> o.loops(2));
        reactor.callFromThread(reactor::close);
        reactor.run();
        assertFalse(reactor.running());
    }

    @Test
    void closeBeforeRunGivesEverythingBack() throws Exception {
        Reactor reactor = idle(o -> o.loops(2));
        reactor.listenTCP("127.0.0.1", 0, Echo::new);
        boolean[] called = new boolean[1];
        reactor.callFromThread(() -> called[0] = true);
        reactor.close();
        reactor.close();
        assertTrue(called[0]);
        assertThrows(IllegalStateException.class, reactor::run);
        assertThrows(RejectedExecutionException.class, () -> reactor.callFromThread(() -> {}));
    }

    @Test
    void aCallThatClosesAReactorThatNeverRanReturns() throws Exception {
        Reactor reactor = idle(o -> {});
        reactor.callFromThread(reactor::close);
        inBackground(reactor::close).result();
    }

    @Test
    void afterTheEndNothingListensOrConnects() throws Exception {
        Reactor ran = reactor();
        Reactor never = idle(o -> {});
        for (Reactor reactor : List.of(ran, never)) {
            reactor.close();
            assertThrows(
                    RejectedExecutionException.class,
                    () -> reactor.listenTCP("127.0.0.1", 0, Echo::new));
            assertThrows(
                    RejectedExecutionException.class,
                    () -> reactor.listenUDP("127.0.0.1", 0, new Datagrams()));
            assertThrows(
                    RejectedExecutionException.class,
                    () ->
                            reactor.connectTCP(
                                    "127.0.0.1",
                                    1,
                                    io.sockeye.reactor.ClientFactory.forProtocol(Echo::new)));
        }
    }

    private static final class Datagrams extends io.sockeye.reactor.DatagramProtocol {
        @Override
        protected void datagramReceived(ByteBuffer data, io.sockeye.socket.Address from) {}
    }

    @Test
    void aReactorThatCannotBeginCanStillBeClosed() throws Exception {
        reactor(o -> o.name("same").jmx(true));
        Reactor second = idle(o -> o.name("same").jmx(true));
        IllegalStateException e = assertThrows(IllegalStateException.class, second::start);
        assertTrue(e.getMessage().contains("same-0"), e.getMessage());
        inBackground(second::close).result();
    }

    // ---- several loops

    @Test
    void everyLoopHasItsThreadAndItsConnections() throws Exception {
        Reactor reactor = reactor(o -> o.loops(3).name("many"));
        List<Recorder> made = new ArrayList<>();
        var port =
                reactor.listenTCP(
                        "127.0.0.1",
                        0,
                        () -> {
                            Recorder protocol = new Recorder();
                            synchronized (made) {
                                made.add(protocol);
                            }
                            return protocol;
                        });
        for (int i = 0; i < 30; i++) {
            client(port);
        }
        Eventually.eventually("all are made", () -> port.connections() == 30);
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (Recorder each : List.copyOf(made)) {
            Protocol protocol = get(each.made);
            Reactor own = protocol.transport().reactor();
            String name = onLoop(own, () -> Thread.currentThread().getName());
            runOnLoop(own, () -> protocol.transport().write(bytes("mine")));
            assertTrue(name.matches("many-[012]"), name);
            names.add(name);
        }
        assertTrue(names.size() > 1, names.toString());
        assertEquals("many-0", onLoop(reactor, () -> Thread.currentThread().getName()));
    }

    @Test
    void timersRunOnTheLoopThatAsks() throws Exception {
        Reactor reactor = reactor(o -> o.loops(2).name("timed"));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        var port =
                reactor.listenTCP(
                        "127.0.0.1",
                        0,
                        () ->
                                new Doing(
                                        p -> {
                                            Thread mine = Thread.currentThread();
                                            reactor.callLater(
                                                    0,
                                                    () -> {
                                                        boolean same =
                                                                Thread.currentThread() == mine;
                                                        seen.add(mine.getName() + same);
                                                        p.transport().loseConnection();
                                                    });
                                        }));
        for (int i = 0; i < 20; i++) {
            assertEquals(0, client(port).recv(1).length);
        }
        for (String each : seen) {
            assertTrue(each.endsWith("true"), seen.toString());
        }
    }

    @Test
    void timersBelongToTheLoopsThreads() throws Exception {
        Reactor reactor = reactor();
        for (Runnable call :
                List.<Runnable>of(
                        () -> reactor.callLater(1, () -> {}),
                        () -> reactor.callLater(Duration.ZERO, () -> {}),
                        () -> reactor.removeReader(() -> 0))) {
            String message = assertThrows(IllegalStateException.class, call::run).getMessage();
            assertTrue(message.contains("callFromThread"), message);
        }
    }

    @Test
    void oneLoopThatStopsEndsThemAll() throws Exception {
        Reactor reactor = reactor(o -> o.loops(2));
        Recorder protocol = new Recorder();
        client(listen(reactor, protocol));
        get(protocol.made);
        runOnLoop(protocol.transport().reactor(), reactor::stop);
        IOException reason = get(protocol.lost);
        assertInstanceOf(io.sockeye.reactor.ConnectionLost.class, reason);
        Eventually.eventually("it ends", () -> !reactor.running());
    }
}

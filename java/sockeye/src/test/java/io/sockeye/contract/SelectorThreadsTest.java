package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.selectors.ReadyKey;
import io.sockeye.selectors.ReadyKeys;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What other threads may do while one selects. */
@Tag("contract")
class SelectorThreadsTest extends SelectorContract {
    @Test
    void aWakeupEndsTheWaitUnderWay() throws Exception {
        Ends ends = connected();
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        for (int i = 0; i < 3; i++) {
            var waiting = inBackground(() -> selector.select()).awaitBlocked();
            selector.wakeup();
            assertEquals(List.of(), waiting.result());
        }
        ends.server().sendall(bytes("x"));
        assertEquals(ready(key, EVENT_READ), selector.select());
    }

    @Test
    void aWakeupWithoutAWaitEndsTheNextOneOnce() throws Exception {
        selector.wakeup();
        assertEquals(List.of(), selector.select());
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        selector.wakeup();
        assertEquals(List.of(), waiting.result());
    }

    @Test
    void manyWakeupsEndOneWait() throws Exception {
        for (int i = 0; i < 1000; i++) {
            selector.wakeup();
        }
        assertEquals(List.of(), selector.select());
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        for (int i = 0; i < 1000; i++) {
            selector.wakeup();
        }
        assertEquals(List.of(), waiting.result());
    }

    @Test
    void aWakeupHidesNothing() throws Exception {
        SelectorKey key = selector.register(udp(), EVENT_WRITE);
        selector.wakeup();
        assertEquals(ready(key, EVENT_WRITE), selector.select());
        assertEquals(ready(key, EVENT_WRITE), selector.select());
    }

    @Test
    void noWakeupIsLost() throws Exception {
        AtomicInteger wanted = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        int rounds = 5000;
        var waiting =
                inBackground(
                        () -> {
                            while (seen.get() < rounds) {
                                selector.select();
                                seen.set(wanted.get());
                            }
                        });
        for (int i = 1; i <= rounds; i++) {
            wanted.set(i);
            selector.wakeup();
            int expected = i;
            if (i % 50 == 0) {
                Eventually.eventually("wakeup " + i, () -> seen.get() >= expected);
            }
        }
        waiting.result();
    }

    @Test
    void whatAnotherThreadRegistersTakesEffectInTheWait() throws Exception {
        Socket socket = udp();
        selector.register(connected().client(), EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        SelectorKey key = selector.register(socket, EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), waiting.result());
    }

    @Test
    void whatAnotherThreadModifiesTakesEffectInTheWait() throws Exception {
        Socket socket = connected().client();
        selector.register(socket, EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        SelectorKey key = selector.modify(socket, EVENT_WRITE, "data");
        assertEquals(ready(key, EVENT_WRITE), waiting.result());
    }

    @Test
    void whatAnotherThreadUnregistersIsSilentInTheWait() throws Exception {
        Ends silenced = connected();
        Ends other = connected();
        selector.register(silenced.client(), EVENT_READ);
        SelectorKey key = selector.register(other.client(), EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        selector.unregister(silenced.client());
        silenced.server().sendall(bytes("x"));
        waiting.awaitBlocked();
        other.server().sendall(bytes("x"));
        assertEquals(ready(key, EVENT_READ), waiting.result());
    }

    @Test
    void aChangeDoesNotCutAWaitShort() throws Exception {
        Socket socket = connected().client();
        long nanos = 50_000_000;
        long start = System.nanoTime();
        var waiting = inBackground(() -> selector.select(nanos / 1e9));
        while (!waiting.isDone()) {
            selector.register(socket, EVENT_READ);
            selector.unregister(socket);
        }
        assertEquals(List.of(), waiting.result());
        assertTrue(System.nanoTime() - start >= nanos);
    }

    @Test
    void aSecondSelectAtTheSameTimeIsRefused() throws Exception {
        Ends ends = connected();
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        assertThrows(IllegalStateException.class, () -> selector.select(0));
        assertThrows(IllegalStateException.class, () -> selector.selectInto(new ReadyKeys(), 0));
        ends.server().sendall(bytes("x"));
        assertEquals(ready(key, EVENT_READ), waiting.result());
        assertEquals(ready(key, EVENT_READ), selector.select(0));
    }

    @Test
    void aCloseEndsTheWait() throws Exception {
        Socket socket = connected().client();
        selector.register(socket, EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        selector.close();
        assertEquals(List.of(), waiting.result());
        assertNull(selector.getMap());
        assertThrows(IllegalStateException.class, () -> selector.select(0));
        assertTrue(socket.fileno() >= 0);
    }

    @Test
    void aCloseWhileEventsArePouringInEndsTheLoop() throws Exception {
        selector.register(udp(), EVENT_WRITE);
        var busy =
                inBackground(
                        () -> {
                            while (true) {
                                selector.select();
                            }
                        });
        Eventually.eventually("it runs", () -> busy.thread().isAlive());
        selector.close();
        busy.failure(IllegalStateException.class);
    }

    @Test
    void aRegisteredObjectThatIsClosedDuringTheWaitIsSilentAndItsPeerSeesTheEnd() throws Exception {
        Ends closed = connected();
        Ends other = connected();
        selector.register(closed.client(), EVENT_READ);
        SelectorKey key = selector.register(other.client(), EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        closed.client().close();
        assertEquals(0, closed.server().recv(1).length);
        waiting.awaitBlocked();
        other.server().sendall(bytes("x"));
        assertEquals(ready(key, EVENT_READ), waiting.result());
    }

    @Test
    void aPlatformThreadsInterruptIsNotNoticedAndStays() throws Exception {
        Ends ends = connected();
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        var waiting =
                inBackground(
                        () -> {
                            List<ReadyKey> found = selector.select();
                            assertTrue(Thread.interrupted());
                            return found;
                        });
        waiting.awaitBlocked();
        waiting.thread().interrupt();
        waiting.awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals(ready(key, EVENT_READ), waiting.result());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void registrationsFromManyThreadsDoNotDisturbASelectingOne() throws Exception {
        Ends stop = connected();
        selector.register(stop.client(), EVENT_READ, "stop");
        var loop =
                inBackground(
                        () -> {
                            while (true) {
                                for (ReadyKey ready : selector.select()) {
                                    if ("stop".equals(ready.key().data())) {
                                        return null;
                                    }
                                }
                            }
                        });
        List<Background<Void>> workers =
                List.of(inBackground(this::churn), inBackground(this::churn));
        for (var worker : workers) {
            worker.result();
        }
        stop.server().sendall(bytes("x"));
        loop.result();
        assertEquals(1, selector.getMap().size());
    }

    private void churn() throws Exception {
        for (int i = 0; i < 300; i++) {
            Socket socket = new Socket(engine, AF_INET, SOCK_DGRAM);
            selector.register(socket, i % 2 == 0 ? EVENT_WRITE : EVENT_READ);
            selector.modify(socket, EVENT_READ | EVENT_WRITE);
            if (i % 3 == 0) {
                selector.unregister(socket);
                socket.close();
            } else {
                socket.close();
                unregisterIfStillThere(socket);
            }
        }
    }

    /** Another thread's socket may have got the number, and so the place. */
    private void unregisterIfStillThere(Socket closed) {
        try {
            selector.unregister(closed);
        } catch (IllegalArgumentException e) {
            assertEquals(-1, closed.fileno());
        }
    }
}

package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NioPollerTest {
    private final Calls nio = new Calls();
    private Poller poller;

    @BeforeEach
    void open() throws OsException {
        poller = nio.engine.poller(Multiplexer.NIO);
    }

    @AfterEach
    void closeAll() {
        poller.close();
        nio.close();
    }

    @Test
    void otherMultiplexersAreRefused() {
        OsException refused =
                assertThrows(OsException.class, () -> nio.engine.poller(Multiplexer.EPOLL));
        assertEquals(Errno.EOPNOTSUPP, refused.errno());
    }

    @Test
    void changesAreRefusedAsByEpoll() {
        Calls.Connection c = nio.connection();
        assertEquals(-Errno.EBADF, poller.add(7, Poller.READ, 0));
        assertEquals(-Errno.EINVAL, poller.add(c.client(), Poller.READ | Poller.EDGE, 0));
        assertEquals(-Errno.ENOENT, poller.modify(c.client(), Poller.READ, 0));
        assertEquals(-Errno.ENOENT, poller.remove(c.client()));
        assertEquals(0, poller.add(c.client(), Poller.READ, 0));
        assertEquals(-Errno.EEXIST, poller.add(c.client(), Poller.READ, 0));
        assertEquals(0, poller.remove(c.client()));
        assertEquals(-Errno.ENOENT, poller.remove(c.client()));
        assertEquals(0, poller.add(c.client(), Poller.READ, 0));
    }

    @Test
    void readinessIsReportedAsLongAsItLasts() {
        Calls.Connection c = nio.connection();
        poller.add(c.accepted(), Poller.READ, 11);
        assertEquals(0, poller.waitFor(0));
        nio.send(c.client(), "x");
        assertEvent(11, Poller.READ);
        assertEvent(11, Poller.READ);
        nio.recv(c.accepted(), 9, 0);
        assertEquals(0, poller.waitFor(0));
        poller.modify(c.accepted(), Poller.READ | Poller.WRITE, 12);
        assertEvent(12, Poller.WRITE);
    }

    @Test
    void oneShotIsSilentUntilItIsModified() {
        Calls.Connection c = nio.connection();
        poller.add(c.client(), Poller.WRITE | Poller.ONESHOT, 1);
        assertEvent(1, Poller.WRITE);
        assertEquals(0, poller.waitFor(0));
        poller.modify(c.client(), Poller.WRITE | Poller.ONESHOT, 2);
        assertEvent(2, Poller.WRITE);
        assertEquals(0, poller.waitFor(0));
    }

    @Test
    void aListenerIsReadableAndAConnectWritableInTheEnd() {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        int client = nio.socket(Calls.AF_INET, Calls.STREAM);
        poller.add(listener, Poller.READ, 1);
        nio.calls.connect(client, nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(listener)), 0);
        assertEvent(1, Poller.READ);
        poller.remove(listener);
        poller.add(client, Poller.WRITE, 2);
        assertEvent(2, Poller.WRITE);
    }

    @Test
    void aReadInterestInAConnectIsSilentUntilDataComes() {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        int client = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.calls.connect(client, nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(listener)), 0);
        poller.add(client, Poller.READ, 2);
        int accepted = nio.accept(listener);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, poller.waitFor(1));
        }
        nio.send(accepted, "x");
        assertEvent(2, Poller.READ);
    }

    @Test
    void theEndOfAStreamIsReadable() {
        Calls.Connection c = nio.connection();
        poller.add(c.accepted(), Poller.READ, 1);
        nio.shut(c.client());
        assertEvent(1, Poller.READ);
    }

    @Test
    void changesTakeEffectInTheWaitUnderWay() throws Exception {
        Calls.Connection c = nio.connection();
        assertEquals(1, duringWait(() -> poller.add(c.client(), Poller.WRITE, 1)));
        assertEquals(1, poller.token(0));
        poller.modify(c.client(), Poller.READ, 2);
        assertEquals(1, duringWait(() -> poller.modify(c.client(), Poller.WRITE, 3)));
        assertEquals(3, poller.token(0));
    }

    @Test
    void aRemovedDescriptorIsSilentInTheWaitUnderWay() throws Exception {
        Calls.Connection c = nio.connection();
        poller.add(c.accepted(), Poller.READ, 1);
        poller.add(c.listener(), Poller.READ, 2);
        int ready =
                duringWait(
                        () -> {
                            poller.remove(c.accepted());
                            nio.send(c.client(), "x");
                            poller.wakeup();
                            return 0;
                        });
        assertEquals(0, ready);
    }

    @Test
    void manyWakeupsEndOneWait() {
        poller.wakeup();
        poller.wakeup();
        assertEquals(0, poller.waitFor(-1));
        long start = System.nanoTime();
        assertEquals(0, poller.waitFor(2_000_000));
        assertTrue(System.nanoTime() - start >= 2_000_000);
    }

    @Test
    void aWakeupDuringAWaitEndsIt() throws Exception {
        assertEquals(
                0,
                duringWait(
                        () -> {
                            poller.wakeup();
                            return 0;
                        }));
    }

    @Test
    void aCloseDuringAWaitIsAtOnceAndThePeerSeesIt() throws Exception {
        Calls.Connection c = nio.connection();
        poller.add(c.accepted(), Poller.READ, 1);
        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> untilWoken(), Calls.THREADS);
        nio.shut(c.accepted());
        nio.poll(Calls.PATIENCE, c.client(), Calls.IN);
        assertEquals("", nio.recv(c.client(), 1, 0));
        poller.wakeup();
        assertEquals(0, waiting.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aClosedListenersPortIsFreeAtOnce() {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        DirectBuffer name = nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(listener));
        poller.add(listener, Poller.READ, 1);
        assertEquals(0, poller.waitFor(0));
        assertEquals(0, nio.poll(0, listener, Calls.IN));
        nio.shut(listener);
        int next = nio.socket(Calls.AF_INET, Calls.STREAM);
        assertEquals(0, nio.calls.bind(next, name, 0));
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherDescriptor() {
        Calls.Connection c = nio.connection();
        poller.add(c.client(), Poller.WRITE, 1);
        assertEvent(1, Poller.WRITE);
        nio.shut(c.client());
        int again = nio.socket(Calls.AF_INET, Calls.DGRAM);
        assertEquals(c.client(), again);
        assertEquals(0, poller.add(again, Poller.WRITE, 2));
        assertEvent(2, Poller.WRITE);
    }

    @Test
    void aDupIsWatchedApart() {
        Calls.Connection c = nio.connection();
        int dup = nio.opened(nio.calls.dup(c.accepted()));
        poller.add(c.accepted(), Poller.READ, 1);
        poller.add(dup, Poller.WRITE, 2);
        assertEvent(2, Poller.WRITE);
        poller.modify(dup, Poller.READ, 2);
        nio.send(c.client(), "x");
        assertEquals(2, waitForEvents());
        nio.shut(dup);
        assertEvent(1, Poller.READ);
    }

    @Test
    void oneDescriptorMayBeWatchedByTwoPollers() throws Exception {
        Calls.Connection c = nio.connection();
        try (Poller other = nio.engine.poller(Multiplexer.NIO)) {
            poller.add(c.accepted(), Poller.READ, 1);
            other.add(c.accepted(), Poller.WRITE, 2);
            assertEquals(1, other.waitFor(Calls.PATIENCE));
            assertEquals(Poller.WRITE, other.events(0));
            nio.send(c.client(), "x");
            assertEvent(1, Poller.READ);
        }
        assertEvent(1, Poller.READ);
    }

    @Test
    void morePollersThanKeysAreKeptForDoNoHarm() throws Exception {
        Calls.Connection c = nio.connection();
        int[] sockets = new int[100];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < sockets.length; i++) {
                if (round == 0) {
                    sockets[i] = nio.socket(Calls.AF_INET, Calls.DGRAM);
                }
                assertEquals(0, poller.add(sockets[i], Poller.WRITE, i));
                assertEvent(i, Poller.WRITE);
                assertEquals(0, poller.remove(sockets[i]));
            }
        }
        poller.add(c.client(), Poller.WRITE, 1000);
        assertEvent(1000, Poller.WRITE);
    }

    @Test
    void moreEventsThanFitAtFirstAreAllReported() {
        for (int i = 0; i < 300; i++) {
            poller.add(nio.socket(Calls.AF_INET, Calls.DGRAM), Poller.WRITE, i);
        }
        assertEquals(300, poller.waitFor(Calls.PATIENCE));
    }

    @Test
    void aClosedPollerAnswersAndLetsGo() {
        Calls.Connection c = nio.connection();
        poller.add(c.client(), Poller.WRITE, 1);
        poller.close();
        assertEquals(-Errno.EBADF, poller.add(c.accepted(), Poller.WRITE, 1));
        assertEquals(-Errno.EBADF, poller.waitFor(0));
        nio.shut(c.client());
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("", nio.recv(c.accepted(), 1, 0));
    }

    /** Waits until there is an event and checks that it is the only one. */
    private void assertEvent(long token, int events) {
        assertEquals(1, waitForEvents());
        assertEquals(token, poller.token(0));
        assertEquals(events, poller.events(0));
    }

    private int waitForEvents() {
        long deadline = System.nanoTime() + Calls.PATIENCE;
        int ready = poller.waitFor(Calls.PATIENCE);
        while (ready == 0 && System.nanoTime() < deadline) {
            ready = poller.waitFor(Calls.PATIENCE);
        }
        return ready;
    }

    private int untilWoken() {
        return poller.waitFor(Calls.PATIENCE);
    }

    /** Runs an action while another thread waits, or is about to; how many events came. */
    private int duringWait(IntSupplier action) throws Exception {
        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> poller.waitFor(Calls.PATIENCE), Calls.THREADS);
        assertEquals(0, action.getAsInt());
        int ready = waiting.get(20, TimeUnit.SECONDS);
        return ready == 0 ? poller.waitFor(0) : ready;
    }
}

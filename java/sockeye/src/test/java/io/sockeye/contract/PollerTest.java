package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stateful multiplexers: every kind that an engine offers. */
@Tag("contract")
class PollerTest extends ContractTest {
    private static final int READ = Poller.READ;
    private static final int WRITE = Poller.WRITE;

    private Poller poller(Multiplexer kind) throws OsException {
        assumeTrue(
                SelectorContract.kinds(engine).contains(kind), engine.name() + " has no " + kind);
        return own(engine.poller(kind));
    }

    private SocketPair pair() throws IOException {
        return own(socketpair(engine, AF_UNIX, SOCK_STREAM, 0));
    }

    /** Waits for an event, whatever wakes the wait in between. */
    private static int waitForEvent(Poller poller) {
        long deadline = System.nanoTime() + Eventually.LIMIT_NANOS;
        while (System.nanoTime() < deadline) {
            int ready = poller.waitFor(TimeUnit.SECONDS.toNanos(1));
            if (ready != 0 && ready != -Errno.EINTR) {
                return ready;
            }
        }
        return 0;
    }

    /** Nothing may be ready: a few looks, because a change may end a wait early. */
    private static void nothingIsReady(Poller poller) {
        for (int i = 0; i < 3; i++) {
            assertEquals(0, poller.waitFor(0));
        }
    }

    private static Set<Long> tokens(Poller poller, int ready) {
        Set<Long> tokens = new TreeSet<>();
        for (int i = 0; i < ready; i++) {
            tokens.add(poller.token(i));
        }
        return tokens;
    }

    @Test
    void anEngineOffersTheKindsOfItsHost() throws OsException {
        if (engine.hasRealFds()) {
            assertEquals(
                    List.of(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT),
                    SelectorContract.kinds(engine));
        } else {
            assertEquals(Set.of(Multiplexer.NIO), engine.multiplexers());
        }
        for (Multiplexer kind : Multiplexer.values()) {
            if (kind.hasPoller() && engine.multiplexers().contains(kind)) {
                assertEquals(kind, poller(kind).kind());
            } else {
                failsWith(Errno.EOPNOTSUPP, () -> engine.poller(kind));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadyIsReportedWithItsToken(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        long token = 0x1234_5678_9abc_def0L;
        assertEquals(0, poller.add(pair.first().fileno(), READ, token));
        nothingIsReady(poller);
        pair.second().sendall(bytes("x"));
        assertEquals(1, waitForEvent(poller));
        assertEquals(token, poller.token(0));
        assertEquals(READ, poller.events(0));
        assertEquals(1, waitForEvent(poller), "level triggered");
        pair.first().recv(1);
        nothingIsReady(poller);
    }

    @ParameterizedTest
    @EnumSource
    void bothDirectionsAreOneEvent(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        poller.add(pair.first().fileno(), READ | WRITE, 7);
        assertEquals(1, waitForEvent(poller));
        assertEquals(WRITE, poller.events(0));
        pair.second().sendall(bytes("x"));
        Eventually.eventually(
                "both are ready",
                () -> waitForEvent(poller) == 1 && poller.events(0) == (READ | WRITE));
    }

    @ParameterizedTest
    @EnumSource
    void aNewInterestTakesTheOldOnesPlace(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        pair.second().sendall(bytes("x"));
        int fd = pair.first().fileno();
        poller.add(fd, READ, 1);
        assertEquals(1, waitForEvent(poller));
        assertEquals(0, poller.modify(fd, WRITE, 2));
        assertEquals(1, waitForEvent(poller));
        assertEquals(WRITE, poller.events(0));
        assertEquals(2, poller.token(0));
        assertEquals(0, poller.modify(fd, 0, 3));
        nothingIsReady(poller);
        assertEquals(0, poller.remove(fd));
        nothingIsReady(poller);
        assertEquals(0, poller.add(fd, READ, 4));
        assertEquals(1, waitForEvent(poller));
        assertEquals(4, poller.token(0));
    }

    @ParameterizedTest
    @EnumSource
    void wrongUseHasAnErrno(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        int fd = pair.first().fileno();
        assertEquals(-Errno.ENOENT, poller.modify(fd, READ, 1));
        assertEquals(-Errno.ENOENT, poller.remove(fd));
        assertEquals(0, poller.add(fd, READ, 1));
        assertEquals(-Errno.EEXIST, poller.add(fd, WRITE, 2));
        assertEquals(-Errno.EBADF, poller.add(-1, READ, 3));
        assertEquals(0, poller.remove(fd));
        assertEquals(-Errno.ENOENT, poller.remove(fd));
    }

    @ParameterizedTest
    @EnumSource
    void afterCloseItRefuses(Multiplexer kind) throws IOException {
        assumeTrue(SelectorContract.kinds(engine).contains(kind));
        SocketPair pair = pair();
        Poller poller = engine.poller(kind);
        poller.add(pair.first().fileno(), READ, 1);
        poller.close();
        poller.close();
        assertEquals(-Errno.EBADF, poller.add(pair.second().fileno(), READ, 2));
        poller.wakeup();
        pair.second().sendall(bytes("x"));
        assertEquals("x", text(pair.first().recv(1)));
    }

    @ParameterizedTest
    @EnumSource
    void oneshotReportsOneEvent(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        int fd = pair.first().fileno();
        assertEquals(0, poller.add(fd, READ | Poller.ONESHOT, 1));
        pair.second().sendall(bytes("x"));
        assertEquals(1, waitForEvent(poller));
        nothingIsReady(poller);
        assertEquals(0, poller.modify(fd, READ | Poller.ONESHOT, 2));
        assertEquals(1, waitForEvent(poller));
        assertEquals(2, poller.token(0));
        nothingIsReady(poller);
        assertEquals(-Errno.EEXIST, poller.add(fd, READ, 3));
        assertEquals(0, poller.remove(fd));
    }

    @ParameterizedTest
    @EnumSource
    void onlyEpollReportsEdges(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        int fd = pair.first().fileno();
        int added = poller.add(fd, READ | Poller.EDGE, 1);
        if (kind != Multiplexer.EPOLL) {
            assertEquals(-Errno.EINVAL, added);
            assertEquals(0, poller.add(fd, READ, 1));
            assertEquals(-Errno.EINVAL, poller.modify(fd, READ | Poller.EDGE, 1));
            return;
        }
        assertEquals(0, added);
        pair.second().sendall(bytes("x"));
        assertEquals(1, waitForEvent(poller));
        nothingIsReady(poller);
        pair.second().sendall(bytes("y"));
        assertEquals(1, waitForEvent(poller));
        nothingIsReady(poller);
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAStreamIsReadable(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        poller.add(pair.first().fileno(), READ, 1);
        pair.second().shutdown(SHUT_WR);
        assertEquals(1, waitForEvent(poller));
        assertEquals(READ, poller.events(0) & READ);
        pair.second().close();
        assertEquals(1, waitForEvent(poller));
        assertNotEquals(0, poller.events(0));
        assertEquals(0, pair.first().recv(1).length);
    }

    @ParameterizedTest
    @EnumSource
    void aListenerIsReadableWhenSomebodyWaits(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        Socket listener = listener();
        poller.add(listener.fileno(), READ, 5);
        nothingIsReady(poller);
        Socket client = tcp();
        client.connect(listener.getsockname());
        assertEquals(1, waitForEvent(poller));
        assertEquals(5, poller.token(0));
        own(listener.accept());
        nothingIsReady(poller);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectThatEndsIsWritable(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        Socket client = tcp();
        client.setblocking(false);
        int errno = client.connectEx(deadPort());
        if (errno == Errno.EINPROGRESS) {
            poller.add(client.fileno(), WRITE, 1);
            assertEquals(1, waitForEvent(poller));
            assertNotEquals(0, poller.events(0) & (WRITE | Poller.ERROR));
        } else {
            assertEquals(Errno.ECONNREFUSED, errno);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutIsNotEarly(Multiplexer kind) throws OsException {
        Poller poller = poller(kind);
        for (long millis : new long[] {1, 15, 60}) {
            long timeout = TimeUnit.MILLISECONDS.toNanos(millis) + 300_000;
            long start = System.nanoTime();
            assertEquals(0, poller.waitFor(timeout));
            long elapsed = System.nanoTime() - start;
            assertTrue(elapsed >= timeout, elapsed + " ns instead of " + timeout);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWakeupEndsTheWaitUnderWay(Multiplexer kind) throws Exception {
        Poller poller = poller(kind);
        for (int i = 0; i < 20; i++) {
            Background<Integer> waiting = inBackground(() -> poller.waitFor(-1));
            poller.wakeup();
            assertEquals(0, waiting.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyWakeupsAreOne(Multiplexer kind) throws OsException {
        Poller poller = poller(kind);
        for (int i = 0; i < 1000; i++) {
            poller.wakeup();
        }
        assertEquals(0, poller.waitFor(-1));
        long start = System.nanoTime();
        assertEquals(0, poller.waitFor(TimeUnit.MILLISECONDS.toNanos(30)));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(30));
    }

    @ParameterizedTest
    @EnumSource
    void aWakeupIsNotLostAmongEvents(Multiplexer kind) throws Exception {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        pair.second().sendall(bytes("x"));
        poller.add(pair.first().fileno(), READ, 1);
        for (int i = 0; i < 100; i++) {
            poller.wakeup();
            int ready = poller.waitFor(-1);
            assertTrue(ready == 0 || ready == 1 && poller.token(0) == 1, "ready " + ready);
        }
        poller.remove(pair.first().fileno());
        poller.wakeup();
        assertEquals(0, poller.waitFor(-1));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAddedDuringAWaitIsWaitedFor(Multiplexer kind) throws Exception {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        pair.second().sendall(bytes("x"));
        Background<Integer> waiting = inBackground(() -> waitForEvent(poller));
        assertEquals(0, poller.add(pair.first().fileno(), READ, 9));
        assertEquals(1, waiting.result());
        assertEquals(9, poller.token(0));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsModifiedDuringAWaitIsWaitedForAnew(Multiplexer kind) throws Exception {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        poller.add(pair.first().fileno(), READ, 1);
        Background<Integer> waiting = inBackground(() -> waitForEvent(poller));
        assertEquals(0, poller.modify(pair.first().fileno(), WRITE, 2));
        assertEquals(1, waiting.result());
        assertEquals(2, poller.token(0));
        assertEquals(WRITE, poller.events(0));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRemovedDuringAWaitIsSilent(Multiplexer kind) throws Exception {
        Poller poller = poller(kind);
        SocketPair removed = pair();
        SocketPair kept = pair();
        poller.add(removed.first().fileno(), READ, 1);
        poller.add(kept.first().fileno(), READ, 2);
        Background<Integer> waiting = inBackground(() -> waitForEvent(poller));
        assertEquals(0, poller.remove(removed.first().fileno()));
        removed.second().sendall(bytes("x"));
        kept.second().sendall(bytes("x"));
        assertEquals(1, waiting.result());
        assertEquals(2, poller.token(0));
    }

    /** A descriptor whose number is used again: the old token never comes back. */
    @ParameterizedTest
    @EnumSource
    void aLateEventOfAnOldGenerationDoesNotComeBack(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        for (int generation = 1; generation < 50; generation++) {
            try (SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0)) {
                pair.second().sendall(bytes("x"));
                poller.add(pair.first().fileno(), READ, generation);
                assertEquals(1, waitForEvent(poller));
                assertEquals(generation, poller.token(0));
                poller.remove(pair.first().fileno());
            }
        }
        nothingIsReady(poller);
    }

    @ParameterizedTest
    @EnumSource
    void manyAreReportedAtOnceAndNoneTwice(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        List<SocketPair> pairs = new ArrayList<>();
        Set<Long> expected = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            SocketPair pair = pair();
            pairs.add(pair);
            poller.add(pair.first().fileno(), READ, i);
            if (i % 3 != 0) {
                pair.second().sendall(bytes("x"));
                expected.add((long) i);
            }
        }
        Set<Long> seen = new TreeSet<>();
        Eventually.eventually(
                "all are seen",
                () -> {
                    int ready = waitForEvent(poller);
                    Set<Long> batch = tokens(poller, ready);
                    assertEquals(ready, batch.size(), "one was reported twice");
                    seen.addAll(batch);
                    return seen.size() >= expected.size();
                });
        assertEquals(expected, seen);
    }

    /** Random additions and removals, compared with what must be ready. */
    @ParameterizedTest
    @EnumSource
    void randomChangesKeepTheListRight(Multiplexer kind) throws IOException {
        Poller poller = poller(kind);
        Random random = new Random(42);
        List<SocketPair> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SocketPair pair = pair();
            pair.second().sendall(bytes("x"));
            pairs.add(pair);
        }
        Set<Long> added = new TreeSet<>();
        for (int round = 0; round < 500; round++) {
            int i = random.nextInt(pairs.size());
            int fd = pairs.get(i).first().fileno();
            boolean isNew = added.add((long) i);
            assertEquals(isNew ? 0 : -Errno.EEXIST, poller.add(fd, READ, i));
            if (!isNew) {
                added.remove((long) i);
                assertEquals(0, poller.remove(fd));
            }
            if (round % 10 == 0) {
                Eventually.eventually(
                        "what was added is ready",
                        () -> tokens(poller, Math.max(0, poller.waitFor(0))).equals(added));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSteadyStateAllocatesNothing(Multiplexer kind) throws Exception {
        Poller poller = poller(kind);
        SocketPair pair = pair();
        poller.add(pair.first().fileno(), READ, 1);
        DirectBuffer buffer = engine.allocate(16);
        Allocations.expectNone(engine, () -> echo(poller, pair, buffer));
    }

    private static void echo(Poller poller, SocketPair pair, DirectBuffer buffer)
            throws IOException {
        buffer.buffer().clear().limit(8);
        pair.second().send(buffer);
        while (poller.waitFor(-1) == 0) {
            Thread.onSpinWait();
        }
        buffer.buffer().clear();
        pair.first().tryRecvInto(buffer);
    }

    @Test
    void aWaitRefusesWhatASelectCannotHold() throws IOException {
        assumeTrue(engine.multiplexers().contains(Multiplexer.SELECT));
        Poller poller = poller(Multiplexer.SELECT);
        assertEquals(-Errno.EINVAL, poller.add(5000, READ, 1));
        assertThrows(IllegalArgumentException.class, () -> Multiplexer.named("turbo"));
    }
}

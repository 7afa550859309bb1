package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ConnectionResetException;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.reactor.ConnectionLost;
import io.sockeye.reactor.IncompleteReadException;
import io.sockeye.reactor.LimitOverrunException;
import io.sockeye.reactor.StreamReader;
import io.sockeye.reactor.Streams;
import io.sockeye.socket.Sockets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reading: limits, ends, threads and memory. What asyncio answers is in StreamsPythonTest. */
@Tag("contract")
class StreamsReadTest extends StreamsContract {
    /** What one receive may add to the buffer. */
    private static final int RECEIVE = 64 * 1024;

    @Test
    void aLineMayBeAsLongAsTheLimitWithoutItsEnd() throws Exception {
        Wire wire = wire(o -> o.limit(10));
        wire.peer().sendall(bytes("0123456789\n"));
        assertEquals("0123456789\n", text(wire.reader().readline()));
        wire.peer().sendall(bytes("0123456789A\nnext\n"));
        arrived(wire, 17);
        LimitOverrunException tooLong =
                assertThrows(LimitOverrunException.class, () -> wire.reader().readline());
        assertEquals(11, tooLong.consumed());
        assertEquals("next\n", text(wire.reader().readline()));
    }

    @Test
    void whatReaduntilCannotReturnStays() throws Exception {
        Wire wire = wire(o -> o.limit(10));
        wire.peer().sendall(bytes("0123456789A--rest--"));
        arrived(wire, 19);
        LimitOverrunException tooLong =
                assertThrows(
                        LimitOverrunException.class, () -> wire.reader().readuntil(bytes("--")));
        assertEquals("0123456789A", text(wire.reader().readexactly(tooLong.consumed())));
        assertEquals("--", text(wire.reader().readuntil(bytes("--"))));
        assertEquals("rest--", text(wire.reader().readuntil(bytes("--"))));
    }

    private static void arrived(Wire wire, int count) {
        Eventually.eventually("it has arrived", () -> wire.reader().buffered() == count);
    }

    @Test
    void badArgumentsAreRefused() throws Exception {
        StreamReader reader = wire().reader();
        assertThrows(IllegalArgumentException.class, () -> reader.readexactly(-1));
        assertThrows(IllegalArgumentException.class, () -> reader.readexactlyAsync(-1));
        assertThrows(IllegalArgumentException.class, () -> reader.readuntil(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> wire(o -> o.limit(0)));
        assertThrows(IllegalArgumentException.class, () -> wire(o -> o.backlog(-1)));
    }

    @Test
    void aBlockedReadGoesOnWhenBytesCome() throws Exception {
        Wire wire = wire();
        Background<byte[]> some = inBackground(() -> wire.reader().read(100)).awaitBlocked();
        wire.peer().sendall(bytes("abc"));
        assertEquals("abc", text(some.result()));
        Background<byte[]> exactly = inBackground(() -> wire.reader().readexactly(4));
        exactly.awaitBlocked();
        wire.peer().sendall(bytes("de"));
        arrived(wire, 2);
        wire.peer().sendall(bytes("fgh"));
        assertEquals("defg", text(exactly.result()));
        assertEquals("h", text(wire.reader().read(100)));
    }

    @Test
    void onlyOneReadWaits() throws Exception {
        Wire wire = wire();
        Background<byte[]> first = inBackground(() -> wire.reader().readline()).awaitBlocked();
        assertThrows(IllegalStateException.class, () -> wire.reader().readline());
        assertThrows(IllegalStateException.class, () -> wire.reader().readAsync(1));
        wire.peer().sendall(bytes("ab"));
        arrived(wire, 2);
        assertThrows(IllegalStateException.class, () -> wire.reader().read());
        assertThrows(IllegalStateException.class, () -> wire.reader().readAsync());
        wire.peer().sendall(bytes("c\n"));
        assertEquals("abc\n", text(first.result()));
    }

    // ---- ends

    private void endsBlockedReads(Action end, Wire wire, Callable<byte[]> read) throws Exception {
        Background<byte[]> blocked = inBackground(read).awaitBlocked();
        end.run();
        blocked.result();
        assertTrue(wire.reader().atEof());
    }

    @Test
    void closingByEitherSideIsTheEndForABlockedRead() throws Exception {
        for (boolean here : List.of(true, false)) {
            Wire a = wire();
            endsBlockedReads(() -> close(a, here), a, () -> expect("", a.reader().read(10)));
            Wire b = wire();
            b.peer().sendall(bytes("part"));
            endsBlockedReads(() -> close(b, here), b, () -> expect("part", b.reader().readline()));
            Wire c = wire();
            c.peer().sendall(bytes("part"));
            endsBlockedReads(() -> close(c, here), c, () -> incomplete(c));
            assertNull(c.reader().exception());
        }
    }

    private static void close(Wire wire, boolean here) throws Exception {
        if (here) {
            wire.writer().close();
        } else {
            wire.peer().close();
        }
    }

    private static byte[] expect(String wanted, byte[] got) {
        assertEquals(wanted, text(got));
        return got;
    }

    private static byte[] incomplete(Wire wire) {
        IncompleteReadException e =
                assertThrows(IncompleteReadException.class, () -> wire.reader().readexactly(9));
        assertEquals(9, e.expected().orElseThrow());
        return expect("part", e.partial());
    }

    @Test
    void whatCameBeforeTheEndCanStillBeRead() throws Exception {
        Wire wire = wire();
        wire.peer().sendall(bytes("one\ntwo"));
        wire.peer().close();
        assertEquals("one\n", text(wire.reader().readline()));
        assertEquals("two", text(wire.reader().readline()));
        assertEquals("", text(wire.reader().readline()));
        assertEquals("", text(wire.reader().read()));
    }

    @Test
    void aResetFailsEveryRead() throws Exception {
        Wire wire = wire();
        Background<byte[]> blocked = inBackground(() -> wire.reader().readline()).awaitBlocked();
        reset(wire.peer());
        ConnectionResetException failed = blocked.failure(ConnectionResetException.class);
        assertTrue(
                List.of(failed.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getMethodName().equals("readline")));
        assertThrows(ConnectionResetException.class, () -> wire.reader().read());
        Throwable later = failure(Throwable.class, wire.reader().readAsync(1));
        assertSame(wire.reader().exception(), later.getCause());
        assertThrows(ConnectionResetException.class, () -> wire.writer().drain());
        assertThrows(ConnectionResetException.class, () -> wire.writer().waitClosed());
    }

    @Test
    void theEndOfTheReactorFailsABlockedRead() throws Exception {
        Wire wire = wire();
        Background<byte[]> blocked = inBackground(() -> wire.reader().readline()).awaitBlocked();
        reactor.close();
        blocked.failure(ConnectionLost.class);
        wire.writer().write(bytes("nobody gets it"));
        wire.writer().close();
        assertThrows(ConnectionLost.class, () -> wire.writer().drain());
    }

    @Test
    void drainingTheReactorIsTheEndForReaders() throws Exception {
        var server =
                server(
                        (r, w) -> {
                            w.write(bytes("hello\n"));
                            byte[] last = r.read();
                            w.write(bytes("bye " + text(last)));
                        });
        var client = client(server);
        client.sendall(bytes("unfinished"));
        assertEquals("hello\n", text(receive(client, 6)));
        CompletionStage<Void> drained = reactor.drain(Duration.ofSeconds(20));
        assertEquals("bye unfinished", text(receiveAll(client)));
        client.close();
        get(drained);
    }

    // ---- memory

    @Test
    void receivesNoMoreThanTwiceTheLimitUnlessItIsRead() throws Exception {
        int limit = 1000;
        Wire wire = wire(o -> o.limit(limit));
        int sent = fillUntilPaused(wire);
        int buffered = wire.reader().buffered();
        assertTrue(buffered > 2 * limit && buffered <= 2 * limit + RECEIVE, buffered + " bytes");
        wire.reader().readexactly(buffered - limit - 1);
        assertTrue(isPaused(wire));
        wire.reader().readexactly(1);
        Eventually.eventually("more has come", () -> wire.reader().buffered() > limit);
        int left = sent - (buffered - limit);
        wire.reader().readexactly(left);
        assertEquals(0, wire.reader().buffered());
    }

    /** How much was sent until neither the reader nor the kernel takes any more. */
    private static int fillUntilPaused(Wire wire) throws Exception {
        wire.peer().setblocking(false);
        int sent = fill(wire.peer());
        Eventually.eventually("the reader is paused", () -> isPaused(wire));
        return sent;
    }

    private static boolean isPaused(Wire wire) {
        return wire.reader().toString().contains("paused");
    }

    @Test
    void asksForMoreThanTheLimitWithoutADeadlock() throws Exception {
        Wire wire = wire(o -> o.limit(100));
        byte[] much = pattern(3_000_000);
        Background<Void> sender =
                inBackground(
                        () -> {
                            wire.peer().sendall(much);
                            wire.peer().shutdown(Sockets.SHUT_WR);
                        });
        byte[] first = wire.reader().readexactly(1_000_000);
        byte[] rest = wire.reader().read();
        sender.result();
        assertEquals(2_000_000, rest.length);
        assertArrayEquals(Arrays.copyOf(much, 1_000_000), first);
        assertArrayEquals(Arrays.copyOfRange(much, 1_000_000, much.length), rest);
    }

    // ---- stages

    @Test
    void aLongChainOfStagesFitsOnTheStack() throws Exception {
        Wire wire = wire(o -> o.limit(500_000));
        int lines = 200_000;
        Background<Void> sender =
                inBackground(
                        () -> {
                            wire.peer().sendall("\n".repeat(lines), US_ASCII);
                            wire.peer().close();
                        });
        sender.result();
        arrived(wire, lines);
        CompletableFuture<Integer> counted = new CompletableFuture<>();
        runOnLoop(reactor, () -> count(wire.reader(), 0, counted));
        assertEquals(lines, get(counted));
    }

    private static void count(StreamReader reader, int lines, CompletableFuture<Integer> all) {
        reader.readlineAsync()
                .whenComplete(
                        (line, e) -> {
                            if (e != null || line.length == 0) {
                                all.complete(lines);
                            } else {
                                count(reader, lines + 1, all);
                            }
                        });
    }

    @Test
    void aCancelledReadLosesNothing() throws Exception {
        Wire wire = wire();
        CompletableFuture<byte[]> line = wire.reader().readlineAsync().toCompletableFuture();
        wire.peer().sendall(bytes("ab"));
        arrived(wire, 2);
        assertTrue(line.cancel(true));
        CompletableFuture<byte[]> all = wire.reader().readAsync().toCompletableFuture();
        wire.peer().sendall(bytes("cd"));
        Eventually.eventually("it is read", () -> reactor.stats().get(0).bytesReceived() == 4);
        runOnLoop(reactor, () -> {});
        assertTrue(all.completeExceptionally(new TimeoutException()));
        wire.peer().sendall(bytes("\n"));
        assertEquals("abcd\n", text(wire.reader().readline()));
    }

    @Test
    void aStageFailsWithWhatABlockingReadThrows() throws Exception {
        Wire wire = wire(o -> o.limit(2));
        wire.peer().sendall(bytes("abcd"));
        arrived(wire, 4);
        assertInstanceOf(
                LimitOverrunException.class,
                failure(Throwable.class, wire.reader().readuntilAsync(bytes("-"))));
        CompletionStage<byte[]> more = wire.reader().readexactlyAsync(9);
        wire.peer().close();
        assertEquals("abcd", text(failure(IncompleteReadException.class, more).partial()));
    }

    // ---- interrupts

    @Test
    void aVirtualThreadIsInterruptedAndNothingIsLost() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Wire wire = wire();
        wire.peer().sendall(bytes("ab"));
        Background<Boolean> all =
                VirtualThreads.start(() -> interrupted(() -> wire.reader().read()));
        all.awaitBlocked().thread().interrupt();
        assertTrue(all.result(), "the interrupt status was lost");
        Background<Boolean> line =
                VirtualThreads.start(() -> interrupted(() -> wire.reader().readline()));
        line.awaitBlocked().thread().interrupt();
        assertTrue(line.result(), "the interrupt status was lost");
        wire.peer().sendall(bytes("c\n"));
        assertEquals("abc\n", text(wire.reader().readline()));
    }

    private static boolean interrupted(Callable<byte[]> read) {
        assertThrows(OsInterruptedException.class, read::call);
        return Thread.currentThread().isInterrupted();
    }

    @Test
    void aVirtualThreadGivesAConnectionUp() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        int full = port(fullListener());
        Background<?> opening =
                VirtualThreads.start(() -> Streams.openConnection("127.0.0.1", full, on(o -> {})));
        opening.awaitBlocked().thread().interrupt();
        opening.failure(OsInterruptedException.class);
    }

    @Test
    void aPlatformThreadDoesNotNoticeAnInterrupt() throws Exception {
        Wire wire = wire();
        Background<byte[]> reading =
                inBackground(
                        () -> {
                            byte[] line = wire.reader().readline();
                            assertTrue(Thread.currentThread().isInterrupted());
                            return line;
                        });
        reading.awaitBlocked().thread().interrupt();
        reading.awaitBlocked();
        wire.peer().sendall(bytes("line\n"));
        assertEquals("line\n", text(reading.result()));
    }
}

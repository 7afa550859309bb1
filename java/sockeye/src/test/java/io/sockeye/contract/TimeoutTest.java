package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_NONBLOCK;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_SNDBUF;
import static io.sockeye.socket.Sockets.getdefaulttimeout;
import static io.sockeye.socket.Sockets.setdefaulttimeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long calls wait. */
@Tag("contract")
class TimeoutTest extends ContractTest {
    @AfterEach
    void noDefault() {
        setdefaulttimeout(null);
    }

    @Test
    void aSocketHasNoTimeoutUnlessItIsGivenOne() throws IOException {
        Socket socket = tcp();
        assertNull(socket.gettimeout());
        assertTrue(socket.getblocking());
        socket.settimeout(1.5);
        assertEquals(Duration.ofMillis(1500), socket.gettimeout());
        assertTrue(socket.getblocking());
        socket.settimeout(0);
        assertEquals(Duration.ZERO, socket.gettimeout());
        assertFalse(socket.getblocking());
        socket.settimeout(Duration.ofSeconds(2));
        assertEquals(Duration.ofSeconds(2), socket.gettimeout());
        socket.settimeout(null);
        assertNull(socket.gettimeout());
        socket.setblocking(false);
        assertEquals(Duration.ZERO, socket.gettimeout());
        socket.setblocking(true);
        assertNull(socket.gettimeout());
    }

    @Test
    void secondsAreRoundedUpToNanoseconds() throws IOException {
        Socket socket = tcp();
        socket.settimeout(1e-10);
        assertEquals(Duration.ofNanos(1), socket.gettimeout());
        assertTrue(socket.getblocking());
        socket.settimeout(1.0000000001);
        assertEquals(Duration.ofNanos(1_000_000_001), socket.gettimeout());
        socket.settimeout(0.1);
        assertEquals(Duration.ofMillis(100), socket.gettimeout());
        socket.settimeout(-0.0);
        assertEquals(Duration.ZERO, socket.gettimeout());
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.NaN,
                -1,
                -1e-10,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                1e300
            })
    void whatIsNoTimeoutIsRefused(double seconds) throws IOException {
        Socket socket = tcp();
        socket.settimeout(7);
        assertThrows(IllegalArgumentException.class, () -> socket.settimeout(seconds));
        assertThrows(IllegalArgumentException.class, () -> setdefaulttimeout(seconds));
        assertEquals(Duration.ofSeconds(7), socket.gettimeout());
        assertNull(getdefaulttimeout());
    }

    @Test
    void aNegativeDurationIsRefused() throws IOException {
        Socket socket = tcp();
        assertThrows(IllegalArgumentException.class, () -> socket.settimeout(Duration.ofNanos(-1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> socket.settimeout(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void zeroNeverWaits() throws IOException {
        Ends ends = connected();
        ends.client().settimeout(0);
        BlockingIOException refusal =
                assertThrows(BlockingIOException.class, () -> ends.client().recv(1));
        assertEquals(Errno.EAGAIN, refusal.errno());
        Socket listener = listener();
        listener.setblocking(false);
        assertThrows(BlockingIOException.class, listener::accept);
        Socket sender = stuffed().client();
        sender.settimeout(0);
        assertThrows(BlockingIOException.class, () -> sender.send(new byte[1]));
    }

    private static final double SHORT = 0.05;

    /** The call must time out, and not before its time. */
    private static void timesOut(String call, Executable blocked) {
        long start = System.nanoTime();
        OsTimeoutException timeout = assertThrows(OsTimeoutException.class, blocked);
        long elapsed = System.nanoTime() - start;
        assertTrue(elapsed >= TimeUnit.MILLISECONDS.toNanos(50), "early: " + elapsed + " ns");
        assertEquals(-1, timeout.errno());
        assertEquals("", timeout.errnoName());
        assertEquals(call, timeout.call());
        assertTrue(timeout.getMessage().startsWith("timed out: " + call), timeout.getMessage());
    }

    @Test
    void everyReceivingCallTimesOut() throws IOException {
        Ends ends = connected();
        Socket socket = ends.client();
        socket.settimeout(SHORT);
        timesOut("recv", () -> socket.recv(1));
        timesOut("recv", () -> socket.recvInto(new byte[1]));
        timesOut("recv", () -> socket.recvInto(ByteBuffer.allocateDirect(1)));
        timesOut("recv", () -> socket.recvInto(engine.allocate(1)));
        timesOut("recvfrom", () -> socket.recvfrom(1));
        timesOut("recvfrom", () -> socket.recvfromInto(ByteBuffer.allocate(1)));
    }

    @Test
    void everySendingCallTimesOut() throws IOException {
        Socket socket = stuffed().client();
        socket.settimeout(SHORT);
        byte[] more = new byte[500_000];
        timesOut("send", () -> socket.send(more));
        timesOut("send", () -> socket.send(ByteBuffer.allocateDirect(500_000)));
        timesOut("send", () -> socket.send(engine.allocate(500_000)));
        timesOut("sendall", () -> socket.sendall(more));
        timesOut("sendall", () -> socket.sendall(ByteBuffer.wrap(more)));
    }

    @Test
    void acceptAndConnectTimeOut() throws IOException {
        Socket listener = listener();
        listener.settimeout(SHORT);
        timesOut("accept", listener::accept);
        Socket full = fullListener();
        Socket client = tcp();
        client.settimeout(SHORT);
        timesOut("connect", () -> client.connect(full.getsockname()));
    }

    @Test
    void theTryCallsNeverWaitWhateverTheTimeout() throws IOException {
        Ends ends = connected();
        Socket socket = ends.client();
        Duration[] timeouts = {null, Duration.ZERO, Duration.ofHours(1)};
        for (Duration timeout : timeouts) {
            socket.settimeout(timeout);
            assertEquals(Socket.WOULD_BLOCK, socket.tryRecvInto(engine.allocate(1)));
            assertEquals(Socket.WOULD_BLOCK, socket.tryRecvInto(ByteBuffer.allocate(1)));
            assertEquals(Socket.WOULD_BLOCK, socket.tryRecvInto(ByteBuffer.allocateDirect(1)));
            Socket listener = listener();
            listener.settimeout(timeout);
            assertNull(listener.tryAccept());
        }
        Socket sender = stuffed().client();
        for (Duration timeout : timeouts) {
            sender.settimeout(timeout);
            assertEquals(Socket.WOULD_BLOCK, sender.trySend(engine.allocate(1)));
            assertEquals(Socket.WOULD_BLOCK, sender.trySend(ByteBuffer.allocate(1)));
            assertEquals(Socket.WOULD_BLOCK, sender.trySend(ByteBuffer.allocateDirect(1)));
        }
    }

    @Test
    void whatIsThereIsReceivedWithoutWaiting() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("x"));
        ends.client().settimeout(1e-9);
        Eventually.eventually("the byte is received", () -> received(ends.client()));
    }

    private static boolean received(Socket socket) throws IOException {
        try {
            return socket.recv(1).length == 1;
        } catch (OsTimeoutException e) {
            return false;
        }
    }

    @Test
    void theDefaultIsForSocketsThatAreMadeLater() throws IOException {
        Socket before = tcp();
        setdefaulttimeout(3.5);
        assertEquals(Duration.ofMillis(3500), getdefaulttimeout());
        Socket after = tcp();
        assertNull(before.gettimeout());
        assertEquals(Duration.ofMillis(3500), after.gettimeout());
        setdefaulttimeout(Duration.ZERO);
        assertFalse(tcp().getblocking());
        setdefaulttimeout(null);
        assertNull(tcp().gettimeout());
    }

    @Test
    void anAcceptedSocketGetsTheDefaultAndNotTheListeners() throws IOException {
        Socket listener = listener();
        listener.settimeout(20);
        Socket client = tcp();
        client.connect(listener.getsockname());
        assertNull(own(listener.accept()).socket().gettimeout());
        Socket second = tcp();
        second.connect(listener.getsockname());
        setdefaulttimeout(4);
        Socket accepted = own(listener.accept()).socket();
        assertEquals(Duration.ofSeconds(4), accepted.gettimeout());
        setdefaulttimeout(null);
        Socket third = tcp();
        third.connect(listener.getsockname());
        listener.setblocking(false);
        Socket last = own(listener.accept()).socket();
        assertNull(last.gettimeout());
        third.sendall(bytes("x"));
        assertEquals("x", text(last.recv(1)));
    }

    @Test
    void nonblockInTheTypeIsATimeoutOfZero() throws IOException {
        Socket socket = own(new Socket(engine, AF_INET, SOCK_STREAM | SOCK_NONBLOCK));
        assertEquals(SOCK_STREAM, socket.type());
        assertEquals(Duration.ZERO, socket.gettimeout());
    }

    @Test
    void theTimeoutOfSendallIsForAllOfIt() throws Exception {
        Ends ends = connected();
        ends.client().setsockopt(SOL_SOCKET, SO_SNDBUF, 8192);
        ends.client().settimeout(0.3);
        AtomicBoolean done = new AtomicBoolean();
        // Somebody takes a little now and then, so that each single wait is short.
        Background<Void> trickle =
                inBackground(
                        () -> {
                            while (!done.get()) {
                                ends.server().tryRecvInto(ByteBuffer.allocate(16 * 1024));
                                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                            }
                        });
        long start = System.nanoTime();
        OsTimeoutException timeout =
                assertThrows(
                        OsTimeoutException.class,
                        () -> ends.client().sendall(new byte[64 * 1024 * 1024]));
        long elapsed = System.nanoTime() - start;
        done.set(true);
        trickle.result();
        assertTrue(elapsed >= TimeUnit.MILLISECONDS.toNanos(300), "early: " + elapsed);
        assertTrue(elapsed < TimeUnit.SECONDS.toNanos(20), "far too late: " + elapsed);
        assertTrue(timeout.bytesSent() > 0);
    }

    @Test
    void aClosedSocketKeepsTheValueAndRefusesTheCall() throws IOException {
        Socket socket = tcp();
        socket.settimeout(5);
        socket.close();
        assertEquals(Duration.ofSeconds(5), socket.gettimeout());
        OsException refusal = assertThrows(ClosedException.class, () -> socket.settimeout(6));
        assertEquals(Errno.EBADF, refusal.errno());
        assertEquals(Duration.ofSeconds(6), socket.gettimeout());
        assertThrows(ClosedException.class, () -> socket.setblocking(true));
        assertNull(socket.gettimeout());
    }

    @Test
    void aTimeoutLeavesTheSocketUsable() throws IOException {
        Ends ends = connected();
        ends.client().settimeout(0.01);
        assertThrows(OsTimeoutException.class, () -> ends.client().recv(1));
        ends.client().settimeout(20);
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(ends.client().recv(1)));
    }
}

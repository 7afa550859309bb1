package io.sockeye.contract;

import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_RCVBUF;
import static io.sockeye.socket.Sockets.SO_SNDBUF;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Short and whole sends, and what is known of those that fail. */
@Tag("contract")
class SendTest extends ContractTest {
    private static final int LARGE = 4 * 1024 * 1024;

    /** A connection that holds little. */
    private Ends narrow() throws IOException {
        Ends ends = connected();
        ends.client().setsockopt(SOL_SOCKET, SO_SNDBUF, 4096);
        ends.server().setsockopt(SOL_SOCKET, SO_RCVBUF, 4096);
        return ends;
    }

    @Test
    void aSendThatDoesNotWaitIsShort() throws IOException {
        Ends ends = narrow();
        ends.client().setblocking(false);
        byte[] data = pattern(LARGE);
        int sent = ends.client().send(data);
        assertTrue(sent > 0 && sent < data.length, "sent " + sent);
        assertArrayEquals(Arrays.copyOf(data, sent), receiveFully(ends.server(), sent));
    }

    @Test
    void dontwaitSendsWhatFits() throws IOException {
        Ends ends = narrow();
        byte[] data = pattern(LARGE);
        int sent = ends.client().send(data, MSG_DONTWAIT);
        assertTrue(sent > 0 && sent < data.length, "sent " + sent);
        assertArrayEquals(Arrays.copyOf(data, sent), receiveFully(ends.server(), sent));
    }

    @ParameterizedTest
    @EnumSource
    void aBlockingSendIsWhole(Link link) throws Exception {
        Ends ends = connected(link);
        byte[] data = pattern(LARGE);
        Background<Integer> send = inBackground(() -> ends.client().send(data));
        assertArrayEquals(data, receiveFully(ends.server(), data.length));
        assertEquals(data.length, send.result());
    }

    @Test
    void everyKindOfBufferIsSentWhole() throws Exception {
        Ends ends = connected();
        byte[] data = pattern(LARGE);
        DirectBuffer own = engine.allocate(LARGE);
        own.buffer().put(data).flip();
        ByteBuffer direct = ByteBuffer.allocateDirect(LARGE).put(data).flip();
        Background<Void> sends =
                inBackground(
                        () -> {
                            ends.client().sendall(data);
                            ends.client().sendall(ByteBuffer.wrap(data).asReadOnlyBuffer());
                            ends.client().sendall(direct);
                            assertEquals(LARGE, ends.client().send(own));
                        });
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(data, receiveFully(ends.server(), data.length));
        }
        sends.result();
        assertEquals(LARGE, direct.position());
        assertEquals(LARGE, own.buffer().position());
    }

    @Test
    void bytesComeFromBetweenPositionAndLimit() throws IOException {
        Ends ends = connected();
        for (ByteBuffer buffer :
                new ByteBuffer[] {ByteBuffer.allocate(20), ByteBuffer.allocateDirect(20)}) {
            buffer.position(10).put(bytes("0123456789")).position(10);
            ByteBuffer slice = buffer.slice();
            slice.position(2).limit(5);
            assertEquals(3, ends.client().send(slice));
            assertEquals(5, slice.position());
            slice.limit(7);
            assertEquals(2, ends.client().trySend(slice));
            slice.limit(9);
            ends.client().sendall(slice);
            assertEquals(9, slice.position());
            assertEquals("2345678", text(receiveFully(ends.server(), 7)));
        }
    }

    @Test
    void aDirectBufferIsSentFromItsPosition() throws IOException {
        Ends ends = connected();
        DirectBuffer buffer = engine.allocate(10);
        buffer.buffer().put(bytes("0123456789")).position(2).limit(5);
        assertEquals(3, ends.client().send(buffer));
        buffer.buffer().limit(7);
        assertEquals(2, ends.client().trySend(buffer));
        assertEquals(7, buffer.buffer().position());
        assertEquals("23456", text(receiveFully(ends.server(), 5)));
    }

    /** Receives what is left until the end of the stream. */
    private static long drain(Socket socket) throws IOException {
        long total = 0;
        while (true) {
            int n = socket.recv(1 << 20).length;
            if (n == 0) {
                return total;
            }
            total += n;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimedOutSendallKnowsWhatItSent(Link link) throws IOException {
        Ends ends = connected(link);
        ends.client().settimeout(0.05);
        byte[] data = pattern(64 * 1024 * 1024);
        OsTimeoutException timeout =
                assertThrows(OsTimeoutException.class, () -> ends.client().sendall(data));
        assertTrue(timeout.bytesSent() > 0 && timeout.bytesSent() < data.length);
        ends.client().close();
        assertEquals(timeout.bytesSent(), drain(ends.server()));
    }

    @Test
    void aSendallThatMayNotWaitKnowsWhatItSent() throws IOException {
        Ends ends = connected();
        ends.client().setblocking(false);
        byte[] data = pattern(64 * 1024 * 1024);
        BlockingIOException refusal =
                assertThrows(BlockingIOException.class, () -> ends.client().sendall(data));
        assertTrue(refusal.bytesSent() > 0);
        ends.client().close();
        assertEquals(refusal.bytesSent(), drain(ends.server()));
    }

    @Test
    void aFailedSendallMovesThePositionByWhatItSent() throws IOException {
        for (ByteBuffer buffer :
                new ByteBuffer[] {
                    ByteBuffer.allocate(64 * 1024 * 1024),
                    ByteBuffer.allocateDirect(64 * 1024 * 1024)
                }) {
            Ends ends = connected();
            ends.client().settimeout(0.02);
            OsTimeoutException timeout =
                    assertThrows(OsTimeoutException.class, () -> ends.client().sendall(buffer));
            assertEquals(timeout.bytesSent(), buffer.position());
            ends.client().close();
            assertEquals(timeout.bytesSent(), drain(ends.server()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSendallThatIsClosedKnowsWhatItSent(Link link) throws Exception {
        Ends ends = connected(link);
        byte[] data = pattern(64 * 1024 * 1024);
        Background<Void> sendall = inBackground(() -> ends.client().sendall(data)).awaitBlocked();
        ends.client().close();
        ClosedException closed = sendall.failure(ClosedException.class);
        assertTrue(closed.bytesSent() > 0 && closed.bytesSent() < data.length);
        assertEquals(closed.bytesSent(), drain(ends.server()));
    }

    @Test
    void aSendallThatIsResetKnowsWhatWasTaken() throws Exception {
        Ends ends = connected();
        byte[] data = pattern(64 * 1024 * 1024);
        Background<Void> sendall = inBackground(() -> ends.client().sendall(data)).awaitBlocked();
        int received = receiveFully(ends.server(), 1000).length;
        reset(ends.server());
        OsException failure = sendall.failure(OsException.class);
        assertTrue(failure.bytesSent() >= received && failure.bytesSent() < data.length);
        assertTrue(
                failure.errnoName().equals("ECONNRESET") || failure.errnoName().equals("EPIPE"),
                failure.toString());
    }

    @Test
    void aShortSendAfterSomeBytesReportsThemFirst() throws Exception {
        Ends ends = connected();
        Background<Integer> send =
                inBackground(() -> ends.client().send(pattern(64 * 1024 * 1024))).awaitBlocked();
        reset(ends.server());
        int sent = send.result();
        assertTrue(sent > 0 && sent < 64 * 1024 * 1024, "sent " + sent);
        assertThrows(OsException.class, () -> ends.client().send(new byte[1]));
    }
}

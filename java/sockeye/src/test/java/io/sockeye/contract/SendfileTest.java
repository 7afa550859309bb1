package io.sockeye.contract;

import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_SNDBUF;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are sent, by their channel and by their path. */
@Tag("contract")
class SendfileTest extends ContractTest {
    private static final int LARGE = 32 * 1024 * 1024;
    private static final long ALL = Long.MAX_VALUE;

    /** How the file is handed over. */
    enum By {
        CHANNEL,
        PATH
    }

    /** A file in a folder that goes away with the test. */
    private Path file(byte[] content) throws IOException {
        Path path = socketPath().resolveSibling("file");
        return Files.write(path, content);
    }

    private FileChannel open(Path path) throws IOException {
        return own(FileChannel.open(path));
    }

    private long send(By by, Socket socket, Path path, long offset, long count) throws IOException {
        if (by == By.PATH) {
            return socket.sendfile(path, offset, count);
        }
        try (FileChannel channel = FileChannel.open(path)) {
            long sent = -1;
            try {
                sent = socket.sendfile(channel, offset, count);
                assertEquals(sent == 0 ? 0 : offset + sent, channel.position());
                return sent;
            } catch (OsException e) {
                assertEquals(e.bytesSent() == 0 ? 0 : offset + e.bytesSent(), channel.position());
                throw e;
            }
        }
    }

    private static byte[] drain(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] some = socket.recv(1 << 20); some.length > 0; some = socket.recv(1 << 20)) {
            all.write(some);
        }
        return all.toByteArray();
    }

    /** A connection that holds little. */
    private Ends narrow() throws IOException {
        Ends ends = connected(Link.UNIX);
        ends.client().setsockopt(SOL_SOCKET, SO_SNDBUF, 4096);
        return ends;
    }

    @ParameterizedTest
    @EnumSource
    void aLargeFileArrivesWhole(By by) throws Exception {
        byte[] content = pattern(LARGE);
        Path path = file(content);
        for (Link link : Link.values()) {
            Ends ends = connected(link);
            Background<byte[]> received = inBackground(() -> drain(ends.server()));
            assertEquals(LARGE, send(by, ends.client(), path, 0, ALL));
            ends.client().shutdown(SHUT_WR);
            assertArrayEquals(content, received.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theShortFormsBeginAtTheBeginningAndEndAtTheEnd(By by) throws Exception {
        Ends ends = connected();
        Path path = file(bytes("0123456789"));
        FileChannel channel = open(path).position(5);
        boolean byPath = by == By.PATH;
        Socket client = ends.client();
        assertEquals(10, byPath ? client.sendfile(path) : client.sendfile(channel));
        assertEquals(3, byPath ? client.sendfile(path, 7) : client.sendfile(channel, 7));
        assertEquals("0123456789789", text(receiveFully(ends.server(), 13)));
    }

    @ParameterizedTest
    @EnumSource
    void aPartIsSent(By by) throws Exception {
        Ends ends = connected();
        Path path = file(bytes("0123456789"));
        assertEquals(4, send(by, ends.client(), path, 3, 4));
        assertEquals(2, send(by, ends.client(), path, 8, 100));
        assertEquals(0, send(by, ends.client(), path, 10, 100));
        assertEquals(0, send(by, ends.client(), path, 1000, ALL));
        assertEquals("345689", text(receiveFully(ends.server(), 6)));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyFileIsNothing(By by) throws Exception {
        assertEquals(0, send(by, connected().client(), file(new byte[0]), 0, ALL));
    }

    @ParameterizedTest
    @EnumSource
    void anOffsetBeyondTwoGigabytesIsReached(By by) throws Exception {
        Ends ends = connected();
        Path path = file(new byte[0]);
        long far = 5L << 30;
        try (FileChannel channel = FileChannel.open(path, READ, WRITE)) {
            channel.write(ByteBuffer.wrap(bytes("behind it")), far);
        }
        assertEquals(9, send(by, ends.client(), path, far, ALL));
        assertEquals(4, send(by, ends.client(), path, far - 3, 4));
        assertEquals("behind it\0\0\0b", text(receiveFully(ends.server(), 13)));
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatHoldsLittleGetsAll(By by) throws Exception {
        Ends ends = narrow();
        byte[] content = pattern(1_000_000);
        Path path = file(content);
        Background<Long> send =
                inBackground(() -> send(by, ends.client(), path, 1, ALL)).awaitBlocked();
        byte[] received = receiveFully(ends.server(), content.length - 1);
        assertArrayEquals(Arrays.copyOfRange(content, 1, content.length), received);
        assertEquals(content.length - 1, send.result());
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutTellsWhatWentAndTheRestCanFollow(By by) throws Exception {
        Ends ends = connected();
        byte[] content = pattern(LARGE);
        Path path = file(content);
        ends.client().settimeout(0.05);
        OsTimeoutException timeout =
                assertThrows(
                        OsTimeoutException.class, () -> send(by, ends.client(), path, 100, ALL));
        long sent = timeout.bytesSent();
        assertTrue(sent > 0 && sent < content.length - 100, "sent " + sent);
        Background<byte[]> received = inBackground(() -> drain(ends.server()));
        ends.client().settimeout(null);
        long rest = send(by, ends.client(), path, 100 + sent, ALL);
        assertEquals(content.length - 100, sent + rest);
        ends.client().shutdown(SHUT_WR);
        assertArrayEquals(Arrays.copyOfRange(content, 100, content.length), received.result());
    }

    @ParameterizedTest
    @EnumSource
    void aResetInTheMiddleTellsWhatWent(By by) throws Exception {
        Ends ends = connected();
        Path path = file(pattern(LARGE));
        Background<Long> send =
                inBackground(() -> send(by, ends.client(), path, 0, ALL)).awaitBlocked();
        receiveFully(ends.server(), 1000);
        reset(ends.server());
        OsException failure = send.failure(OsException.class);
        assertTrue(failure.bytesSent() >= 1000 && failure.bytesSent() < LARGE);
        assertTrue(
                failure.errnoName().equals("ECONNRESET") || failure.errnoName().equals("EPIPE"),
                failure.toString());
    }

    @ParameterizedTest
    @EnumSource
    void closingTheSocketEndsIt(By by) throws Exception {
        Ends ends = connected();
        Path path = file(pattern(LARGE));
        Background<Long> send =
                inBackground(() -> send(by, ends.client(), path, 0, ALL)).awaitBlocked();
        ends.client().close();
        ClosedException closed = send.failure(ClosedException.class);
        assertEquals(closed.bytesSent(), drain(ends.server()).length);
        assertThrows(ClosedException.class, () -> send(by, ends.client(), path, 0, ALL));
    }

    @Test
    void closingTheFileEndsItAndIsSaid() throws Exception {
        Ends ends = connected();
        FileChannel channel = open(file(pattern(LARGE)));
        Background<Long> send = inBackground(() -> ends.client().sendfile(channel)).awaitBlocked();
        channel.close();
        Background<byte[]> received = inBackground(() -> drain(ends.server()));
        OsException failure = send.failure(OsException.class);
        assertTrue(failure.getCause() instanceof ClosedChannelException, failure.toString());
        ends.client().close();
        assertEquals(failure.bytesSent(), received.result().length);
    }

    @Test
    void anInterruptBeforehandLeavesTheFileOpen() throws Exception {
        Ends ends = connected();
        FileChannel channel = open(file(bytes("abc")));
        Background<Boolean> send =
                inBackground(
                        () -> {
                            Thread.currentThread().interrupt();
                            assertEquals(3, ends.client().sendfile(channel));
                            return Thread.interrupted();
                        });
        assertTrue(send.result());
        assertEquals(3, channel.position());
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotWorkIsRefused(By by) throws Exception {
        Path path = file(bytes("abc"));
        Socket client = connected().client();
        assertThrows(IllegalArgumentException.class, () -> send(by, client, path, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> send(by, client, path, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> send(by, client, path, 0, -1));
        client.setblocking(false);
        assertThrows(IllegalStateException.class, () -> send(by, client, path, 0, 1));
        assertThrows(IllegalStateException.class, () -> send(by, boundUdp(), path, 0, 1));
    }

    @Test
    void aFileThatCannotBeReadIsRefused() throws Exception {
        Socket client = connected().client();
        Path path = file(bytes("abc"));
        FileChannel closed = open(path);
        closed.close();
        assertThrows(ClosedChannelException.class, () -> client.sendfile(closed));
        FileChannel writing = own(FileChannel.open(path, WRITE));
        assertThrows(NonReadableChannelException.class, () -> client.sendfile(writing));
        Path missing = path.resolveSibling("missing");
        OsException refusal =
                assertThrows(OsFileNotFoundException.class, () -> client.sendfile(missing));
        assertEquals(missing.toString(), refusal.address());
        assertThrows(OsException.class, () -> client.sendfile(path.getParent()));
    }

    /** The kernel makes it as it is read: some kernels refuse sendfile(2) on it. */
    @Test
    void aFileThatIsNoneOnADiskIsSentAllTheSame() throws Exception {
        Ends ends = connected();
        Path path = Path.of("/proc/version");
        byte[] content = Files.readAllBytes(path);
        assertEquals(content.length, ends.client().sendfile(path));
        assertArrayEquals(content, receiveFully(ends.server(), content.length));
    }

    @Test
    void positionsAndCountsArePythons() throws Exception {
        Path path = file(pattern(1000));
        String script =
                """
                import socket, sys
                a, b = socket.socketpair()
                for offset, count in ((0, None), (10, None), (10, 5), (999, 7), (1000, 1), (5000, 1)):
                    with open(sys.argv[1], 'rb') as f:
                        f.seek(3)
                        sent = a.sendfile(f, offset, count)
                        print(sent, f.tell())
                """;
        List<String> ours = new ArrayList<>();
        Socket client = connected().client();
        long[][] cases = {{0, ALL}, {10, ALL}, {10, 5}, {999, 7}, {1000, 1}, {5000, 1}};
        for (long[] each : cases) {
            FileChannel channel = open(path).position(3);
            ours.add(client.sendfile(channel, each[0], each[1]) + " " + channel.position());
        }
        assertEquals(Python.run(script, path.toString()).lines().toList(), ours);
    }
}

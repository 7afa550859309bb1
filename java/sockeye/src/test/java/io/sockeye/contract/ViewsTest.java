package io.sockeye.contract;

import static io.sockeye.socket.Sockets.SHUT_WR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.ConnectionException;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sockets as streams and channels of the JDK, and the JDK's own classes on top of them. */
@Tag("contract")
class ViewsTest extends ContractTest {
    private static final int LARGE = 3_000_000;

    // ---- streams

    @Test
    void theEndOfAStreamIsMinusOne() throws Exception {
        Ends ends = connected();
        InputStream in = ends.client().inputStream();
        ends.server().sendall(new byte[] {-1, 2, 3});
        assertEquals(255, in.read());
        byte[] part = new byte[5];
        assertEquals(0, in.read(part, 5, 0));
        assertEquals(2, in.readNBytes(part, 1, 2));
        assertArrayEquals(new byte[] {0, 2, 3, 0, 0}, part);
        ends.server().close();
        assertEquals(-1, in.read());
        assertEquals(-1, in.read(part));
        assertEquals(0, in.read(part, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> in.read(part, 4, 2));
    }

    @Test
    void availableTellsWhatIsThere() throws Exception {
        Ends ends = connected();
        InputStream in = ends.client().inputStream();
        assertEquals(0, in.available());
        ends.server().sendall(new byte[5]);
        Eventually.eventually("five bytes are there", () -> in.available() == 5);
        assertEquals(0, in.read());
        assertEquals(4, in.available());
        in.close();
        assertThrows(SocketException.class, in::available);
    }

    @Test
    void closingAStreamClosesTheSocket() throws Exception {
        Ends ends = connected();
        InputStream in = ends.client().inputStream();
        OutputStream out = ends.server().outputStream();
        in.close();
        out.close();
        assertEquals(-1, ends.client().fileno());
        assertEquals(-1, ends.server().fileno());
        SocketException closed = assertThrows(SocketException.class, in::read);
        assertInstanceOf(ClosedException.class, closed.getCause());
        assertThrows(SocketException.class, () -> out.write(1));
    }

    @Test
    void aTimeoutIsTheJdksAndReadingGoesOn() throws Exception {
        Ends ends = connected();
        InputStream in = ends.client().inputStream();
        ends.client().settimeout(0.02);
        SocketTimeoutException timeout = assertThrows(SocketTimeoutException.class, in::read);
        assertInstanceOf(OsTimeoutException.class, timeout.getCause());
        ends.client().settimeout(30);
        ends.server().sendall(bytes("x"));
        assertEquals('x', in.read());
    }

    @Test
    void aTimeoutOfAWriteSaysWhatWent() throws Exception {
        Ends ends = connected(Link.UNIX);
        ends.client().settimeout(0.02);
        OutputStream out = ends.client().outputStream();
        SocketTimeoutException timeout =
                assertThrows(SocketTimeoutException.class, () -> out.write(new byte[64 << 20]));
        assertTrue(timeout.bytesTransferred > 0);
        ends.client().close();
        assertEquals(timeout.bytesTransferred, ends.server().inputStream().readAllBytes().length);
    }

    @Test
    void aSocketThatMayNotWaitHasNoStreams() throws Exception {
        Socket client = connected().client();
        client.setblocking(false);
        assertThrows(IllegalBlockingModeException.class, () -> client.inputStream().read());
        assertThrows(IllegalBlockingModeException.class, () -> client.outputStream().write(1));
    }

    @Test
    void closingTheSocketEndsABlockedRead() throws Exception {
        Socket client = connected().client();
        InputStream in = client.inputStream();
        Background<Integer> read = inBackground(() -> in.read()).awaitBlocked();
        client.close();
        assertInstanceOf(ClosedException.class, read.failure(SocketException.class).getCause());
    }

    @Test
    void aResetIsTheJdks() throws Exception {
        Ends ends = connected();
        reset(ends.server());
        InputStream in = ends.client().inputStream();
        SocketException reset = assertThrows(SocketException.class, in::read);
        assertInstanceOf(ConnectionException.class, reset.getCause());
        OutputStream out = ends.client().outputStream();
        SocketException broken = assertThrows(SocketException.class, () -> out.write(1));
        assertInstanceOf(ConnectionException.class, broken.getCause());
    }

    @Test
    void aRefusalIsTheJdks() throws Exception {
        Socket socket = boundUdp();
        Socket nobody = boundUdp();
        socket.connect(nobody.getsockname());
        nobody.close();
        socket.send(new byte[1]);
        InputStream in = socket.inputStream();
        assertInstanceOf(
                OsException.class, assertThrows(ConnectException.class, in::read).getCause());
    }

    @Test
    void streamsCarryMuchToTheEnd() throws Exception {
        Ends ends = connected();
        byte[] data = pattern(LARGE);
        Background<Void> sender =
                inBackground(
                        () -> {
                            ends.client().outputStream().write(data, 1, data.length - 1);
                            ends.client().close();
                        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(data[0]);
        assertEquals(LARGE - 1, ends.server().inputStream().transferTo(all));
        sender.result();
        assertArrayEquals(data, all.toByteArray());
    }

    // ---- what the JDK has on top of streams

    @Test
    void readersAndWritersWork() throws Exception {
        Ends ends = connected();
        BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(ends.client().outputStream(), UTF_8));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(ends.server().inputStream(), UTF_8));
        out.write("\u20ac one\r\ntwo\n");
        out.flush();
        assertEquals("\u20ac one", in.readLine());
        assertEquals("two", in.readLine());
        out.close();
        assertNull(in.readLine());
    }

    @Test
    void compressionWorks() throws Exception {
        Ends ends = connected();
        byte[] data = pattern(LARGE);
        Background<Void> sender =
                inBackground(
                        () -> {
                            try (OutputStream out =
                                    new GZIPOutputStream(ends.client().outputStream())) {
                                out.write(data);
                            }
                        });
        try (InputStream in = new GZIPInputStream(ends.server().inputStream())) {
            assertArrayEquals(data, in.readAllBytes());
        }
        sender.result();
    }

    @Test
    void objectsTravel() throws Exception {
        Ends ends = connected();
        ObjectOutputStream out = new ObjectOutputStream(ends.client().outputStream());
        out.flush();
        ObjectInputStream in = new ObjectInputStream(ends.server().inputStream());
        for (int i = 0; i < 100; i++) {
            List<Object> sent = List.of("message", i, pattern(i).length);
            out.writeObject(sent);
            out.flush();
            assertEquals(sent, in.readObject());
        }
    }

    // ---- channels

    @Test
    void aChannelReadsAndWritesEveryKindOfBuffer() throws Exception {
        Ends ends = connected();
        ByteChannel one = ends.client().channel();
        ByteChannel two = ends.server().channel();
        assertEquals(3, one.write(ByteBuffer.wrap(bytes("abc"))));
        ByteBuffer direct = ByteBuffer.allocateDirect(2);
        assertEquals(2, two.read(direct));
        assertEquals(0, two.read(direct));
        assertEquals(2, one.write(direct.flip()));
        ByteBuffer heap = ByteBuffer.allocate(5).position(1);
        while (heap.position() < 4) {
            two.read(heap);
        }
        assertEquals("\0cab", text(heap.flip().array()).substring(0, 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> two.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        ends.client().shutdown(SHUT_WR);
        assertEquals(-1, two.read(ByteBuffer.allocate(1)));
    }

    @Test
    void aChannelThatMayNotWaitAnswersZero() throws Exception {
        Ends ends = connected();
        ByteChannel channel = ends.client().channel();
        ends.client().setblocking(false);
        assertEquals(0, channel.read(ByteBuffer.allocate(1)));
        fill(ends.client());
        assertEquals(0, channel.write(ByteBuffer.allocate(1)));
    }

    @Test
    void aClosedChannelSaysSo() throws Exception {
        Ends ends = connected();
        ByteChannel channel = ends.client().channel();
        assertTrue(channel.isOpen());
        channel.close();
        channel.close();
        assertFalse(channel.isOpen());
        assertEquals(-1, ends.client().fileno());
        assertSame(
                ClosedChannelException.class,
                assertThrows(IOException.class, () -> channel.read(ByteBuffer.allocate(1)))
                        .getClass());
        assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
    }

    @Test
    void closingAChannelEndsABlockedCall() throws Exception {
        Ends ends = connected();
        ByteChannel channel = ends.client().channel();
        Background<Integer> read =
                inBackground(() -> channel.read(ByteBuffer.allocate(1))).awaitBlocked();
        ByteBuffer much = ByteBuffer.allocate(64 << 20);
        Background<Integer> write = inBackground(() -> channel.write(much)).awaitBlocked();
        channel.close();
        read.failure(AsynchronousCloseException.class);
        write.failure(AsynchronousCloseException.class);
        int received = ends.server().inputStream().readAllBytes().length;
        assertEquals(much.position(), received);
    }

    @Test
    void aChannelWithoutAConnectionSaysSo() throws Exception {
        ByteChannel channel = tcp().channel();
        assertThrows(NotYetConnectedException.class, () -> channel.read(ByteBuffer.allocate(1)));
    }

    @Test
    void aChannelsTimeoutIsTheJdks() throws Exception {
        Ends ends = connected();
        ends.client().settimeout(0.02);
        ByteChannel channel = ends.client().channel();
        assertThrows(SocketTimeoutException.class, () -> channel.read(ByteBuffer.allocate(1)));
    }

    @Test
    void channelsPlugIntoOthers() throws Exception {
        Ends ends = connected();
        byte[] data = pattern(LARGE);
        Background<Void> sender =
                inBackground(
                        () -> {
                            Channels.newOutputStream(ends.client().channel()).write(data);
                            ends.client().shutdown(SHUT_WR);
                        });
        Path path = socketPath().resolveSibling("file");
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            long got = 0;
            for (long n = 1; n > 0; got += n) {
                n = file.transferFrom(ends.server().channel(), got, LARGE);
            }
            assertEquals(LARGE, got);
            sender.result();
            Background<byte[]> back =
                    inBackground(
                            () ->
                                    Channels.newInputStream(ends.client().channel())
                                            .readNBytes(LARGE));
            assertEquals(LARGE, file.transferTo(0, LARGE, ends.server().channel()));
            assertArrayEquals(data, back.result());
        }
    }
}

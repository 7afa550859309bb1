package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.select.Select;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketFile;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a socket: what they share with it, how they wait, and what they refuse. */
@Tag("contract")
class MakefileTest extends ContractTest {
    private SocketPair pair() throws IOException {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        own(pair.first());
        own(pair.second());
        return pair;
    }

    private SocketFile file(Socket socket, String mode, int buffering) throws IOException {
        return own(socket.makefile(mode, buffering));
    }

    private static byte[] read(SocketFile file, int n) throws IOException {
        byte[] bytes = file.read(n);
        assertTrue(bytes != null, "nothing was there");
        return bytes;
    }

    // ---- modes

    @ParameterizedTest
    @ValueSource(strings = {"", "r", "rr", "b", "rb", "br", "w", "wb", "rw", "wr", "rwb", "bwr"})
    void everyCombinationOfLettersIsAMode(String mode) throws Exception {
        SocketFile file = file(pair().first(), mode, -1);
        assertEquals(mode.contains("r") || !mode.contains("w"), file.readable());
        assertEquals(mode.contains("w"), file.writable());
        assertEquals(mode.contains("b"), file.mode().contains("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r+", "x", "a", "U", "R", "rt", " r"})
    void otherModesAreRefused(String mode) throws Exception {
        Socket socket = pair().first();
        assertThrows(IllegalArgumentException.class, () -> socket.makefile(mode));
        socket.close();
        assertEquals(-1, socket.fileno());
    }

    @Test
    void wrongCombinationsAreRefused() throws Exception {
        Socket socket = pair().first();
        assertThrows(IllegalArgumentException.class, () -> socket.makefile("r", 0));
        assertThrows(IllegalArgumentException.class, () -> socket.makefile("r", -1, UTF_8, "x"));
        assertThrows(IllegalArgumentException.class, () -> socket.makefile("rb", -1, UTF_8));
        socket.close();
        assertThrows(ClosedException.class, () -> socket.makefile("r"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, -1})
    void callsOfTheOtherKindAreRefusedAndNothingIsLost(int buffering) throws Exception {
        SocketPair pair = pair();
        SocketFile reads = file(pair.first(), "rb", buffering);
        SocketFile writes = file(pair.first(), "wb", buffering);
        pair.second().sendall(bytes("abc"));
        Class<UnsupportedOperationException> refused = UnsupportedOperationException.class;
        assertThrows(refused, () -> reads.write(new byte[1]));
        assertThrows(refused, () -> reads.write("x"));
        assertThrows(refused, () -> reads.readText());
        assertThrows(refused, () -> reads.readTextLine());
        assertThrows(refused, () -> reads.textLines());
        assertThrows(refused, () -> writes.read());
        assertThrows(refused, () -> writes.readline());
        assertThrows(refused, () -> writes.readinto(ByteBuffer.allocate(1)));
        assertThrows(refused, () -> writes.write("x"));
        reads.flush();
        assertEquals("abc", text(read(reads, 3)));
    }

    @Test
    void aTextFileRefusesBytes() throws Exception {
        SocketFile file = file(pair().first(), "rw", -1);
        Class<UnsupportedOperationException> refused = UnsupportedOperationException.class;
        assertThrows(refused, () -> file.read());
        assertThrows(refused, () -> file.read1());
        assertThrows(refused, () -> file.iterator());
        assertThrows(refused, () -> file.write(new byte[1]));
    }

    // ---- closing

    @Test
    void theSocketWorksUntilTheLastFileIsClosed() throws Exception {
        SocketPair pair = pair();
        Socket socket = pair.first();
        SocketFile one = file(socket, "rb", -1);
        SocketFile two = file(socket, "w", -1);
        int fd = socket.fileno();
        socket.close();
        assertEquals(fd, socket.fileno());
        assertTrue(socket.toString().contains("[closed]"));
        pair.second().sendall(bytes("12"));
        assertEquals("1", text(socket.recv(1)));
        one.close();
        one.close();
        assertEquals("2", text(socket.recv(1)));
        assertEquals(fd, two.fileno());
        two.write("last");
        two.close();
        assertEquals(-1, socket.fileno());
        assertEquals(-1, two.fileno());
        assertThrows(ClosedException.class, () -> socket.recv(1));
        assertEquals("last", text(pair.second().recv(10)));
        assertEquals(0, pair.second().recv(10).length);
    }

    @Test
    void aFileThatIsClosedLeavesTheSocketOpen() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rw", -1);
        file.close();
        assertTrue(file.closed());
        pair.first().sendall(bytes("x"));
        pair.first().close();
        assertEquals(-1, pair.first().fileno());
        Class<IllegalStateException> closed = IllegalStateException.class;
        assertThrows(closed, () -> file.readText());
        assertThrows(closed, () -> file.readTextLine());
        assertThrows(closed, () -> file.write("x"));
        assertThrows(closed, () -> file.flush());
        assertThrows(closed, () -> file.readable());
        assertEquals(-1, file.fileno());
    }

    @Test
    void detachTakesTheDescriptorFromFiles() throws Exception {
        SocketPair pair = pair();
        SocketFile reads = pair.first().makefile("rb");
        SocketFile writes = pair.first().makefile("wb");
        int fd = pair.first().detach();
        Socket again = own(Socket.adopt(engine, fd));
        assertThrows(ClosedException.class, () -> reads.read());
        assertEquals(1, writes.write(new byte[1]));
        reads.close();
        assertThrows(ClosedException.class, writes::close);
        pair.first().close();
        pair.second().sendall(bytes("x"));
        assertEquals("x", text(again.recv(1)));
    }

    @Test
    void closingBothEndsABlockedReader() throws Exception {
        Socket socket = pair().first();
        SocketFile file = socket.makefile("r");
        Background<String> reader = inBackground(() -> file.readTextLine()).awaitBlocked();
        socket.close();
        assertFalse(reader.isDone());
        file.close();
        reader.failure(ClosedException.class);
    }

    @Test
    void closingBothEndsABlockedWriter() throws Exception {
        Socket socket = pair().first();
        SocketFile file = socket.makefile("wb");
        byte[] much = new byte[8 << 20];
        Background<Integer> writer = inBackground(() -> file.write(much)).awaitBlocked();
        socket.close();
        file.close();
        ClosedException closed = writer.failure(ClosedException.class);
        assertTrue(closed.bytesSent() > 0 && closed.bytesSent() < much.length);
    }

    @Test
    void aWriterThatIsClosedMeanwhileSendsWhatItKept() throws Exception {
        SocketPair pair = pair();
        byte[] much = pattern(8 << 20);
        SocketFile file = pair.first().makefile("wb", much.length);
        file.write(much);
        Background<Integer> writer =
                inBackground(() -> file.write(bytes("the end"))).awaitBlocked();
        file.close();
        assertArrayEquals(much, receiveFully(pair.second(), much.length));
        assertEquals("the end", text(receiveFully(pair.second(), 7)));
        assertEquals(7, writer.result());
    }

    @Test
    void whatCannotBeSentAtTheCloseIsSaid() throws Exception {
        SocketPair pair = pair();
        SocketFile file = pair.first().makefile("w");
        file.write("lost");
        pair.second().close();
        pair.first().close();
        assertThrows(OsException.class, file::close);
        assertEquals(-1, pair.first().fileno());
    }

    @Test
    void selectTakesFiles() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rb", -1);
        pair.second().sendall(bytes("x"));
        var ready = Select.select(List.of(file), List.of(), List.of(), 30.0);
        assertEquals(List.of(file), ready.readable());
    }

    // ---- waiting

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    void afterATimeoutNothingMoreIsReceivedAndNothingLost(int buffering) throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rwb", buffering);
        pair.first().settimeout(0.02);
        pair.second().sendall(bytes("one\ntwo"));
        assertEquals("one\n", text(file.readline()));
        assertThrows(OsTimeoutException.class, file::readline);
        pair.second().sendall(bytes("three"));
        assertEquals("two", text(read(file, 3)));
        OsException refusal = assertThrows(OsException.class, file::readline);
        assertTrue(refusal.getMessage().contains("cannot read from timed out object"));
        assertEquals(1, file.write(bytes("x")));
        file.flush();
        assertEquals("x", text(pair.second().recv(5)));
        assertEquals("three", text(pair.first().recv(5)));
    }

    @Test
    void afterATimeoutATextIsKeptToo() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "r", -1);
        pair.first().settimeout(0.02);
        pair.second().sendall(bytes("one\ntwo"));
        assertEquals("one\n", file.readTextLine());
        assertThrows(OsTimeoutException.class, () -> file.readTextLine());
        assertEquals("tw", file.readText(2));
        assertEquals("o", file.readText(1));
        OsException refusal = assertThrows(OsException.class, () -> file.readText(1));
        assertFalse(refusal instanceof OsTimeoutException);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    void whatMayNotWaitReadsWhatIsThere(int buffering) throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rb", buffering);
        pair.first().setblocking(false);
        assertNull(file.read());
        assertNull(file.read(3));
        assertNull(file.read1(3));
        assertNull(file.readline());
        assertEquals(List.of(), file.readlines());
        assertEquals(Socket.WOULD_BLOCK, file.readinto(ByteBuffer.allocate(3)));
        UncheckedIOException waits =
                assertThrows(UncheckedIOException.class, () -> file.iterator().next());
        assertTrue(waits.getCause() instanceof BlockingIOException);
        pair.second().sendall(bytes("0123456789"));
        assertEquals("0123", text(read(file, 4)));
        assertEquals("456789", text(file.readline()));
        assertNull(file.readline());
        pair.second().close();
        assertEquals(0, read(file, 1).length);
    }

    @Test
    void aTextThatMayNotWaitIsWhatIsThere() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "r", -1);
        pair.first().setblocking(false);
        assertNull(file.readText());
        assertNull(file.readTextLine());
        byte[] half = "\u20ac".getBytes(UTF_8);
        pair.second().send(ByteBuffer.wrap(half, 0, 2));
        assertNull(file.readTextLine());
        pair.second().send(ByteBuffer.wrap(half, 2, 1));
        assertEquals("\u20ac", file.readTextLine());
        pair.second().sendall(bytes("\r"));
        assertNull(file.readTextLine());
        pair.second().sendall(bytes("x"));
        assertEquals("\n", file.readTextLine());
    }

    @Test
    void aBufferedWriteThatMayNotWaitTakesWhatFits() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "wb", 1000);
        pair.first().setblocking(false);
        byte[] data = pattern(16 << 20);
        ByteBuffer source = ByteBuffer.wrap(data);
        BlockingIOException full =
                assertThrows(BlockingIOException.class, () -> file.write(source));
        int taken = source.position();
        assertEquals(taken, full.bytesSent());
        assertTrue(taken > 1000 && taken < data.length, "took " + taken);
        assertThrows(BlockingIOException.class, file::flush);
        byte[] first = receiveFully(pair.second(), taken - 1000);
        file.flush();
        byte[] last = receiveFully(pair.second(), 1000);
        byte[] all = ByteBuffer.allocate(taken).put(first).put(last).array();
        assertArrayEquals(java.util.Arrays.copyOf(data, taken), all);
    }

    @Test
    void anUnbufferedWriteIsOneSend() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "wb", 0);
        assertEquals(3, file.write(bytes("abc")));
        assertEquals("abc", text(pair.second().recv(9)));
        pair.first().setblocking(false);
        int sent = file.write(new byte[16 << 20]);
        assertTrue(sent > 0 && sent < 16 << 20);
        fill(pair.first());
        assertEquals(Socket.WOULD_BLOCK, file.write(new byte[1]));
    }

    @Test
    void aTimeoutOfAWriteKeepsTheRest() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "wb", 8 << 20);
        byte[] data = pattern(8 << 20);
        file.write(data);
        pair.first().settimeout(0.02);
        assertThrows(OsTimeoutException.class, file::flush);
        pair.first().settimeout(null);
        Background<Void> flush = inBackground(() -> file.flush());
        assertArrayEquals(data, receiveFully(pair.second(), data.length));
        flush.result();
    }

    // ---- reading

    @Test
    void anUnbufferedFileReadsNothingAhead() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rb", 0);
        pair.second().sendall(bytes("line\nmore"));
        assertEquals("li", text(file.readline(2)));
        assertEquals("ne\n", text(file.readline()));
        assertEquals("more", text(pair.first().recv(9)));
    }

    @Test
    void aBufferedFileReadsAhead() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rb", -1);
        pair.second().sendall(bytes("line\nmore"));
        assertEquals("line\n", text(file.readline()));
        pair.first().setblocking(false);
        assertThrows(BlockingIOException.class, () -> pair.first().recv(1));
        assertEquals("more", text(file.read()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, -1})
    void longLinesAndLargeReadsAreWhole(int buffering) throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rb", buffering == 0 ? 5000 : buffering);
        int large = buffering == 1 ? 100_000 : 3_000_000;
        byte[] line = new byte[large];
        line[large - 1] = '\n';
        byte[] data = pattern(large);
        Background<Void> sender =
                inBackground(
                        () -> {
                            pair.second().sendall(line);
                            pair.second().sendall(data);
                            pair.second().sendall(data);
                            pair.second().sendall(data);
                            pair.second().shutdown(SHUT_WR);
                        });
        assertArrayEquals(line, file.readline());
        assertArrayEquals(data, read(file, large));
        ByteBuffer direct = ByteBuffer.allocateDirect(large);
        assertEquals(large, file.readinto(direct));
        assertEquals(ByteBuffer.wrap(data), direct.flip());
        assertArrayEquals(data, file.read());
        sender.result();
    }

    @Test
    void readintoFillsEveryKindOfBuffer() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "rb", 4);
        pair.second().sendall(bytes("0123456789abcdef"));
        pair.second().close();
        ByteBuffer heap = ByteBuffer.allocate(9).position(2);
        assertEquals(7, file.readinto(heap));
        assertEquals("\0\0" + "0123456", text(heap.array()));
        ByteBuffer slice = ByteBuffer.allocate(9).position(3).slice();
        assertEquals(6, file.readinto(slice));
        assertEquals("\0\0\0" + "789abc", text(slice.array()));
        assertEquals(3, file.readinto(ByteBuffer.allocateDirect(9)));
        assertEquals(0, file.readinto(ByteBuffer.allocateDirect(9)));
        ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> file.readinto(readOnly));
    }

    @Test
    void loopsGoOverLines() throws Exception {
        SocketPair pair = pair();
        pair.second().sendall(bytes("a\nbc\n\nd"));
        pair.second().close();
        List<String> lines = new ArrayList<>();
        for (byte[] line : file(pair.first(), "rb", -1)) {
            lines.add(text(line));
        }
        assertEquals(List.of("a\n", "bc\n", "\n", "d"), lines);
    }

    @Test
    void loopsGoOverLinesOfText() throws Exception {
        SocketPair pair = pair();
        pair.second().sendall(bytes("a\r\nbc\r\nd"));
        pair.second().close();
        List<String> lines = new ArrayList<>();
        file(pair.first(), "r", -1).textLines().forEach(lines::add);
        assertEquals(List.of("a\n", "bc\n", "d"), lines);
    }

    @Test
    void aResetEndsReading() throws Exception {
        Ends ends = connected();
        SocketFile file = file(ends.client(), "rb", -1);
        ends.server().sendall(bytes("abc"));
        assertEquals("ab", text(read(file, 2)));
        reset(ends.server());
        assertThrows(io.sockeye.engine.ConnectionResetException.class, () -> file.read(5));
        assertEquals("c", text(read(file, 1)));
    }

    // ---- text

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "\n", "\r", "\r\n"})
    void textThatComesByteByByteIsTheSame(String newline) throws Exception {
        byte[] text = "a\r\nb\rc\n\u20ac\ud83d\ude00\r\n\r\r\n\nlong line\n\r".getBytes(UTF_8);
        String way = newline.equals("none") ? null : newline;
        SocketPair whole = pair();
        whole.second().sendall(text);
        whole.second().close();
        List<String> expected = own(whole.first().makefile("r", -1, UTF_8, way)).readTextLines();
        SocketPair pair = pair();
        SocketFile file = own(pair.first().makefile("r", -1, UTF_8, way));
        pair.first().setblocking(false);
        StringBuilder got = new StringBuilder();
        for (byte each : text) {
            pair.second().sendall(new byte[] {each});
            for (String part = file.readTextLine(); part != null; part = file.readTextLine()) {
                got.append(part);
            }
        }
        pair.second().close();
        got.append(file.readText());
        assertEquals(String.join("", expected), got.toString());
    }

    @Test
    void badBytesAreRefusedAfterWhatIsGood() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "r", -1);
        pair.second().sendall(new byte[] {'a', '\n', 'b', (byte) 0xff, 'c', '\n'});
        assertEquals("a\n", file.readTextLine());
        assertThrows(MalformedInputException.class, () -> file.readTextLine());
        assertEquals("b", file.readText(1));
        assertThrows(MalformedInputException.class, () -> file.readText(1));
    }

    @Test
    void aCharacterThatIsCutOffIsRefused() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "r", -1);
        pair.second().sendall(new byte[] {'a', (byte) 0xe2, (byte) 0x82});
        pair.second().close();
        assertThrows(CharacterCodingException.class, () -> file.readText());
    }

    @Test
    void encodingsAreKept() throws Exception {
        SocketPair pair = pair();
        SocketFile latin = own(pair.first().makefile("rw", -1, ISO_8859_1));
        assertEquals(2, latin.write("\u00e9\n"));
        latin.flush();
        assertArrayEquals(new byte[] {(byte) 0xe9, '\n'}, pair.second().recv(9));
        SocketFile ascii = own(pair.first().makefile("w", -1, US_ASCII));
        assertThrows(UnmappableCharacterException.class, () -> ascii.write("ab\u00e9"));
        ascii.write("c");
        ascii.flush();
        assertEquals("c", text(pair.second().recv(9)));
        SocketFile wide = own(pair.first().makefile("w", -1, UTF_16));
        SocketFile back = own(pair.second().makefile("r", -1, UTF_16));
        wide.write("a\n");
        wide.write("\ud83d\ude00\n");
        wide.flush();
        assertEquals("a\n", back.readTextLine());
        assertEquals("\ud83d\ude00", back.readText(1));
        assertThrows(CharacterCodingException.class, () -> wide.write("x\ud83d"));
    }

    @Test
    void aTextWithBufferingOneIsSentByLine() throws Exception {
        SocketPair pair = pair();
        SocketFile file = file(pair.first(), "w", 1);
        pair.second().setblocking(false);
        file.write("no line");
        assertThrows(BlockingIOException.class, () -> pair.second().recv(1));
        file.write(" yet\nbut now");
        assertEquals("no line yet\nbut now", text(pair.second().recv(99)));
    }

    @Test
    void oneReadsWhileAnotherWrites() throws Exception {
        Ends ends = connected();
        SocketFile client = file(ends.client(), "rwb", -1);
        SocketFile server = file(ends.server(), "rwb", -1);
        int lines = 20_000;
        Background<Void> echo =
                inBackground(
                        () -> {
                            for (byte[] line : server) {
                                server.write(line);
                            }
                            server.flush();
                            ends.server().shutdown(SHUT_WR);
                        });
        Background<Void> writer =
                inBackground(
                        () -> {
                            for (int i = 0; i < lines; i++) {
                                client.write(bytes("line " + i + "\n"));
                            }
                            client.flush();
                            ends.client().shutdown(SHUT_WR);
                        });
        for (int i = 0; i < lines; i++) {
            assertEquals("line " + i + "\n", text(client.readline()));
        }
        assertEquals(0, client.readline().length);
        writer.result();
        echo.result();
    }
}

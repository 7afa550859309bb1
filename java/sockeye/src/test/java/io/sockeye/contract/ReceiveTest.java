package io.sockeye.contract;

import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.MSG_OOB;
import static io.sockeye.socket.Sockets.MSG_PEEK;
import static io.sockeye.socket.Sockets.MSG_WAITALL;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Received;
import io.sockeye.socket.ReceivedInto;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags, and every kind of buffer that bytes are received into. */
@Tag("contract")
class ReceiveTest extends ContractTest {
    /** Kinds of memory; each hands out a buffer of some size with other memory around it. */
    enum Memory {
        HEAP(ByteBuffer::allocate),
        DIRECT(ByteBuffer::allocateDirect);

        private final IntFunction<ByteBuffer> allocate;

        Memory(IntFunction<ByteBuffer> allocate) {
            this.allocate = allocate;
        }

        ByteBuffer slice(int size) {
            ByteBuffer around = allocate.apply(size + 20);
            return around.position(10).limit(10 + size).slice();
        }
    }

    @Test
    void recvOfNothingIsNoCall() throws IOException {
        assertEquals(0, tcp().recv(0).length);
        Ends ends = connected();
        ends.client().setblocking(false);
        assertEquals(0, ends.client().recv(0).length);
        assertEquals(0, ends.client().recvInto(ByteBuffer.allocate(0)));
        assertEquals(0, ends.client().recvInto(new byte[0]));
    }

    @Test
    void recvfromOfNothingIsACall() throws IOException {
        Socket socket = boundUdp();
        socket.setblocking(false);
        failsWith(Errno.EAGAIN, () -> socket.recvfrom(0));
    }

    @Test
    void aNegativeSizeIsRefused() throws IOException {
        Socket socket = connected().client();
        assertThrows(IllegalArgumentException.class, () -> socket.recv(-1));
        assertThrows(IllegalArgumentException.class, () -> socket.recvfrom(-1));
        ByteBuffer buffer = ByteBuffer.allocate(4);
        assertThrows(IllegalArgumentException.class, () -> socket.recvInto(buffer, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> socket.recvfromInto(buffer, -1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void moreThanTheBufferHoldsIsRefused(Memory memory) throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("data"));
        ByteBuffer buffer = memory.slice(3);
        assertThrows(IllegalArgumentException.class, () -> ends.client().recvInto(buffer, 4, 0));
        assertThrows(
                IllegalArgumentException.class, () -> ends.client().recvfromInto(buffer, 4, 0));
        assertEquals(0, buffer.position());
        assertEquals("data", text(ends.client().recv(10)));
    }

    @ParameterizedTest
    @EnumSource
    void aReadOnlyBufferIsRefused(Memory memory) throws IOException {
        Socket socket = connected().client();
        ByteBuffer buffer = memory.slice(3).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> socket.recvInto(buffer));
        assertThrows(IllegalArgumentException.class, () -> socket.recvfromInto(buffer));
        assertThrows(IllegalArgumentException.class, () -> socket.tryRecvInto(buffer));
    }

    @ParameterizedTest
    @EnumSource
    void bytesGoBetweenPositionAndLimit(Memory memory) throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("abcdefghij"));
        ByteBuffer buffer = memory.slice(8);
        buffer.position(2).limit(5);
        assertEquals(3, ends.client().recvInto(buffer));
        assertEquals(5, buffer.position());
        assertEquals(5, buffer.limit());
        buffer.limit(8);
        assertEquals(2, ends.client().recvInto(buffer, 2, 0));
        assertEquals(7, buffer.position());
        assertEquals(1, ends.client().tryRecvInto(buffer));
        assertEquals(8, buffer.position());
        byte[] all = new byte[8];
        buffer.clear().get(all);
        assertArrayEquals(bytes("\0\0abcdef"), all);
        assertEquals(0, ends.client().recvInto(buffer.limit(8)));
        ReceivedInto rest = ends.client().recvfromInto(buffer.clear());
        assertEquals(4, rest.count());
        assertNull(rest.address());
        assertEquals(4, buffer.position());
    }

    @Test
    void bytesGoIntoPartOfAnArray() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("abcdef"));
        byte[] array = new byte[8];
        assertEquals(3, ends.client().recvInto(array, 2, 3, 0));
        assertArrayEquals(bytes("\0\0abc\0\0\0"), array);
        assertEquals(3, ends.client().recvInto(array));
        assertArrayEquals(bytes("defbc\0\0\0"), array);
        assertThrows(IndexOutOfBoundsException.class, () -> ends.client().recvInto(array, 6, 3, 0));
    }

    @Test
    void bytesGoIntoADirectBuffer() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("abcdef"));
        DirectBuffer buffer = engine.allocate(8);
        buffer.buffer().position(1).limit(4);
        assertEquals(3, ends.client().recvInto(buffer));
        assertEquals(4, buffer.buffer().position());
        buffer.buffer().limit(8);
        assertEquals(3, ends.client().tryRecvInto(buffer));
        assertEquals(7, buffer.buffer().position());
        byte[] all = new byte[8];
        buffer.get(0, all, 0, 8);
        assertArrayEquals(bytes("\0abcdef\0"), all);
        buffer.close();
        assertThrows(IllegalStateException.class, () -> ends.client().recvInto(buffer));
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAStreamIsZero(Memory memory) throws IOException {
        Ends ends = connected();
        ends.server().close();
        Socket client = ends.client();
        assertEquals(0, client.recvInto(memory.slice(4)));
        assertEquals(0, client.recvfromInto(memory.slice(4)).count());
        assertEquals(0, client.recvInto(engine.allocate(4)));
        assertEquals(0, client.tryRecvInto(memory.slice(4)));
        assertEquals(0, client.tryRecvInto(engine.allocate(4)));
        Received end = client.recvfrom(4);
        assertEquals(0, end.data().length);
        assertNull(end.address());
    }

    @Test
    void aStreamHasNoSender() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("abc"));
        Received received = ends.client().recvfrom(10);
        assertEquals("abc", text(received.data()));
        assertNull(received.address());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 65_537, 3_000_000})
    void anArrayIsAsLongAsWhatCame(int bufsize) throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("a"));
        byte[] received = ends.client().recv(bufsize);
        assertArrayEquals(bytes("a"), received);
    }

    @ParameterizedTest
    @EnumSource
    void peekLeavesTheBytes(Link link) throws IOException {
        Ends ends = connected(link);
        ends.server().sendall(bytes("abcdef"));
        assertEquals("abc", text(ends.client().recv(3, MSG_PEEK)));
        assertEquals("abcdef", text(ends.client().recv(10, MSG_PEEK)));
        ByteBuffer direct = ByteBuffer.allocateDirect(4);
        assertEquals(4, ends.client().recvInto(direct, 4, MSG_PEEK));
        assertEquals(4, direct.position());
        assertEquals("ab", text(ends.client().recv(2)));
        assertEquals("cd", text(ends.client().recv(2, MSG_PEEK)));
        assertEquals("cdef", text(ends.client().recv(10)));
        failsWith(Errno.EAGAIN, () -> ends.client().recv(1, MSG_PEEK | MSG_DONTWAIT));
        ends.server().close();
        assertEquals(0, ends.client().recv(1, MSG_PEEK).length);
    }

    @Test
    void peekWaitsForTheFirstByte() throws Exception {
        Ends ends = connected();
        Background<byte[]> peek = inBackground(() -> ends.client().recv(9, MSG_PEEK));
        peek.awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(peek.result()));
        assertEquals("x", text(ends.client().recv(9)));
    }

    @Test
    void dontwaitNeverWaits() throws IOException {
        Ends ends = connected();
        failsWith(Errno.EAGAIN, () -> ends.client().recv(1, MSG_DONTWAIT));
        failsWith(Errno.EAGAIN, () -> ends.client().recvfrom(1, MSG_DONTWAIT));
        failsWith(
                Errno.EAGAIN,
                () -> ends.client().recvInto(ByteBuffer.allocateDirect(1), 1, MSG_DONTWAIT));
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(ends.client().recv(1, MSG_DONTWAIT)));
        assertTrue(ends.client().getblocking());
    }

    @ParameterizedTest
    @EnumSource
    void waitallWaitsForEveryByte(Link link) throws Exception {
        Ends ends = connected(link);
        Background<byte[]> whole = inBackground(() -> ends.client().recv(6, MSG_WAITALL));
        whole.awaitBlocked();
        ends.server().sendall(bytes("abc"));
        assertFalse(whole.awaitBlocked().isDone());
        ends.server().sendall(bytes("defg"));
        assertEquals("abcdef", text(whole.result()));
        assertEquals("g", text(ends.client().recv(9)));
    }

    @Test
    void waitallWaitsForEveryByteInEveryKindOfBuffer() throws Exception {
        Ends ends = connected();
        byte[] sent = pattern(300_000);
        for (ByteBuffer buffer :
                new ByteBuffer[] {
                    ByteBuffer.allocate(sent.length), ByteBuffer.allocateDirect(sent.length)
                }) {
            Background<Integer> whole =
                    inBackground(() -> ends.client().recvInto(buffer, sent.length, MSG_WAITALL));
            whole.awaitBlocked();
            ends.server().sendall(sent);
            assertEquals(sent.length, whole.result());
            assertEquals(ByteBuffer.wrap(sent), buffer.flip());
        }
    }

    @Test
    void waitallEndsWithTheStream() throws Exception {
        Ends ends = connected();
        Background<byte[]> whole = inBackground(() -> ends.client().recv(6, MSG_WAITALL));
        whole.awaitBlocked();
        ends.server().sendall(bytes("abc"));
        ends.server().shutdown(SHUT_WR);
        assertEquals("abc", text(whole.result()));
        assertEquals(0, ends.client().recv(6, MSG_WAITALL).length);
    }

    @Test
    void waitallGivesUpWhatATimeoutLeavesThere() throws IOException {
        Ends ends = connected();
        ends.client().settimeout(0.02);
        assertThrows(OsTimeoutException.class, () -> ends.client().recv(6, MSG_WAITALL));
        ends.server().sendall(bytes("abc"));
        ends.client().settimeout(20);
        assertEquals("abc", text(ends.client().recv(6, MSG_WAITALL)));
    }

    @Test
    void anUrgentByteComesOutOfBand() throws Exception {
        Ends ends = connected();
        ends.server().send(bytes("ab!"), MSG_OOB);
        assertEquals("ab", text(receiveFully(ends.client(), 2)));
        Eventually.eventually("the byte is there", () -> urgent(ends.client()).equals("!"));
        failsWith(Errno.EINVAL, () -> ends.client().recv(1, MSG_OOB));
    }

    private static String urgent(Socket socket) throws IOException {
        try {
            return text(socket.recv(1, MSG_OOB));
        } catch (io.sockeye.engine.BlockingIOException e) {
            return "";
        }
    }
}

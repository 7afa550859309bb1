package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.BrokenPipeException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.os.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, and what every descriptor has in common: reading, writing, waiting, closing. */
@Tag("contract")
class FdTest extends ContractTest {
    private static final int F_GETFL = 3;
    private static final int O_NONBLOCK = 04000;
    private static final int MUCH = 1 << 20;

    private Fd in;
    private Fd out;

    @BeforeEach
    void openPipe() throws IOException {
        Fd.Pipe pipe = own(Fd.pipe(engine));
        in = pipe.in();
        out = pipe.out();
    }

    @Test
    void bytesGoThroughAPipe() throws IOException {
        ByteBuffer sent = ByteBuffer.wrap(bytes("-ping-")).position(1).limit(5);
        assertEquals(4, out.write(sent));
        assertEquals(5, sent.position());
        ByteBuffer got = ByteBuffer.allocate(10).position(2);
        assertEquals(4, in.read(got));
        assertEquals(6, got.position());
        assertEquals("ping", text(got.flip().position(2)));
    }

    @Test
    void directBuffersWillDoToo() throws IOException {
        ByteBuffer sent = ByteBuffer.allocateDirect(3).put(bytes("abc")).flip();
        assertEquals(3, out.write(sent.asReadOnlyBuffer()));
        ByteBuffer got = ByteBuffer.allocateDirect(2);
        assertEquals(2, in.read(got));
        assertEquals("ab", text(got.flip()));
        assertEquals(1, in.read(got.clear()));
        assertEquals("c", text(got.flip()));
    }

    @Test
    void theEndOfAPipeIsZeroAgainAndAgain() throws IOException {
        out.write(ByteBuffer.wrap(bytes("x")));
        out.close();
        ByteBuffer got = ByteBuffer.allocate(10);
        assertEquals(1, in.read(got));
        assertEquals(0, in.read(got));
        assertEquals(0, in.read(got));
        assertEquals(1, got.position());
    }

    @Test
    void withoutAReaderAPipeIsBroken() throws IOException {
        in.close();
        var broken =
                assertThrows(BrokenPipeException.class, () -> out.write(ByteBuffer.allocate(1)));
        assertEquals("EPIPE", broken.errnoName());
    }

    @Test
    void aReadWaitsForBytes() throws Exception {
        ByteBuffer got = ByteBuffer.allocate(10);
        var reading = inBackground(() -> in.read(got)).awaitBlocked();
        out.write(ByteBuffer.wrap(bytes("late")));
        assertEquals(4, reading.result());
    }

    @Test
    void aWriteWaitsForRoomAndNothingIsLost() throws Exception {
        byte[] data = pattern(MUCH);
        var writing = inBackground(() -> writeAll(data));
        ByteBuffer got = ByteBuffer.allocate(MUCH);
        while (got.hasRemaining()) {
            assertTrue(in.read(got) > 0);
        }
        writing.result();
        assertArrayEquals(data, got.array());
    }

    private void writeAll(byte[] data) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(data);
        while (left.hasRemaining()) {
            assertTrue(out.write(left) > 0);
        }
    }

    @Test
    void withoutBlockingACallThatWouldWaitFails() throws IOException {
        in.setblocking(false);
        assertThrows(BlockingIOException.class, () -> in.read(ByteBuffer.allocate(1)));
        out.setblocking(false);
        ByteBuffer chunk = ByteBuffer.allocate(MUCH);
        assertThrows(
                BlockingIOException.class,
                () -> {
                    while (true) {
                        out.write(chunk.clear());
                    }
                });
        assertTrue(in.read(chunk.clear()) > 0);
    }

    @Test
    void blockingCanBeSetAgain() throws Exception {
        in.setblocking(false);
        in.setblocking(true);
        var reading = inBackground(() -> in.read(ByteBuffer.allocate(1))).awaitBlocked();
        out.write(ByteBuffer.allocate(1));
        assertEquals(1, reading.result());
    }

    @Test
    void aCloseEndsAReadThatWaits() throws Exception {
        var reading = inBackground(() -> in.read(ByteBuffer.allocate(1))).awaitBlocked();
        in.close();
        assertEquals(Errno.EBADF, reading.failure(ClosedException.class).errno());
    }

    @Test
    void aCloseEndsAWriteThatWaits() throws Exception {
        var writing = inBackground(() -> writeAll(new byte[MUCH])).awaitBlocked();
        out.close();
        writing.failure(ClosedException.class);
    }

    @Test
    void aClosedDescriptorRefusesEverything() throws IOException {
        in.close();
        in.close();
        assertEquals(-1, in.fileno());
        assertEquals(-1, in.detach());
        assertThrows(ClosedException.class, () -> in.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedException.class, () -> in.read(ByteBuffer.allocate(0)));
        assertThrows(ClosedException.class, () -> in.write(ByteBuffer.allocate(1)));
        assertThrows(ClosedException.class, () -> in.setblocking(true));
    }

    @Test
    void theWrongEndIsABadDescriptor() {
        failsWith(Errno.EBADF, () -> in.write(ByteBuffer.allocate(1)));
        failsWith(Errno.EBADF, () -> out.read(ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutRoomNothingIsReadAndNobodyWaits(boolean ours) throws IOException {
        assumeTrue(ours || engine.hasRealFds(), "nio makes all its descriptors itself");
        Fd reader = ours ? in : own(Fd.adopt(engine, in.detach()));
        Fd writer = ours ? out : own(Fd.adopt(engine, out.detach()));
        assertEquals(0, reader.read(ByteBuffer.allocate(0)));
        assertEquals(0, writer.write(ByteBuffer.allocate(0)));
        writer.write(ByteBuffer.allocate(1));
        assertEquals(0, reader.read(ByteBuffer.allocate(0)));
        assertEquals(1, reader.read(ByteBuffer.allocate(1)));
    }

    @Test
    void aBufferThatCannotBeWrittenIsRefused() {
        ByteBuffer sealed = ByteBuffer.allocate(1).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> in.read(sealed));
    }

    @Test
    void adoptTakesOverWhatDetachGaveUp() throws IOException {
        int number = in.detach();
        assertEquals(-1, in.fileno());
        Fd again = own(Fd.adopt(engine, number));
        assertEquals(number, again.fileno());
        assertEquals(engine, again.engine());
        out.write(ByteBuffer.wrap(bytes("x")));
        assertEquals(1, again.read(ByteBuffer.allocate(10)));
        again.close();
        assertEquals(-Errno.EBADF, engine.syscalls().close(number));
    }

    @Test
    void adoptRefusesNegativeNumbersAlone() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> Fd.adopt(engine, -1));
        Fd nobody = Fd.adopt(engine, 1000);
        // Nio says that it has no descriptors of others.
        int errno = engine.hasRealFds() ? Errno.EBADF : Errno.EOPNOTSUPP;
        failsWith(errno, () -> nobody.read(ByteBuffer.allocate(1)));
        failsWith(errno, nobody::close);
    }

    @Test
    void detachEndsAWaitAndLeavesTheDescriptorOpen() throws Exception {
        var reading = inBackground(() -> in.read(ByteBuffer.allocate(1))).awaitBlocked();
        Fd again = own(Fd.adopt(engine, in.detach()));
        reading.failure(ClosedException.class);
        out.write(ByteBuffer.allocate(1));
        assertEquals(1, again.read(ByteBuffer.allocate(1)));
    }

    @Test
    void detachLeavesTheModeThatTheUserSet() throws IOException {
        assumeTrue(engine.hasRealFds(), "nio has no flags of the kernel's");
        Fd blocking = own(Fd.adopt(engine, in.detach()));
        assertFalse(isNonblocking(blocking));
        out.setblocking(false);
        assertTrue(isNonblocking(own(Fd.adopt(engine, out.detach()))));
    }

    private boolean isNonblocking(Fd fd) {
        return (engine.syscalls().fcntl(fd.fileno(), F_GETFL, 0) & O_NONBLOCK) != 0;
    }

    @Test
    void anAdoptedDescriptorThatBlocksWaitsAndIsClosedAsWell() throws Exception {
        Fd reader = own(Fd.adopt(engine, in.detach()));
        var reading = inBackground(() -> reader.read(ByteBuffer.allocate(1))).awaitBlocked();
        reader.close();
        reading.failure(ClosedException.class);
    }

    @Test
    void anAdoptedDescriptorThatBlocksTakesMuch() throws Exception {
        Fd writer = own(Fd.adopt(engine, out.detach()));
        byte[] data = pattern(MUCH);
        var writing =
                inBackground(
                        () -> {
                            ByteBuffer left = ByteBuffer.wrap(data);
                            while (left.hasRemaining()) {
                                writer.write(left);
                            }
                        });
        ByteBuffer got = ByteBuffer.allocate(MUCH);
        while (got.hasRemaining()) {
            in.read(got);
        }
        writing.result();
        assertArrayEquals(data, got.array());
    }

    @Test
    void anAdoptedDescriptorCanBeMadeNonblocking() throws IOException {
        Fd reader = own(Fd.adopt(engine, in.detach()));
        reader.setblocking(false);
        assertThrows(BlockingIOException.class, () -> reader.read(ByteBuffer.allocate(1)));
    }

    @Test
    void anInterruptEndsAVirtualThreadsReadAndClosesNothing() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        var reading = VirtualThreads.start(() -> in.read(ByteBuffer.allocate(1))).awaitBlocked();
        reading.thread().interrupt();
        reading.failure(OsInterruptedException.class);
        var again = VirtualThreads.start(() -> in.read(ByteBuffer.allocate(1))).awaitBlocked();
        out.write(ByteBuffer.allocate(1));
        assertEquals(1, again.result());
    }

    @Test
    void aVirtualThreadsWriteWaitsForRoom() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        byte[] data = pattern(MUCH);
        var writing =
                VirtualThreads.start(
                        () -> {
                            writeAll(data);
                            return null;
                        });
        ByteBuffer got = ByteBuffer.allocate(MUCH);
        while (got.hasRemaining()) {
            in.read(got);
        }
        writing.result();
        assertArrayEquals(data, got.array());
    }

    @Test
    void itsTextNamesTheNumber() throws IOException {
        assertEquals("<fd " + in.fileno() + ">", in.toString());
        in.close();
        assertEquals("<fd -1>", in.toString());
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return text(bytes);
    }
}

package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ConnectionResetException;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.reactor.StreamWriter;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writing: order, back-pressure, closing. */
@Tag("contract")
class StreamsWriteTest extends StreamsContract {
    private static final int HIGH_MARK = 64 * 1024;
    private static final int LOW_MARK = 16 * 1024;
    private static final int PIECE = 10_000;

    @Test
    void writesEverythingThatIsGivenToIt() throws Exception {
        Wire wire = wire();
        StreamWriter writer = wire.writer();
        byte[] reused = bytes("array ");
        writer.write(reused);
        reused[0] = '?';
        ByteBuffer buffer = ByteBuffer.wrap(bytes("xbuffer x"), 1, 7);
        writer.write(buffer);
        assertFalse(buffer.hasRemaining());
        writer.write("text ", US_ASCII);
        writer.writelines(List.of(bytes("two "), bytes("lines")));
        runOnLoop(reactor, () -> writer.write(bytes(" and the loop")));
        writer.writeEof();
        assertEquals("array buffer text two lines and the loop", text(receiveAll(wire.peer())));
    }

    @Test
    void threadsDoNotMixTheirWrites() throws Exception {
        Wire wire = wire();
        int threads = 4;
        int each = 20_000;
        List<Background<Void>> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            byte name = (byte) t;
            writers.add(
                    inBackground(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    wire.writer().write(record(name, i));
                                    wire.writer().drain();
                                }
                            }));
        }
        int[] next = new int[threads];
        for (int i = 0; i < threads * each; i += 100) {
            ByteBuffer records = ByteBuffer.wrap(receive(wire.peer(), 100 * 5));
            while (records.hasRemaining()) {
                assertEquals(next[records.get()]++, records.getInt());
            }
        }
        for (Background<Void> writer : writers) {
            writer.result();
        }
    }

    private static ByteBuffer record(byte name, int number) {
        return ByteBuffer.allocate(5).put(name).putInt(number).flip();
    }

    // ---- back-pressure

    @Test
    void drainWaitsWhileThePeerDoesNotRead() throws Exception {
        Wire wire = wire();
        AtomicLong written = new AtomicLong();
        Background<Void> writing =
                inBackground(
                        () -> {
                            for (int i = 0; i < 3000; i++) {
                                wire.writer().write(new byte[PIECE]);
                                written.addAndGet(PIECE);
                                wire.writer().drain();
                            }
                            wire.writer().close();
                        });
        Eventually.eventually(
                "the transport is full",
                () -> onLoop(reactor, () -> wire.writer().transport().bytesQueued()) > HIGH_MARK);
        writing.awaitBlocked();
        long queued = onLoop(reactor, () -> wire.writer().transport().bytesQueued());
        assertTrue(queued <= 2 * HIGH_MARK + 2 * PIECE, queued + " bytes wait");
        assertTrue(written.get() < 3000L * PIECE);
        assertEquals(3000 * PIECE, receiveAll(wire.peer()).length);
        writing.result();
    }

    @Test
    void drainAsyncCompletesAtTheLowMarkOnTheLoop() throws Exception {
        Wire wire = wire();
        StreamWriter writer = wire.writer();
        CompletableFuture<Void> drained = onLoop(reactor, () -> writeUntilFull(writer));
        CompletableFuture<Long> left = drained.thenApply(ok -> writer.transport().bytesQueued());
        assertFalse(drained.isDone());
        Background<byte[]> receiving = inBackground(() -> receiveAll(wire.peer()));
        assertTrue(get(left) <= LOW_MARK);
        writer.close();
        receiving.result();
    }

    private static CompletableFuture<Void> writeUntilFull(StreamWriter writer) {
        while (true) {
            writer.write(new byte[PIECE]);
            CompletableFuture<Void> drained = writer.drainAsync().toCompletableFuture();
            if (writer.transport().bytesQueued() > HIGH_MARK) {
                return drained;
            }
        }
    }

    @Test
    void aLostConnectionEndsADrain() throws Exception {
        Wire wire = wire();
        CompletableFuture<Void> drained = onLoop(reactor, () -> writeUntilFull(wire.writer()));
        Background<Void> blocked = inBackground(() -> wire.writer().drain()).awaitBlocked();
        reset(wire.peer());
        blocked.failure(ConnectionResetException.class);
        assertInstanceOf(ConnectionResetException.class, failure(Throwable.class, drained));
    }

    @Test
    void aVirtualThreadIsInterruptedInDrain() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Wire wire = wire();
        onLoop(reactor, () -> writeUntilFull(wire.writer()));
        Background<Void> blocked =
                VirtualThreads.start(
                        () -> {
                            wire.writer().drain();
                            return null;
                        });
        blocked.awaitBlocked().thread().interrupt();
        blocked.failure(OsInterruptedException.class);
        assertFalse(wire.writer().isClosing());
        wire.writer().close();
        assertTrue(receiveAll(wire.peer()).length > HIGH_MARK);
    }

    @Test
    void longChainsOfDrainsFitOnTheStack() throws Exception {
        Wire wire = wire();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Background<byte[]> receiving = inBackground(() -> receiveAll(wire.peer()));
        runOnLoop(reactor, () -> writeByteByByte(wire.writer(), 100_000, done));
        get(done);
        wire.writer().close();
        assertEquals(100_000, receiving.result().length);
    }

    private static void writeByteByByte(
            StreamWriter writer, int count, CompletableFuture<Void> done) {
        if (count == 0) {
            done.complete(null);
            return;
        }
        writer.write(new byte[1]);
        writer.drainAsync().thenRun(() -> writeByteByByte(writer, count - 1, done));
    }

    // ---- closing

    @Test
    void closeSendsWhatWasWritten() throws Exception {
        Wire wire = wire();
        byte[] much = pattern(4_000_000);
        wire.writer().write(much);
        wire.writer().close();
        assertTrue(wire.writer().isClosing());
        ByteBuffer late = ByteBuffer.wrap(bytes("late"));
        wire.writer().write(late);
        assertFalse(late.hasRemaining());
        wire.writer().close();
        wire.writer().writeEof();
        assertArrayEquals(much, receiveAll(wire.peer()));
        wire.writer().waitClosed();
        assertThrows(ConnectionResetException.class, () -> wire.writer().drain());
        assertInstanceOf(
                ConnectionResetException.class,
                failure(Throwable.class, wire.writer().drainAsync()));
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws Exception {
        Wire wire = wire();
        wire.writer().writeEof();
        wire.writer().writeEof();
        assertThrows(IllegalStateException.class, () -> wire.writer().write(bytes("x")));
        assertEquals("", text(receiveAll(wire.peer())));
        wire.peer().sendall(bytes("still heard\n"));
        assertEquals("still heard\n", text(wire.reader().readline()));
    }

    @Test
    void waitClosedWaitsForTheConnection() throws Exception {
        Wire wire = wire();
        Background<Void> waiting = inBackground(() -> wire.writer().waitClosed()).awaitBlocked();
        CompletableFuture<Void> stage = wire.writer().waitClosedAsync().toCompletableFuture();
        assertFalse(stage.isDone());
        wire.writer().close();
        waiting.result();
        get(stage);
        assertTrue(wire.writer().isClosing());
    }

    @Test
    void cancellingAStageOfWaitClosedCancelsNobodyElse() throws Exception {
        Wire wire = wire();
        assertTrue(wire.writer().waitClosedAsync().toCompletableFuture().cancel(true));
        wire.writer().close();
        wire.writer().waitClosed();
    }

    @Test
    void abortingIsAnEndInOrderForThisSide() throws Exception {
        Wire wire = wire();
        Background<byte[]> reading = inBackground(() -> wire.reader().read()).awaitBlocked();
        runOnLoop(reactor, () -> wire.writer().transport().abortConnection());
        assertEquals(0, reading.result().length);
        wire.writer().waitClosed();
        assertThrows(OsException.class, () -> receiveUntilReset(wire.peer()));
    }

    private static void receiveUntilReset(Socket peer) throws IOException {
        if (peer.recv(1).length == 0) {
            throw new AssertionError("the peer was not reset");
        }
    }
}

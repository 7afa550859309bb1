package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many bytes, many threads, many sockets. */
class LoadTest extends ContractTest {
    private static final int LARGE = 64 * 1024 * 1024;

    /** Sends random pieces of random kinds of memory; returns the checksum. */
    private static long send(Socket socket, long seed) throws IOException {
        Random random = new Random(seed);
        CRC32C sum = new CRC32C();
        byte[] piece = new byte[300_000];
        random.nextBytes(piece);
        DirectBuffer own = socket.engine().allocate(piece.length);
        own.buffer().put(piece);
        ByteBuffer direct = ByteBuffer.allocateDirect(piece.length).put(piece);
        for (int sent = 0; sent < LARGE; ) {
            int from = random.nextInt(1000);
            int length = Math.min(LARGE - sent, 1 + random.nextInt(piece.length - 1000));
            switch (random.nextInt(3)) {
                case 0 -> socket.sendall(ByteBuffer.wrap(piece, from, length));
                case 1 -> socket.sendall(direct.limit(from + length).position(from));
                default -> {
                    own.buffer().limit(from + length).position(from);
                    while (own.buffer().hasRemaining()) {
                        socket.send(own);
                    }
                }
            }
            sum.update(piece, from, length);
            sent += length;
        }
        return sum.getValue();
    }

    /** Receives into random kinds of memory; returns the checksum. */
    private static long receive(Socket socket, long seed) throws IOException {
        Random random = new Random(seed);
        CRC32C sum = new CRC32C();
        DirectBuffer own = socket.engine().allocate(200_000);
        ByteBuffer direct = ByteBuffer.allocateDirect(200_000);
        for (int received = 0; received < LARGE; ) {
            int room = 1 + random.nextInt(200_000);
            ByteBuffer filled;
            switch (random.nextInt(4)) {
                case 0 -> filled = ByteBuffer.wrap(socket.recv(room));
                case 1 -> {
                    byte[] array = new byte[room];
                    filled = ByteBuffer.wrap(array, 0, socket.recvInto(array));
                }
                case 2 -> {
                    socket.recvInto(direct.clear().limit(room));
                    filled = direct.flip();
                }
                default -> {
                    own.buffer().clear().limit(room);
                    socket.recvInto(own);
                    filled = own.buffer().flip();
                }
            }
            assertTrue(filled.hasRemaining(), "the stream ended after " + received);
            received += filled.remaining();
            sum.update(filled);
        }
        return sum.getValue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP4", "UNIX"})
    void manyBytesArriveWholeBothWaysAtOnce(Link link) throws Exception {
        Ends ends = connected(link);
        Background<Long> there = inBackground(() -> send(ends.client(), 1));
        Background<Long> back = inBackground(() -> send(ends.server(), 2));
        Background<Long> atServer = inBackground(() -> receive(ends.server(), 3));
        Background<Long> atClient = inBackground(() -> receive(ends.client(), 4));
        assertEquals(there.result(), atServer.result());
        assertEquals(back.result(), atClient.result());
    }

    /**
     * Connections that come and go while others block: each carries its own number, so that a byte
     * on a wrong socket, or a call on a descriptor that was used again, shows.
     */
    @Test
    void noByteReachesAWrongSocketWhileDescriptorsAreReused() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong exchanged = new AtomicLong();
        AtomicLong closedUnderway = new AtomicLong();
        Socket listener = listener();
        List<Background<?>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte mark = (byte) (i + 1);
            workers.add(inBackground(() -> exchange(listener, mark, stop, exchanged)));
            workers.add(inBackground(() -> closeUnderway(stop, closedUnderway)));
        }
        Eventually.eventually(
                "enough was exchanged",
                () ->
                        exchanged.get() > 2000 && closedUnderway.get() > 500
                                || workers.stream().anyMatch(Background::isDone));
        stop.set(true);
        for (Background<?> worker : workers) {
            worker.result();
        }
        assertTrue(exchanged.get() > 2000 && closedUnderway.get() > 500);
    }

    /** One connection after the other; both ends send one mark and must see no other. */
    private void exchange(Socket listener, byte mark, AtomicBoolean stop, AtomicLong count)
            throws IOException {
        while (!stop.get()) {
            try (Socket client = new Socket(engine, listener.family(), listener.type());
                    Socket server = pairWith(client, listener)) {
                byte[] marks = new byte[50];
                java.util.Arrays.fill(marks, mark);
                client.sendall(marks);
                byte[] seen = receiveFully(server, marks.length);
                server.sendall(seen);
                assertTrue(same(marks, receiveFully(client, marks.length)), "a wrong mark");
                count.incrementAndGet();
            }
        }
    }

    private static synchronized Socket pairWith(Socket client, Socket listener) throws IOException {
        client.connect(listener.getsockname());
        return listener.accept().socket();
    }

    /** A socket that is closed while somebody waits on it: nothing ever arrives there. */
    private void closeUnderway(AtomicBoolean stop, AtomicLong count) throws Exception {
        while (!stop.get()) {
            try (var pair =
                    io.sockeye.socket.Sockets.socketpair(
                            engine, io.sockeye.socket.Sockets.AF_UNIX, 1, 0)) {
                Background<byte[]> reader = Background.start(() -> pair.first().recv(100));
                pair.first().close();
                reader.failure(ClosedException.class);
                count.incrementAndGet();
            }
        }
    }
}

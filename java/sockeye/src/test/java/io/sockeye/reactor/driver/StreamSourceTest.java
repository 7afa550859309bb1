package io.sockeye.reactor.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engines;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What waits to be sent, and where sources stand. */
class StreamSourceTest {
    private static final class Stream extends StreamSource {
        Stream() {
            super(0);
        }

        @Override
        protected void received(DirectBuffer data, int length) {}

        @Override
        protected void ended() {}

        @Override
        protected void failed(int errno, String call) {}

        @Override
        protected void sent(int bytes) {}

        @Override
        protected boolean awaitsSent() {
            return false;
        }

        @Override
        protected boolean readsStopShort() {
            return false;
        }
    }

    private final ChunkPool pool = new ChunkPool(Engines.best());

    /** Takes up to so many bytes, as a socket does. */
    private byte[] take(StreamSource stream, int most) {
        Chunk first = stream.first();
        byte[] taken = new byte[Math.min(most, first.end - first.start)];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = first.memory.get(first.start + i);
        }
        stream.took(taken.length, pool);
        return taken;
    }

    @Test
    void bytesComeOutInOrderHoweverTheyAreWrittenAndTaken() {
        Random random = new Random(1);
        Stream stream = new Stream();
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int step = 0; step < 5000; step++) {
            if (random.nextInt(3) > 0) {
                byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 150_000 : 300)];
                random.nextBytes(data);
                ByteBuffer buffer = ByteBuffer.wrap(data);
                stream.append(buffer, pool);
                assertEquals(0, buffer.remaining());
                in.writeBytes(data);
            } else if (stream.first() != null) {
                out.writeBytes(take(stream, 1 + random.nextInt(70_000)));
            }
            assertEquals(in.size() - out.size(), stream.queued());
        }
        while (stream.first() != null) {
            out.writeBytes(take(stream, 10_000));
        }
        assertArrayEquals(in.toByteArray(), out.toByteArray());
        assertEquals(0, stream.queued());
    }

    @Test
    void nothingWaitsAfterDiscard() {
        Stream stream = new Stream();
        stream.append(ByteBuffer.allocate(300_000), pool);
        take(stream, 10);
        stream.discard(pool);
        assertEquals(0, stream.queued());
        assertNull(stream.first());
        stream.append(ByteBuffer.wrap(new byte[] {7}), pool);
        assertArrayEquals(new byte[] {7}, take(stream, 10));
    }

    @Test
    void whatWasGivenBackIsEmptyAndTakenAgain() {
        Stream stream = new Stream();
        stream.append(ByteBuffer.allocate(10), pool);
        Chunk used = stream.first();
        take(stream, 10);
        Chunk again = pool.take(1);
        assertSame(used, again);
        assertEquals(0, again.start + again.end);
        assertNull(again.next);
    }

    @Test
    void aTokenFindsItsSourceAndNoLaterOne() {
        SourceTable table = new SourceTable();
        Random random = new Random(2);
        List<Source> present = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (present.isEmpty() || random.nextInt(5) < 3 && present.size() < 500) {
                Stream added = new Stream();
                table.add(added);
                present.add(added);
            } else {
                Source removed = present.remove(random.nextInt(present.size()));
                gone.add(SourceTable.token(removed));
                table.remove(removed);
            }
        }
        for (Source each : present) {
            assertSame(each, table.find(SourceTable.token(each)));
        }
        for (long token : gone) {
            assertNull(table.find(token));
        }
        assertEquals(present.size(), table.all().size());
    }
}

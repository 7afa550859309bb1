package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.os.Fd.CLOCK_MONOTONIC;
import static io.sockeye.os.Fd.CLOCK_REALTIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.os.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** eventfd and timerfd: descriptors that are counters, on Linux. */
@Tag("contract")
class CountersTest extends ContractTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private Fd eventfd(int initial) throws IOException {
        assumeTrue(engine.hasRealFds(), "nio has neither");
        return own(Fd.eventfd(engine, initial));
    }

    private Fd timer(int clock) throws IOException {
        assumeTrue(engine.hasRealFds(), "nio has neither");
        return own(Fd.timerfd(engine, clock));
    }

    private static long read(Fd counter) throws IOException {
        ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        assertEquals(8, counter.read(eight));
        return eight.getLong(0);
    }

    private static void add(Fd counter, long n) throws IOException {
        ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        assertEquals(8, counter.write(eight.putLong(0, n)));
    }

    @Test
    void aReadTakesTheWholeCount() throws IOException {
        Fd counter = eventfd(3);
        add(counter, 4);
        add(counter, 0);
        assertEquals(7, read(counter));
        counter.setblocking(false);
        assertThrows(BlockingIOException.class, () -> read(counter));
    }

    @Test
    void aReadWaitsForACount() throws Exception {
        Fd counter = eventfd(0);
        var reading = inBackground(() -> read(counter)).awaitBlocked();
        add(counter, 2);
        assertEquals(2, reading.result());
    }

    @Test
    void aWriteThatWouldOverflowWaitsForARead() throws Exception {
        Fd counter = eventfd(0);
        add(counter, -2);
        var adding = inBackground(() -> add(counter, 1)).awaitBlocked();
        assertEquals(-2, read(counter));
        adding.result();
        assertEquals(1, read(counter));
    }

    @Test
    void aCloseEndsTheWait() throws Exception {
        Fd counter = eventfd(0);
        var reading = inBackground(() -> read(counter)).awaitBlocked();
        counter.close();
        reading.failure(ClosedException.class);
    }

    @Test
    void theKernelRefusesWhatIsNoCount() throws IOException {
        Fd counter = eventfd(1);
        failsWith(Errno.EINVAL, () -> counter.read(ByteBuffer.allocate(7)));
        failsWith(Errno.EINVAL, () -> add(counter, -1));
        failsWith(Errno.EINVAL, () -> counter.write(ByteBuffer.allocate(4)));
        assertEquals(1, read(counter));
        assertThrows(IllegalArgumentException.class, () -> Fd.eventfd(engine, -1));
    }

    @Test
    void aTimerExpiresOnceAndNotEarly() throws Exception {
        for (int clock : new int[] {CLOCK_MONOTONIC, CLOCK_REALTIME}) {
            Fd timer = timer(clock);
            long nanos = 10_000_000;
            assertLasts(
                    nanos,
                    () -> {
                        timer.settime(Duration.ofNanos(nanos), Duration.ZERO);
                        assertEquals(1, read(timer));
                    });
            timer.setblocking(false);
            assertThrows(BlockingIOException.class, () -> read(timer));
        }
    }

    @Test
    void anIntervalCountsTheExpirationsThatNobodyRead() throws Exception {
        Fd timer = timer(CLOCK_MONOTONIC);
        timer.settime(MILLI, MILLI);
        long seen = 0;
        while (seen < 5) {
            long n = read(timer);
            assertTrue(n >= 1);
            seen += n;
        }
    }

    @Test
    void aTimerCanBeStopped() throws Exception {
        Fd timer = timer(CLOCK_MONOTONIC);
        timer.settime(MILLI, MILLI);
        read(timer);
        timer.settime(Duration.ZERO, Duration.ZERO);
        timer.setblocking(false);
        assertThrows(BlockingIOException.class, () -> read(timer));
        assertEquals("-", ReadinessTest.selected(timer));
    }

    @Test
    void aTimerThatWaitsIsEndedByClose() throws Exception {
        Fd timer = timer(CLOCK_MONOTONIC);
        var reading = inBackground(() -> read(timer)).awaitBlocked();
        timer.close();
        reading.failure(ClosedException.class);
    }

    @Test
    void onlyATimerCanBeSet() throws IOException {
        Fd counter = eventfd(0);
        failsWith(Errno.EINVAL, () -> counter.settime(MILLI, MILLI));
        Fd timer = timer(CLOCK_MONOTONIC);
        Duration negative = Duration.ofNanos(-1);
        assertThrows(IllegalArgumentException.class, () -> timer.settime(negative, MILLI));
        assertThrows(IllegalArgumentException.class, () -> timer.settime(MILLI, negative));
        failsWith(Errno.EINVAL, () -> Fd.timerfd(engine, 4711));
        timer.close();
        assertThrows(ClosedException.class, () -> timer.settime(MILLI, MILLI));
    }

    @Test
    void anEngineWithoutThemSaysSo() {
        if (!engine.hasRealFds()) {
            var noEventfd = failsWith(Errno.EOPNOTSUPP, () -> Fd.eventfd(engine, 0));
            assertTrue(noEventfd.getMessage().contains("nio"), noEventfd.getMessage());
            var noTimer = failsWith(Errno.EOPNOTSUPP, () -> Fd.timerfd(engine, CLOCK_MONOTONIC));
            assertTrue(noTimer.getMessage().contains("nio"), noTimer.getMessage());
        }
    }
}

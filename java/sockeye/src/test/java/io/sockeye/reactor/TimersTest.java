package io.sockeye.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heap of delayed calls against a list that is searched. */
class TimersTest {
    private static final Runnable NOTHING = () -> {};

    private Reactor reactor;
    private Loop loop;
    private Timers timers;

    @BeforeEach
    void open() throws IOException {
        reactor = Reactor.create(o -> o.engine(Engines.best()));
        DelayedCall any = reactor.callLater(1, NOTHING);
        loop = ((Timer) any).loop();
        any.cancel();
        timers = loop.timers;
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private Timer add(long due) {
        Timer timer = new Timer(loop, NOTHING, due);
        timers.add(timer);
        return timer;
    }

    private void moveTo(Timer timer, long due) {
        timer.due = due;
        timers.moved(timer);
    }

    @Test
    void callsComeInTheOrderOfTheirTimes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            add(random.nextInt(1000));
        }
        long last = -1;
        for (Timer timer = timers.poll(1000); timer != null; timer = timers.poll(1000)) {
            assertTrue(timer.due >= last);
            last = timer.due;
        }
        assertEquals(0, timers.size());
    }

    @Test
    void callsOfTheSameTimeComeInTheOrderInWhichTheyWereMade() {
        List<Timer> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            made.add(add(i % 3));
        }
        made.sort((a, b) -> Long.compare(a.due, b.due));
        for (Timer each : made) {
            assertSame(each, timers.poll(3));
        }
    }

    @Test
    void onlyWhatIsDueComes() {
        Timer timer = add(10);
        assertNull(timers.poll(9));
        assertEquals(10, timers.next());
        assertTrue(timer.active());
        assertSame(timer, timers.poll(10));
        assertFalse(timer.active());
        assertEquals(Timers.NONE, timers.next());
    }

    @Test
    void anythingDoneAtRandomComesOutAsFromAList() {
        Random random = new Random(2);
        List<Timer> model = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 200_000; step++) {
            int what = random.nextInt(10);
            if (what < 4 || model.isEmpty()) {
                model.add(add(now + random.nextInt(5000)));
            } else if (what < 6) {
                model.remove(random.nextInt(model.size())).cancel();
            } else if (what < 9) {
                moveTo(model.get(random.nextInt(model.size())), now + random.nextInt(5000));
            } else {
                now += random.nextInt(200);
                drainAgainst(model, now);
            }
            assertEquals(model.size(), timers.size());
        }
        drainAgainst(model, Long.MAX_VALUE - 1);
        assertEquals(List.of(), model);
        assertEquals(0, timers.size());
    }

    /** Everything that is due must come, and nothing else, in the order of the times. */
    private void drainAgainst(List<Timer> model, long now) {
        long last = Long.MIN_VALUE;
        for (Timer timer = timers.poll(now); timer != null; timer = timers.poll(now)) {
            assertTrue(timer.due >= last, timer.due + " after " + last);
            assertTrue(timer.due <= now);
            assertTrue(model.remove(timer), "it was cancelled, or came before");
            last = timer.due;
        }
        for (Timer each : model) {
            assertTrue(each.due > now, "it was due and has not come");
        }
    }

    @Test
    void aMillionCallsComeInOrderAndCostLittle() {
        int count = 1_000_000;
        long before = used();
        Random random = new Random(3);
        Timer[] kept = new Timer[count];
        for (int i = 0; i < count; i++) {
            kept[i] = add(random.nextInt(count));
        }
        long each = (used() - before) / count;
        assertTrue(each <= 96, each + " bytes for each call, its place in the array included");
        for (int i = 0; i < count; i += 2) {
            kept[i].cancel();
        }
        long last = 0;
        int came = 0;
        for (Timer timer = timers.poll(count); timer != null; timer = timers.poll(count)) {
            assertTrue(timer.due >= last);
            last = timer.due;
            came++;
        }
        assertEquals(count / 2, came);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void delaysThatAreNoneAreRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> reactor.callLater(bad, NOTHING));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> reactor.callLater(Duration.ofNanos(-1), NOTHING));
        assertThrows(NullPointerException.class, () -> reactor.callLater(null, NOTHING));
        assertThrows(NullPointerException.class, () -> reactor.callLater(1, null));
        DelayedCall call = reactor.callLater(1000, NOTHING);
        assertThrows(IllegalArgumentException.class, () -> call.reset(-1));
        assertThrows(NullPointerException.class, () -> call.reset(null));
        assertThrows(IllegalArgumentException.class, () -> call.delay(Double.NaN));
        assertThrows(NullPointerException.class, () -> call.delay(null));
        assertTrue(call.active());
    }

    @Test
    void timesBeyondTheEndOfTimeAreTheEndOfTime() {
        DelayedCall call = reactor.callLater(Duration.ofNanos(Long.MAX_VALUE), NOTHING);
        call.delay(Duration.ofNanos(Long.MAX_VALUE));
        call.reset(Duration.ofNanos(Long.MAX_VALUE));
        assertNull(timers.poll(Long.MAX_VALUE - 2));
        assertTrue(call.active());
    }

    @Test
    void delayMovesFromWhereItWasAndResetFromNow() {
        DelayedCall call = reactor.callLater(100, NOTHING);
        long due = call.getTimeNanos();
        call.delay(10);
        assertEquals(due + 10_000_000_000L, call.getTimeNanos());
        call.delay(Duration.ofSeconds(-20));
        assertEquals(due - 10_000_000_000L, call.getTimeNanos());
        long before = System.nanoTime();
        call.reset(1);
        assertTrue(call.getTimeNanos() - before >= 1_000_000_000L);
        assertTrue(call.getTimeNanos() - System.nanoTime() <= 1_000_000_000L);
    }

    @Test
    void addressesTakeTurnsByFamily() {
        List<String> order =
                Attempts.takingTurns(List.of(at(10, "a"), at(10, "b"), at(2, "c"), at(10, "d")))
                        .stream()
                        .map(io.sockeye.socket.AddrInfo::canonname)
                        .toList();
        assertEquals(List.of("a", "c", "b", "d"), order);
        assertEquals(List.of(), Attempts.takingTurns(List.of()));
    }

    private static io.sockeye.socket.AddrInfo at(int family, String name) {
        return new io.sockeye.socket.AddrInfo(
                family, 1, 0, name, io.sockeye.socket.Address.inet("127.0.0.1", 1));
    }
}

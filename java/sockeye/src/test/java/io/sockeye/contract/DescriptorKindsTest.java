package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Multiplexer;
import io.sockeye.os.Fd;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.selectors.SelectorKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Descriptors that are no sockets, in every selector, together with one that is. */
@Tag("contract")
class DescriptorKindsTest extends SelectorContract {
    private static final int BOTH = EVENT_READ | EVENT_WRITE;

    @Test
    void aPipeAndASocketMeet() throws Exception {
        Fd.Pipe pipe = own(Fd.pipe(engine));
        Ends ends = connected();
        SelectorKey piped = selector.register(pipe.in(), EVENT_READ);
        SelectorKey socket = selector.register(ends.client(), EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        pipe.out().write(ByteBuffer.allocate(1));
        assertEquals(ready(piped, EVENT_READ), waiting.result());
        ends.server().sendall(bytes("x"));
        List<ReadyKey> both =
                List.of(new ReadyKey(piped, EVENT_READ), new ReadyKey(socket, EVENT_READ));
        Eventually.eventually("both", () -> sorted(selector.select()).equals(sorted(both)));
    }

    @Test
    void thePipesEndIsReadable() throws Exception {
        Fd.Pipe pipe = own(Fd.pipe(engine));
        SelectorKey key = selector.register(pipe.in(), EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        pipe.out().close();
        assertEquals(ready(key, EVENT_READ), waiting.result());
        pipe.in().close();
        assertEquals(List.of(), selector.select(0));
    }

    @Test
    void aCounterIsAlwaysWritableAndSometimesReadable() throws IOException {
        assumeTrue(engine.hasRealFds(), "nio has only pipes");
        Fd counter = own(Fd.eventfd(engine, 0));
        SelectorKey key = selector.register(counter, BOTH);
        assertEquals(ready(key, EVENT_WRITE), selector.select());
        counter.write(ByteBuffer.allocate(8).put(0, (byte) 1));
        assertEquals(ready(key, BOTH), selector.select());
        counter.read(ByteBuffer.allocate(8));
        assertEquals(ready(key, EVENT_WRITE), selector.select());
    }

    @Test
    void aTimerIsReadableWhenItHasExpired() throws Exception {
        assumeTrue(engine.hasRealFds(), "nio has only pipes");
        Fd timer = own(Fd.timerfd(engine, Fd.CLOCK_MONOTONIC));
        SelectorKey key = selector.register(timer, EVENT_READ);
        assertEquals(List.of(), selector.select(0));
        Clock.assertLasts(
                5_000_000,
                () -> {
                    timer.settime(Duration.ofMillis(5), Duration.ZERO);
                    assertEquals(ready(key, EVENT_READ), selector.select());
                });
        timer.read(ByteBuffer.allocate(8));
        assertEquals(List.of(), selector.select(0));
    }

    @Test
    void aRegularFileIsAlwaysReadyWhereItIsTaken() throws IOException {
        assumeTrue(engine.hasRealFds(), "nio has only pipes");
        assumeTrue(kind != Multiplexer.EPOLL, "refused: see SelectorKeysTest");
        SelectorKey key = selector.register(RegularFile.open(this), EVENT_READ);
        assertEquals(ready(key, EVENT_READ), selector.select());
        assertEquals(ready(key, EVENT_READ), selector.select(0));
    }
}

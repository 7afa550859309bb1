package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.select.Epoll;
import io.sockeye.select.Poll;
import io.sockeye.select.PollEvent;
import io.sockeye.select.Select;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Waits for many descriptors on virtual threads: they park, and interrupts end them. */
@Tag("contract")
class VirtualSelectTest extends SelectorContract {
    private static final List<Socket> NONE = List.of();

    private Ends ends;

    @BeforeEach
    void connect() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        ends = connected();
    }

    @Test
    void aSelectorsWaitEndsWhenSomethingIsReady() throws Exception {
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        var waiting = VirtualThreads.start(() -> selector.select()).awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals(ready(key, EVENT_READ), waiting.result());
    }

    @Test
    void aWakeupEndsIt() throws Exception {
        var waiting = VirtualThreads.start(() -> selector.select()).awaitBlocked();
        selector.wakeup();
        assertEquals(List.of(), waiting.result());
    }

    @Test
    void aChangeTakesEffectInTheWait() throws Exception {
        var waiting = VirtualThreads.start(() -> selector.select()).awaitBlocked();
        SelectorKey key = selector.register(ends.client(), EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), waiting.result());
    }

    @Test
    void aCloseEndsIt() throws Exception {
        var waiting = VirtualThreads.start(() -> selector.select()).awaitBlocked();
        selector.close();
        assertEquals(List.of(), waiting.result());
    }

    @Test
    void aTimeoutIsNeverEarly() throws Exception {
        Callable<Void> calls =
                () -> {
                    assertLasts(5_000_000, () -> selector.select(0.005));
                    assertLasts(5_000_000, () -> Select.select(NONE, NONE, NONE, 0.005));
                    return null;
                };
        VirtualThreads.start(calls).result();
    }

    @Test
    void anInterruptEndsASelectorsWaitKeepsTheStatusAndTheSelector() throws Exception {
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        for (int i = 0; i < 3; i++) {
            assertInterrupted(() -> selector.select());
        }
        ends.server().sendall(bytes("x"));
        assertEquals(
                ready(key, EVENT_READ), VirtualThreads.start(() -> selector.select()).result());
        assertEquals(ready(key, EVENT_READ), selector.select());
    }

    @Test
    void anInterruptEndsSelectPollAndEpoll() throws Exception {
        List<Socket> one = List.of(ends.client());
        assertInterrupted(() -> Select.select(one, NONE, NONE));
        Poll poll = own(new Poll(engine));
        poll.register(ends.client(), 1);
        assertInterrupted(() -> poll.poll());
        ends.server().sendall(bytes("x"));
        assertEquals(one, Select.select(one, NONE, NONE).readable());
        assertEquals(List.of(new PollEvent(ends.client().fileno(), 1)), poll.poll());
        if (Epoll.isAvailable(engine)) {
            Epoll epoll = own(new Epoll(engine));
            assertInterrupted(() -> epoll.poll());
            epoll.register(ends.client(), 1);
            assertEquals(List.of(new PollEvent(ends.client().fileno(), 1)), epoll.poll());
        }
    }

    /** Interrupted during the wait, and interrupted before it. */
    private static void assertInterrupted(Callable<?> call) throws Exception {
        AtomicBoolean kept = new AtomicBoolean();
        Callable<Object> watched =
                () -> {
                    try {
                        return call.call();
                    } finally {
                        kept.set(Thread.currentThread().isInterrupted());
                    }
                };
        var waiting = VirtualThreads.start(watched).awaitBlocked();
        waiting.thread().interrupt();
        assertEquals(Errno.EINTR, waiting.failure(OsInterruptedException.class).errno());
        assertTrue(kept.get());
        var interrupted =
                VirtualThreads.start(
                        () -> {
                            Thread.currentThread().interrupt();
                            return watched.call();
                        });
        interrupted.failure(OsInterruptedException.class);
        assertTrue(kept.get());
    }

    @Test
    void aCloseOfAnObjectEndsSelectAndPoll() throws Exception {
        List<Socket> one = List.of(ends.client());
        Poll poll = own(new Poll(engine));
        poll.register(ends.client(), 1);
        int number = ends.client().fileno();
        var selecting = VirtualThreads.start(() -> Select.select(one, NONE, NONE)).awaitBlocked();
        var polling = VirtualThreads.start(() -> poll.poll()).awaitBlocked();
        ends.client().close();
        selecting.failure(ClosedException.class);
        assertEquals(List.of(new PollEvent(number, 32)), polling.result());
        assertFalse(ends.server().recv(1).length > 0);
    }

    @Test
    void aCloseEndsAnEpollsWait() throws Exception {
        if (Epoll.isAvailable(engine)) {
            Epoll epoll = own(new Epoll(engine));
            epoll.register(ends.client(), 1);
            var waiting = VirtualThreads.start(() -> epoll.poll()).awaitBlocked();
            epoll.close();
            waiting.failure(ClosedException.class);
        }
    }

    @Test
    void whatIsReadyIsFoundWithoutAWaitThoughTheThreadIsInterrupted() throws Exception {
        SelectorKey key = selector.register(ends.client(), EVENT_WRITE);
        Callable<Void> call =
                () -> {
                    Thread.currentThread().interrupt();
                    assertEquals(ready(key, EVENT_WRITE), selector.select(0));
                    assertTrue(Thread.currentThread().isInterrupted());
                    return null;
                };
        VirtualThreads.start(call).result();
    }
}

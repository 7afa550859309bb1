package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NioPollerLoadTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 300;
    private static final int NOBODY = THREADS;

    private final Calls nio = new Calls();
    private final AtomicLongArray seen = new AtomicLongArray(THREADS + 1);
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void closeAll() {
        nio.close();
    }

    /** Flushes use up wakeups that a wait needs; none may get lost. */
    @Test
    void noEventIsLostWhileOthersChangeAndClose() throws Exception {
        try (Poller poller = nio.engine.poller(Multiplexer.NIO)) {
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> wait(poller), Calls.THREADS);
            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(() -> close(poller), Calls.THREADS);
            CompletableFuture<?>[] changing = new CompletableFuture<?>[THREADS];
            for (int i = 0; i < THREADS; i++) {
                int id = i;
                DirectBuffer pair = nio.engine.allocate(8);
                Calls.must(nio.calls.socketpair(Calls.AF_UNIX, Calls.STREAM, 0, pair, 0));
                nio.opened(pair.getInt(0));
                nio.opened(pair.getInt(4));
                Runnable rounds = () -> change(poller, id, pair.getInt(0), pair.getInt(4));
                changing[i] = CompletableFuture.runAsync(rounds, Calls.THREADS);
            }
            CompletableFuture.allOf(changing).get(60, TimeUnit.SECONDS);
            over.set(true);
            closing.get(20, TimeUnit.SECONDS);
            poller.wakeup();
            waiting.get(20, TimeUnit.SECONDS);
        }
    }

    private void wait(Poller poller) {
        while (!over.get()) {
            int ready = poller.waitFor(-1);
            Calls.must(ready);
            for (int i = 0; i < ready; i++) {
                seen.incrementAndGet((int) poller.token(i));
            }
        }
    }

    private void close(Poller poller) {
        while (!over.get()) {
            int fd = nio.calls.socket(Calls.AF_INET, Calls.DGRAM, 0);
            Calls.must(poller.add(fd, Poller.READ, NOBODY));
            Calls.must(nio.calls.close(fd));
        }
    }

    private void change(Poller poller, int id, int sender, int receiver) {
        for (int i = 0; i < ROUNDS; i++) {
            long before = seen.get(id);
            if (i % 2 == 0) {
                nio.send(sender, "x");
            }
            Calls.must(poller.add(receiver, Poller.READ | Poller.ONESHOT, id));
            if (i % 2 != 0) {
                nio.send(sender, "x");
            }
            while (seen.get(id) == before) {
                Thread.onSpinWait();
            }
            Calls.must(poller.remove(receiver));
            assertEquals("x", nio.recv(receiver, 9, 0));
        }
    }
}

package io.sockeye.benchmarks.calls;

import static io.sockeye.benchmarks.calls.EngineSockets.expect;

import io.sockeye.engine.Poller;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.ReadyKeys;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Ending the wait of another thread: there and back between two threads that wait for nothing else,
 * so it takes two wakeups and two switches of threads; and what a wakeup costs by itself.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Wakeup extends OnEachBackend {
    private static final long FOR_EVER = -1;

    private final ReadyKeys none = new ReadyKeys();
    private final AtomicInteger turns = new AtomicInteger();
    private Poller near;
    private Poller far;
    private BaseSelector nearSelector;
    private BaseSelector farSelector;
    private volatile boolean over;
    private Thread[] others;

    /** Waits once. */
    private interface Wait {
        void once() throws IOException;
    }

    @Setup
    public void open() throws IOException {
        Backend chosen = Backend.named(backend);
        near = chosen.poller();
        far = chosen.poller();
        nearSelector = chosen.selector();
        farSelector = chosen.selector();
        others = new Thread[0];
    }

    @TearDown
    public void close() throws IOException, InterruptedException {
        over = true;
        far.wakeup();
        farSelector.wakeup();
        for (Thread each : others) {
            each.join();
        }
        nearSelector.close();
        farSelector.close();
        near.close();
        far.close();
    }

    @Benchmark
    public void betweenPollers() throws IOException {
        echo(() -> far.waitFor(FOR_EVER), near::wakeup);
        turns.incrementAndGet();
        far.wakeup();
        awaitTurn(() -> near.waitFor(FOR_EVER));
    }

    @Benchmark
    public void betweenSelectors() throws IOException {
        ReadyKeys theirs = none;
        echo(() -> farSelector.selectInto(theirs, FOR_EVER), nearSelector::wakeup);
        turns.incrementAndGet();
        farSelector.wakeup();
        awaitTurn(() -> nearSelector.selectInto(none, FOR_EVER));
    }

    /** Nobody waits: the next wait ends at once. */
    @Benchmark
    public int beforeTheWait() {
        near.wakeup();
        return expect(0, near.waitFor(FOR_EVER));
    }

    /** Odd turns are the other thread's. */
    private void awaitTurn(Wait wait) throws IOException {
        while ((turns.get() & 1) != 0) {
            wait.once();
        }
    }

    /** Starts the other thread the first time. */
    private void echo(Wait wait, Runnable wake) {
        if (others.length > 0) {
            return;
        }
        Thread other = new Thread(() -> answer(wait, wake), "other");
        others = new Thread[] {other};
        other.setDaemon(true);
        other.start();
    }

    private void answer(Wait wait, Runnable wake) {
        try {
            while (!over) {
                if ((turns.get() & 1) != 0) {
                    turns.incrementAndGet();
                    wake.run();
                } else {
                    wait.once();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

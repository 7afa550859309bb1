package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class InterruptTest {
    private static final long SHORT = 30_000_000;

    private final Calls nio = new Calls();

    @AfterEach
    void closeAll() {
        Thread.interrupted();
        nio.close();
    }

    @Test
    void pollWaitsItsTimeAndKeepsTheStatus() {
        Calls.Connection c = nio.connection();
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        assertEquals(0, nio.poll(SHORT, c.client(), Calls.IN));
        assertTrue(System.nanoTime() - start >= SHORT);
        assertTrue(Thread.interrupted());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noWaitSpins() throws Exception {
        Calls.Connection c = nio.connection();
        try (Poller poller = nio.engine.poller(Multiplexer.NIO)) {
            Thread.currentThread().interrupt();
            long busy = cpuNanos();
            nio.poll(SHORT, c.client(), Calls.IN);
            poller.waitFor(SHORT);
            assertTrue(cpuNanos() - busy < SHORT);
        }
    }

    @Test
    void aPollerWaitsItsTimeAndKeepsTheStatus() throws Exception {
        try (Poller poller = nio.engine.poller(Multiplexer.NIO)) {
            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            assertEquals(0, poller.waitFor(SHORT));
            assertTrue(System.nanoTime() - start >= SHORT);
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void noCallClosesTheChannel() {
        Thread.currentThread().interrupt();
        Calls.Connection c = nio.connection();
        nio.send(c.client(), "still here");
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("still", nio.recv(c.accepted(), 5, 0));
        DirectBuffer two = nio.engine.allocate(8);
        assertEquals(0, nio.calls.socketpair(Calls.AF_UNIX, Calls.STREAM, 0, two, 0));
        nio.opened(two.getInt(0));
        nio.opened(two.getInt(4));
        assertEquals(" here", nio.recv(c.accepted(), 5, 0));
        assertTrue(Thread.interrupted());
    }

    @Test
    void interruptsDuringAPollDoNotEndIt() throws Exception {
        Calls.Connection c = nio.connection();
        AtomicInteger revents = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        boolean[] status = new boolean[1];
        Thread waiter =
                new Thread(
                        () -> {
                            started.countDown();
                            revents.set(nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN));
                            status[0] = Thread.currentThread().isInterrupted();
                        });
        waiter.start();
        started.await();
        for (int i = 0; i < 100; i++) {
            waiter.interrupt();
            assertTrue(waiter.isAlive());
        }
        assertEquals(0, revents.get());
        nio.send(c.client(), "x");
        waiter.join();
        assertEquals(Calls.IN, revents.get());
        assertTrue(status[0]);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** See proc(5): what the calling thread has spent on the processor. */
    private static long cpuNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    }
}

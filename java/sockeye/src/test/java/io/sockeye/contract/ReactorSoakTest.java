package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ConnectionException;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.LoopStats;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Peers of every kind at once: some talk properly, and every byte that they get is checked; the
 * others reset, stall, close by halves, send byte by byte or never read. {@code
 * -Dsockeye.test.soak.seconds=600} makes it long.
 */
class ReactorSoakTest extends ReactorContract {
    private static final long SECONDS = Long.getLong("sockeye.test.soak.seconds", 1);
    private static final long MEGABYTE = 1024 * 1024;
    private static final int LOOPS = 2;

    /** One visit of a peer. */
    @FunctionalInterface
    private interface Visit {
        void by(Socket peer, Random random) throws Exception;
    }

    private ListeningPort port;
    private long deadline;

    @Test
    @Timeout(value = 2, unit = TimeUnit.DAYS)
    void nobodySuffersFromOthersAndNothingIsLeft() throws Exception {
        Reactor reactor = reactor(o -> o.loops(LOOPS));
        port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        long heap = usedHeap();
        long direct = direct();
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<Background<Integer>> peers = new ArrayList<>();
        peers.add(visiting(1, ReactorSoakTest::talk));
        peers.add(visiting(2, ReactorSoakTest::talk));
        peers.add(visiting(3, ReactorSoakTest::talkMuch));
        peers.add(visiting(4, ReactorSoakTest::closeByHalves));
        peers.add(visiting(5, ReactorSoakTest::sendByteByByte));
        peers.add(visiting(6, ReactorSoakTest::resetEarly));
        peers.add(visiting(7, ReactorSoakTest::neverRead));
        Background<Integer> stalled = inBackground(this::stall);
        awaitDeadline();
        for (Background<Integer> each : peers) {
            assertTrue(each.result() > 0, "no visit");
        }
        assertTrue(stalled.result() > 0);
        Eventually.eventually("all are gone", () -> open(reactor) == 0);
        assertEquals(0, port.connections());
        for (LoopStats each : reactor.stats()) {
            assertEquals(0, each.failures(), each.toString());
            assertEquals(0, each.acceptPauses(), each.toString());
        }
        assertTrue(usedHeap() - heap < 16 * MEGABYTE, "heap grows");
        // What a loop keeps of either size of its buffers is 4 MiB.
        assertTrue(direct() - direct < LOOPS * 9 * MEGABYTE + 8 * MEGABYTE, "buffers grow");
    }

    private void awaitDeadline() {
        while (System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }

    private static long open(Reactor reactor) {
        return reactor.stats().stream().mapToLong(LoopStats::connectionsOpen).sum();
    }

    private Background<Integer> visiting(long seed, Visit visit) {
        return inBackground(
                () -> {
                    Random random = new Random(seed);
                    int visits = 0;
                    for (; System.nanoTime() - deadline < 0; visits++) {
                        try (Socket peer = connect()) {
                            visit.by(peer, random);
                        }
                    }
                    return visits;
                });
    }

    private Socket connect() throws IOException {
        Socket peer = new Socket(engine, Sockets.AF_INET, Sockets.SOCK_STREAM);
        try {
            peer.settimeout(TimeUnit.NANOSECONDS.toSeconds(Eventually.LIMIT_NANOS));
            peer.connect(port.getHost());
            return peer;
        } catch (Throwable e) {
            peer.close();
            throw e;
        }
    }

    private static byte[] data(Random random, int most) {
        byte[] data = new byte[1 + random.nextInt(most)];
        random.nextBytes(data);
        return data;
    }

    private static void talk(Socket peer, Random random) throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] data = data(random, 3000);
            peer.sendall(data);
            assertArrayEquals(data, receive(peer, data.length));
        }
    }

    private static void talkMuch(Socket peer, Random random) throws Exception {
        byte[] data = data(random, 2_000_000);
        Background<Void> sender =
                Background.start(
                        () -> {
                            peer.sendall(data);
                            return null;
                        });
        assertArrayEquals(data, receive(peer, data.length));
        sender.result();
    }

    private static void closeByHalves(Socket peer, Random random) throws Exception {
        byte[] data = data(random, 100_000);
        peer.sendall(data);
        peer.shutdown(Sockets.SHUT_WR);
        assertArrayEquals(data, receiveAll(peer));
    }

    private static void sendByteByByte(Socket peer, Random random) throws Exception {
        peer.setsockopt(Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
        byte[] data = data(random, 300);
        for (byte each : data) {
            peer.sendall(new byte[] {each});
        }
        assertArrayEquals(data, receive(peer, data.length));
    }

    private static void resetEarly(Socket peer, Random random) throws Exception {
        try {
            peer.sendall(data(random, 50_000));
        } finally {
            reset(peer);
        }
    }

    private static void neverRead(Socket peer, Random random) throws Exception {
        peer.setblocking(false);
        try {
            fill(peer);
        } catch (ConnectionException e) {
            throw new AssertionError("it must be kept open", e);
        }
        if (random.nextBoolean()) {
            reset(peer);
        }
    }

    /** Some that send and then neither read nor close until the end. */
    private int stall() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket peer = connect();
                idle.add(peer);
                peer.sendall(pattern(i * 1000));
            }
            awaitDeadline();
            // Each gets what it has sent, though it comes so late.
            for (int i = 0; i < idle.size(); i++) {
                assertArrayEquals(pattern(i * 1000), receive(idle.get(i), i * 1000));
            }
            return idle.size();
        } finally {
            for (Socket each : idle) {
                each.close();
            }
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}

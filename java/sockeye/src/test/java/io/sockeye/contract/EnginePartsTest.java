package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.IntMap;
import io.sockeye.engine.Lease;
import io.sockeye.engine.Poller;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Waits;
import io.sockeye.engine.WakeFd;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The parts that engines and sockets are made of. */
@Tag("contract")
class EnginePartsTest extends ContractTest {
    @Test
    void scratchIsAtLeastAsLargeAsAskedForAndUsedAgain() {
        ScratchPool pool = new ScratchPool(engine);
        for (int size : new int[] {0, 1, 65_536, 65_537, 1 << 20, (1 << 20) + 1}) {
            DirectBuffer scratch = pool.borrow(size);
            assertTrue(scratch.capacity() >= size, "capacity " + scratch.capacity());
            pool.release(scratch);
        }
        DirectBuffer first = pool.borrow(1);
        pool.release(first);
        assertSame(first, pool.borrow(100));
        assertNotSame(first, pool.borrow(100));
    }

    @Test
    void scratchIsNeverLentTwiceAtOnce() throws Exception {
        ScratchPool pool = new ScratchPool(engine);
        Map<DirectBuffer, Thread> lent = new IdentityHashMap<>();
        AtomicInteger collisions = new AtomicInteger();
        List<Background<Void>> borrowers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            borrowers.add(
                    inBackground(
                            () -> {
                                for (int n = 0; n < 3000; n++) {
                                    DirectBuffer scratch = pool.borrow(n % 7 == 0 ? 100_000 : 10);
                                    synchronized (lent) {
                                        Thread other = lent.put(scratch, Thread.currentThread());
                                        collisions.addAndGet(other == null ? 0 : 1);
                                    }
                                    synchronized (lent) {
                                        lent.remove(scratch);
                                    }
                                    pool.release(scratch);
                                }
                            }));
        }
        for (Background<Void> borrower : borrowers) {
            borrower.result();
        }
        assertEquals(0, collisions.get());
    }

    @Test
    void anIntMapIsAMap() {
        IntMap<String> map = new IntMap<>();
        Map<Integer, String> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            int key = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(300) - 20;
            switch (random.nextInt(3)) {
                case 0 -> assertEquals(expected.remove(key), map.remove(key));
                case 1 -> assertEquals(expected.get(key), map.get(key));
                default -> {
                    expected.put(key, "v" + i);
                    map.put(key, "v" + i);
                }
            }
            assertEquals(expected.size(), map.size());
        }
        expected.forEach((key, value) -> assertEquals(value, map.get(key)));
        map.clear();
        assertEquals(0, map.size());
        assertNull(map.get(1));
    }

    @Test
    void aWakeFdIsReadableFromSignalToDrain() throws IOException {
        WakeFd wake = own(new WakeFd(engine));
        assertFalse(wake.isPending());
        assertEquals(0, readable(wake));
        for (int i = 0; i < 100; i++) {
            wake.signal();
        }
        assertTrue(wake.isPending());
        assertEquals(1, readable(wake));
        wake.drain();
        assertFalse(wake.isPending());
        assertEquals(0, readable(wake));
        wake.signal();
        assertEquals(1, readable(wake));
        wake.close();
        wake.close();
        wake.drain();
        wake.signal();
    }

    private int readable(WakeFd wake) throws IOException {
        try (Poller poller = engine.poller(engine.multiplexers().iterator().next())) {
            poller.add(wake.fileno(), Poller.READ, 1);
            return poller.waitFor(0);
        }
    }

    @Test
    void aLeaseKeepsTheDescriptorOpenUntilItIsGivenBack() throws Exception {
        Lease lease = new Lease(engine, tcp().detach());
        assertTrue(lease.acquire());
        assertTrue(lease.acquire());
        Background<Integer> close = inBackground(lease::close);
        Eventually.eventually("close has begun", lease::isClosed);
        assertFalse(lease.acquire());
        lease.release();
        assertEquals(0, engine.syscalls().setNonblocking(lease.fd(), true));
        assertFalse(close.isDone());
        lease.release();
        assertEquals(0, close.result());
        assertEquals(-Errno.EBADF, engine.syscalls().setNonblocking(lease.fd(), true));
        assertEquals(0, lease.close());
        assertEquals(-1, lease.detach());
    }

    @Test
    void whoAskedIsToldBeforeTheDescriptorIsClosed() throws IOException {
        Lease lease = new Lease(engine, tcp().detach());
        List<String> told = new ArrayList<>();
        Lease.Closing first = closing -> told.add("first " + isOpen(closing));
        Lease.Closing second = closing -> told.add("second " + isOpen(closing));
        Lease.Closing third = closing -> told.add("third " + isOpen(closing));
        assertTrue(lease.onClose(first));
        assertTrue(lease.onClose(second));
        assertTrue(lease.onClose(third));
        assertTrue(lease.onClose(second));
        lease.forget(second);
        lease.forget(third);
        lease.close();
        assertEquals(List.of("first true", "second true"), told);
        assertFalse(lease.onClose(third));
    }

    private boolean isOpen(Lease lease) {
        return engine.syscalls().setNonblocking(lease.fd(), true) == 0;
    }

    @Test
    void aDetachedLeaseLeavesTheDescriptorOpen() throws IOException {
        Lease lease = new Lease(engine, tcp().detach());
        assertEquals(lease.fd(), lease.detach());
        assertTrue(lease.isClosed());
        assertFalse(lease.acquire());
        own(Socket.adopt(engine, lease.fd()));
    }

    @Test
    void anAbandonedLeaseIsClosed() throws IOException {
        Lease lease = new Lease(engine, tcp().detach());
        lease.abandon();
        lease.abandon();
        assertEquals(-Errno.EBADF, engine.syscalls().setNonblocking(lease.fd(), true));
    }

    @Test
    void awaitEndsAtItsDeadlineAndNotBefore() throws IOException {
        Lease lease = new Lease(engine, tcp().detach());
        try {
            assertTrue(lease.acquire());
            Socket listener = listener();
            assertTrue(listener.lease().acquire());
            long deadline = Waits.deadline(20_000_000);
            assertEquals(-Errno.ETIMEDOUT, listener.lease().await(Poller.READ, deadline));
            assertTrue(System.nanoTime() >= deadline);
            assertEquals(-Errno.ETIMEDOUT, listener.lease().await(Poller.READ, 0));
            listener.lease().release();
            lease.release();
        } finally {
            lease.close();
        }
    }

    @Test
    void aBufferKnowsItsEngine() {
        DirectBuffer buffer = engine.allocate(32);
        assertEquals(32, buffer.capacity());
        assertEquals(engine.hasRealFds(), buffer.address() != 0);
        buffer.putInt(4, 0x01020304);
        assertEquals(0x01020304, buffer.getInt(4));
        assertEquals(0, buffer.getLong(8));
        assertThrows(IllegalArgumentException.class, () -> engine.wrap(ByteBuffer.allocate(4)));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getLong(28));
        buffer.close();
        assertThrows(IllegalStateException.class, buffer::buffer);
    }
}

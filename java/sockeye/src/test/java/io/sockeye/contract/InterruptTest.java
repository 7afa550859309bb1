package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interrupts, which platform threads do not notice and virtual threads do. */
@Tag("contract")
class InterruptTest extends ContractTest {
    /** What a call left of the interrupt status. */
    private record Outcome(byte[] data, boolean interrupted) {}

    private static Outcome recv(Socket socket) throws Exception {
        byte[] data = socket.recv(1);
        return new Outcome(data, Thread.currentThread().isInterrupted());
    }

    @Test
    void aPlatformThreadDoesNotNoticeAnInterrupt() throws Exception {
        Ends ends = connected();
        Background<Outcome> receiver = inBackground(() -> recv(ends.client())).awaitBlocked();
        receiver.thread().interrupt();
        assertFalse(receiver.awaitBlocked().isDone());
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(receiver.result().data()));
        assertTrue(receiver.result().interrupted());
    }

    @Test
    void aPlatformThreadThatIsInterruptedAlreadyWaitsAsWell() throws Exception {
        Ends ends = connected();
        Background<Outcome> receiver =
                inBackground(
                        () -> {
                            Thread.currentThread().interrupt();
                            return recv(ends.client());
                        });
        receiver.awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(receiver.result().data()));
        assertTrue(receiver.result().interrupted());
    }

    @Test
    void anInterruptedPlatformThreadWaitsOutItsTimeoutWithoutSpinning() throws Exception {
        Ends ends = connected();
        ends.client().settimeout(1);
        Background<Long> waiting =
                inBackground(
                        () -> {
                            Thread.currentThread().interrupt();
                            long start = cpuTicks();
                            try {
                                ends.client().recv(1);
                            } catch (OsTimeoutException expected) {
                                assertTrue(Thread.currentThread().isInterrupted());
                                return cpuTicks() - start;
                            }
                            throw new AssertionError("there was nothing to receive");
                        });
        long ticks = waiting.result();
        assertTrue(ticks < 40, "spent " + ticks + " of 100 ticks of the CPU");
    }

    /** The CPU time of this thread, in hundredths of a second. */
    private static long cpuTicks() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Test
    void aVirtualThreadIsInterruptedAndTheSocketStaysOpen() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Ends ends = connected();
        Background<OsInterruptedException> receiver =
                VirtualThreads.start(
                        () -> {
                            try {
                                ends.client().recv(1);
                            } catch (OsInterruptedException e) {
                                assertTrue(Thread.currentThread().isInterrupted());
                                return e;
                            }
                            throw new AssertionError("there was nothing to receive");
                        });
        receiver.awaitBlocked().thread().interrupt();
        assertEquals(Errno.EINTR, receiver.result().errno());
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(ends.client().recv(1)));
    }

    @Test
    void aVirtualThreadThatIsInterruptedAlreadyDoesNotWait() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Ends ends = connected();
        VirtualThreads.start(
                        () -> {
                            Thread.currentThread().interrupt();
                            return ends.client().recv(1);
                        })
                .failure(OsInterruptedException.class);
        VirtualThreads.start(
                        () -> {
                            Thread.currentThread().interrupt();
                            return listener().accept();
                        })
                .failure(OsInterruptedException.class);
        Background<byte[]> noWait =
                VirtualThreads.start(
                        () -> {
                            ends.server().sendall(bytes("x"));
                            Thread.currentThread().interrupt();
                            return receiveFully(ends.client(), 1);
                        });
        assertEquals("x", text(noWait.result()));
    }

    @Test
    void virtualThreadsWaitAndAreServed() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Ends[] ends = new Ends[50];
        List<Background<byte[]>> receivers = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            Ends pair = connected(Link.UNIX);
            ends[i] = pair;
            receivers.add(VirtualThreads.start(() -> pair.client().recv(1)));
        }
        for (int i = 0; i < ends.length; i++) {
            receivers.get(i).awaitBlocked();
            ends[i].server().sendall(new byte[] {(byte) i});
        }
        for (int i = 0; i < ends.length; i++) {
            assertEquals((byte) i, receivers.get(i).result()[0]);
        }
    }

    @Test
    void oneSenderAndOneReceiverWaitOnOneSocket() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Ends ends = stuffed();
        Background<byte[]> receiver = VirtualThreads.start(() -> ends.client().recv(1));
        Background<Integer> sender = VirtualThreads.start(() -> ends.client().send(new byte[1]));
        receiver.awaitBlocked();
        sender.awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(receiver.result()));
        assertFalse(sender.awaitBlocked().isDone());
        ends.server().recv(10 * 1024 * 1024);
        while (!sender.isDone()) {
            ends.server().tryRecvInto(java.nio.ByteBuffer.allocate(1 << 20));
        }
        assertEquals(1, sender.result());
    }

    @Test
    void aVirtualThreadTimesOutAndNotEarly() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        Ends ends = connected();
        ends.client().settimeout(0.05);
        AtomicInteger early = new AtomicInteger();
        Background<byte[]> receiver =
                VirtualThreads.start(
                        () -> {
                            long start = System.nanoTime();
                            try {
                                return ends.client().recv(1);
                            } finally {
                                long elapsed = System.nanoTime() - start;
                                early.set(elapsed < TimeUnit.MILLISECONDS.toNanos(50) ? 1 : 0);
                            }
                        });
        receiver.failure(OsTimeoutException.class);
        assertEquals(0, early.get());
    }
}

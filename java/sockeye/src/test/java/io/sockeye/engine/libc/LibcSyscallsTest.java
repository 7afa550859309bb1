package io.sockeye.engine.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Syscalls;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What engines over libc add to C, each through its own bridge. */
@Tag("contract")
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(LibcEngines.class)
class LibcSyscallsTest {
    private static final int AF_UNIX = constant("AF_UNIX");
    private static final int AF_INET = constant("AF_INET");
    private static final int SOCK_STREAM = constant("SOCK_STREAM");
    private static final int SOL_SOCKET = constant("SOL_SOCKET");
    private static final int SO_TYPE = constant("SO_TYPE");
    private static final int CLOEXEC = constant("FD_CLOEXEC");
    private static final int ROUNDS = 100_000;

    /** Asking costs a few objects; a single one for each call would be 1.6 MB. */
    private static final int ENOUGH = 10_000;

    private final Engine engine;
    private final PosixSyscalls calls;
    private final DirectBuffer memory;
    private int left;
    private int right;

    LibcSyscallsTest(Engine engine) {
        this.engine = engine;
        calls = (PosixSyscalls) engine.syscalls();
        memory = engine.allocate(1024);
    }

    @BeforeEach
    void connect() {
        assertEquals(0, calls.socketpair(AF_UNIX, SOCK_STREAM, 0, memory, 0));
        left = memory.getInt(0);
        right = memory.getInt(4);
        assertEquals(0, calls.setNonblocking(left, true));
    }

    @AfterEach
    void close() {
        calls.close(left);
        calls.close(right);
    }

    @Test
    void errnoSurvivesCollectionsAndOtherThreads() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread noise =
                new Thread(
                        () -> {
                            while (!stop.get()) {
                                System.gc();
                                calls.close(-1);
                            }
                        });
        noise.start();
        int wrong = 0;
        for (int i = 0; i < 20_000; i++) {
            wrong += calls.recv(left, memory, 0, 8, 0) == -Errno.EAGAIN ? 0 : 1;
        }
        stop.set(true);
        noise.join();
        assertEquals(0, wrong);
    }

    @Test
    void callsAllocateNothing() throws Exception {
        assertAllocatesNothing(() -> calls.recv(left, memory, 0, 8, 0), -Errno.EAGAIN);
        assertAllocatesNothing(
                () -> calls.send(right, memory, 0, 8, 0) + calls.recv(left, memory, 0, 8, 0), 16);
        assertAllocatesNothing(() -> calls.getsockopt(left, SOL_SOCKET, SO_TYPE, memory, 0, 4), 4);
        assertAllocatesNothing(() -> calls.getsockname(left, memory, 0), 0);
        assertAllocatesNothing(() -> calls.accept(left, memory, 0, 0), -Errno.EINVAL);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsWithATimeoutAllocateNothing() throws Exception {
        int epfd = calls.epollCreate();
        memory.putInt(0, right);
        memory.putShort(4, (short) constant("POLLOUT"));
        assertAllocatesNothing(() -> calls.poll(memory, 0, 1, 1_000_000_000), 1);
        calls.epollCtl(epfd, constant("EPOLL_CTL_ADD"), right, constant("EPOLLOUT"), 7);
        assertAllocatesNothing(() -> calls.epollWait(epfd, memory, 0, 4, 1_000_000_000), 1);
        calls.close(epfd);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsLastAsLongAsTheirNanoseconds() {
        int epfd = calls.epollCreate();
        for (long nanos : new long[] {1, 300_000, 1_000_001}) {
            assertLasts(nanos, () -> calls.poll(memory, 0, 0, nanos));
            assertLasts(nanos, () -> calls.epollWait(epfd, memory, 0, 1, nanos));
            clear(0, 384);
            assertLasts(nanos, () -> calls.select(0, memory, 0, nanos));
        }
        calls.close(epfd);
    }

    @Test
    void millisecondsAreRoundedUp() {
        assertEquals(-1, PosixSyscalls.millis(-1));
        assertEquals(0, PosixSyscalls.millis(0));
        assertEquals(1, PosixSyscalls.millis(1));
        assertEquals(1, PosixSyscalls.millis(1_000_000));
        assertEquals(2, PosixSyscalls.millis(1_000_001));
        assertEquals(Integer.MAX_VALUE, PosixSyscalls.millis(Long.MAX_VALUE));
    }

    @Test
    void aHugeCountReachesNoMemoryBeyondTheBuffer() {
        int wrapsToEightBytes = 0x20000001;
        assertThrows(
                IndexOutOfBoundsException.class, () -> calls.poll(memory, 0, wrapsToEightBytes, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> calls.recv(left, memory, 1, 1024, 0));
    }

    @Test
    void anAddressLengthBeyondTheBufferIsRefused() {
        memory.putInt(0, 1024);
        assertThrows(IndexOutOfBoundsException.class, () -> calls.bind(left, memory, 0));
    }

    @Test
    void aFailureLeavesNoAddress() {
        assertEquals(-Errno.EBADF, calls.getsockname(-1, memory, 0));
        assertEquals(0, memory.getInt(0));
    }

    /** macOS has only these calls, and they work on Linux too. */
    @Test
    void posixAloneMakesDescriptorsCloseOnExecAndNonblocking() {
        assertPrepares(new PosixSyscalls(calls.libc(), () -> null));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxMakesDescriptorsCloseOnExecAndNonblocking() {
        assertPrepares(calls);
        assertCloseOnExecAndClose(
                calls.dup(left),
                calls.eventfd(0, 0),
                calls.timerfdCreate(constant("CLOCK_MONOTONIC"), 0),
                calls.epollCreate());
    }

    private void assertPrepares(Syscalls calls) {
        int listener = calls.socket(AF_INET, SOCK_STREAM, 0);
        assertEquals(0, calls.listen(listener, 1));
        assertEquals(0, calls.getsockname(listener, memory, 0));
        int client = calls.socket(AF_INET, SOCK_STREAM, 0);
        assertEquals(0, calls.connect(client, memory, 0));
        int accepted = calls.accept(listener, memory, 0, constant("SOCK_NONBLOCK"));
        assertEquals(16, memory.getInt(0));
        assertEquals(0, calls.pipe(memory, 0, constant("O_NONBLOCK")));
        assertEquals(0, calls.socketpair(AF_UNIX, SOCK_STREAM, 0, memory, 8));
        assertNonblocking(accepted, memory.getInt(0), memory.getInt(4));
        assertCloseOnExecAndClose(listener, client, accepted);
        for (int offset = 0; offset < 16; offset += 4) {
            assertCloseOnExecAndClose(memory.getInt(offset));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTimerExpiresAfterItsFirstTime() {
        int timer = calls.timerfdCreate(constant("CLOCK_MONOTONIC"), 0);
        assertLasts(
                300_000,
                () -> {
                    int set = calls.timerfdSettime(timer, 300_000, 0);
                    return set + calls.read(timer, memory, 0, 8) - 8;
                });
        calls.close(timer);
    }

    @Test
    void manyThreadsShareTheStructs() throws InterruptedException {
        var failures = new AtomicInteger();
        var threads = new Thread[16];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> failures.addAndGet(mixedLengths()));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, failures.get());
    }

    private int mixedLengths() {
        DirectBuffer own = engine.allocate(16);
        int wrong = 0;
        for (int i = 0; i < 20_000; i++) {
            int length = i % 4 + 1;
            int size = calls.getsockopt(left, SOL_SOCKET, SO_TYPE, own, 0, length);
            wrong += size == length ? 0 : 1;
        }
        return wrong;
    }

    private static void assertAllocatesNothing(IntSupplier call, int result) throws Exception {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 50 && least >= ENOUGH; attempt++) {
            long before = allocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                if (call.getAsInt() != result) {
                    assertEquals(result, call.getAsInt());
                }
            }
            least = Math.min(least, allocatedBytes() - before);
        }
        assertTrue(least < ENOUGH, least + " bytes in " + ROUNDS + " calls");
    }

    /** By reflection, because the module that these tests are patched into does not read it. */
    private static long allocatedBytes() throws Exception {
        Object bean =
                Class.forName("java.lang.management.ManagementFactory")
                        .getMethod("getThreadMXBean")
                        .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean")
                        .getMethod("getThreadAllocatedBytes", long.class);
        return (long) allocated.invoke(bean, Thread.currentThread().getId());
    }

    private static void assertLasts(long nanos, IntSupplier call) {
        long before = System.nanoTime();
        assertEquals(0, call.getAsInt());
        long lasted = System.nanoTime() - before;
        assertTrue(lasted >= nanos, lasted + " ns instead of " + nanos);
    }

    private void assertNonblocking(int... fds) {
        for (int fd : fds) {
            int flags = calls.fcntl(fd, constant("F_GETFL"), 0);
            assertNotEquals(0, flags & constant("O_NONBLOCK"));
        }
    }

    private void assertCloseOnExecAndClose(int... fds) {
        for (int fd : fds) {
            assertEquals(CLOEXEC, calls.fcntl(fd, constant("F_GETFD"), 0));
            assertEquals(0, calls.close(fd));
        }
    }

    private void clear(int from, int to) {
        for (int i = from; i < to; i++) {
            memory.put(i, (byte) 0);
        }
    }

    private static int constant(String name) {
        return Abi.host().constant(name);
    }
}

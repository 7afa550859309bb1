package io.sockeye.os;

import io.sockeye.engine.Abi;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Timeouts;
import io.sockeye.engine.Waits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A file descriptor that is no socket: a pipe, an eventfd, a timerfd, standard input, or whatever
 * an {@code int} stands for. Every multiplexer takes it.
 *
 * <p>Any number of threads may use one; {@link #close} ends their calls with {@link
 * ClosedException}. On a descriptor that this library did not make, another process may take the
 * bytes between the wait and the read; the call then waits in the kernel, as {@code read(2)} does.
 *
 * <p>Descriptors are the operating system's, so the nio engine has only pipes.
 */
public final class Fd implements HasFileno, Closeable {
    /** Standard input. */
    public static final Fd STDIN = new Fd(Engines.best(), 0, false);

    /** Standard output. */
    public static final Fd STDOUT = new Fd(Engines.best(), 1, false);

    /** Standard error. */
    public static final Fd STDERR = new Fd(Engines.best(), 2, false);

    /** For {@link #timerfd}: the time of day, which may be set. */
    public static final int CLOCK_REALTIME = Abi.host().constant("CLOCK_REALTIME");

    /** For {@link #timerfd}: time since some moment, which only goes forward. */
    public static final int CLOCK_MONOTONIC = Abi.host().constant("CLOCK_MONOTONIC");

    private static final int EAGAIN = Errno.EAGAIN;
    private static final int PIPE_BUF = Abi.host().constant("PIPE_BUF");

    private final Engine engine;
    private final Lease lease;

    /** Whether the kernel's descriptor never blocks; then an attempt comes before the wait. */
    private volatile boolean nonblockingInside;

    private volatile boolean blocking = true;

    /** Made here, so that O_NONBLOCK is this library's affair. */
    private final boolean ours;

    private Fd(Engine engine, int fd, boolean nonblockingInside) {
        this.engine = engine;
        this.lease = new Lease(engine, fd);
        this.nonblockingInside = nonblockingInside;
        this.ours = nonblockingInside;
    }

    /**
     * The two ends of a pipe.
     *
     * @param in what {@code out} wrote is read here
     * @param out writes
     */
    public record Pipe(Fd in, Fd out) implements Closeable {
        @Override
        public void close() throws IOException {
            try (out) {
                in.close();
            }
        }
    }

    /**
     * Takes a descriptor over, without a duplicate and without a look at it.
     *
     * @param fd any descriptor; it is closed with this object
     * @return the object
     * @throws IllegalArgumentException if it is negative
     */
    public static Fd adopt(int fd) {
        return adopt(Engines.best(), fd);
    }

    /**
     * Takes a descriptor of an engine over, without a duplicate and without a look at it.
     *
     * @param engine whose descriptor it is
     * @param fd any descriptor; it is closed with this object
     * @return the object
     * @throws IllegalArgumentException if it is negative
     */
    public static Fd adopt(Engine engine, int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("negative file descriptor: " + fd);
        }
        return new Fd(engine, fd, false);
    }

    /**
     * Makes a pipe; pipe(2).
     *
     * @return its two ends, close-on-exec
     * @throws IOException if the OS refuses it (EMFILE)
     */
    public static Pipe pipe() throws IOException {
        return pipe(Engines.best());
    }

    /**
     * Makes a pipe of an engine; pipe(2).
     *
     * @param engine makes it
     * @return its two ends, close-on-exec
     * @throws IOException if the OS refuses it (EMFILE)
     */
    public static Pipe pipe(Engine engine) throws IOException {
        engine.waits().prime();
        DirectBuffer out = engine.scratch().borrow(8);
        try {
            int flags = engine.abi().constant("O_NONBLOCK");
            check(engine, engine.syscalls().pipe(out, 0, flags), "pipe");
            return new Pipe(
                    new Fd(engine, out.getInt(0), true), new Fd(engine, out.getInt(4), true));
        } finally {
            engine.scratch().release(out);
        }
    }

    /**
     * Makes a counter that is readable while it is not 0; eventfd(2), Linux.
     *
     * @param initial its first value
     * @return the descriptor, close-on-exec; it is read and written eight bytes at a time
     * @throws IOException if the OS refuses it, or EOPNOTSUPP where there is none
     */
    public static Fd eventfd(int initial) throws IOException {
        return eventfd(Engines.best(), initial);
    }

    /**
     * Makes a counter of an engine that is readable while it is not 0; eventfd(2), Linux.
     *
     * @param engine makes it
     * @param initial its first value
     * @return the descriptor, close-on-exec; it is read and written eight bytes at a time
     * @throws IOException if the OS refuses it, or EOPNOTSUPP where there is none
     */
    public static Fd eventfd(Engine engine, int initial) throws IOException {
        if (initial < 0) {
            throw new IllegalArgumentException("an eventfd counts from 0, not " + initial);
        }
        engine.waits().prime();
        int flags = engine.abi().constant("EFD_NONBLOCK");
        int fd = check(engine, engine.syscalls().eventfd(initial, flags), "eventfd");
        return new Fd(engine, fd, true);
    }

    /**
     * Makes a timer that becomes readable when it expires; timerfd_create(2), Linux. {@link
     * #settime} starts it.
     *
     * @param clock {@link #CLOCK_MONOTONIC} or {@link #CLOCK_REALTIME}
     * @return the descriptor, close-on-exec; a read gives the number of expirations as eight bytes
     * @throws IOException if the OS refuses it, or EOPNOTSUPP where there is none
     */
    public static Fd timerfd(int clock) throws IOException {
        return timerfd(Engines.best(), clock);
    }

    /**
     * Makes a timer of an engine that becomes readable when it expires; timerfd_create(2), Linux.
     *
     * @param engine makes it
     * @param clock {@link #CLOCK_MONOTONIC} or {@link #CLOCK_REALTIME}
     * @return the descriptor, close-on-exec; a read gives the number of expirations as eight bytes
     * @throws IOException if the OS refuses it, or EOPNOTSUPP where there is none
     */
    public static Fd timerfd(Engine engine, int clock) throws IOException {
        engine.waits().prime();
        int flags = engine.abi().constant("TFD_NONBLOCK");
        int fd = check(engine, engine.syscalls().timerfdCreate(clock, flags), "timerfd_create");
        return new Fd(engine, fd, true);
    }

    /**
     * Starts or stops a timer; timerfd_settime(2).
     *
     * @param first until it expires; zero stops it
     * @param interval between later expirations; zero for a single one
     * @throws IOException EINVAL if this is no timer
     */
    public void settime(Duration first, Duration interval) throws IOException {
        long firstNanos = Timeouts.nanos(first);
        long intervalNanos = Timeouts.nanos(interval);
        int fd = enter("timerfd_settime");
        try {
            int result = engine.syscalls().timerfdSettime(fd, firstNanos, intervalNanos);
            check(result, "timerfd_settime");
        } finally {
            lease.release();
        }
    }

    /**
     * Reads what is there, and waits for it if the descriptor blocks; read(2).
     *
     * @param b where to; its position moves by what came
     * @return how many bytes came, 0 at the end
     * @throws io.sockeye.engine.BlockingIOException if the descriptor does not block and nothing is
     *     there
     * @throws IllegalArgumentException if the buffer is read-only
     * @throws IOException if the OS refuses it
     */
    public int read(ByteBuffer b) throws IOException {
        if (b.isReadOnly()) {
            throw new IllegalArgumentException("read needs a buffer that can be written");
        }
        int fd = enter("read");
        try {
            boolean ready = false;
            while (true) {
                if (!ready && mayBlock() && b.hasRemaining()) {
                    await(Poller.READ, "read");
                }
                int n = readOnce(fd, b);
                if (n >= 0) {
                    return n;
                }
                ready = waitAfter(n, Poller.READ, "read");
            }
        } finally {
            lease.release();
        }
    }

    private int readOnce(int fd, ByteBuffer b) {
        DirectBuffer scratch = engine.scratch().borrow(ScratchPool.SMALL);
        try {
            int room = Math.min(b.remaining(), scratch.capacity());
            int n = engine.syscalls().read(fd, scratch, 0, room);
            if (n > 0) {
                b.put(scratch.slice(0, n));
            }
            return n;
        } finally {
            engine.scratch().release(scratch);
        }
    }

    /**
     * Writes as much as there is room for, and waits for room if the descriptor blocks; write(2).
     *
     * @param b what to write; its position moves by what went
     * @return how many bytes went
     * @throws io.sockeye.engine.BlockingIOException if the descriptor does not block and there is
     *     no room
     * @throws IOException if the OS refuses it (EPIPE)
     */
    public int write(ByteBuffer b) throws IOException {
        int fd = enter("write");
        try {
            boolean ready = false;
            while (true) {
                if (!ready && mayBlock() && b.hasRemaining()) {
                    await(Poller.WRITE, "write");
                }
                int n = writeOnce(fd, b);
                if (n >= 0) {
                    b.position(b.position() + n);
                    return n;
                }
                ready = waitAfter(n, Poller.WRITE, "write");
            }
        } finally {
            lease.release();
        }
    }

    private int writeOnce(int fd, ByteBuffer b) {
        DirectBuffer scratch = engine.scratch().borrow(ScratchPool.SMALL);
        try {
            int length = Math.min(b.remaining(), scratch.capacity());
            // A descriptor that may block in write is given no more than a pipe surely takes at
            // once.
            int piece = nonblockingInside ? length : Math.min(length, PIPE_BUF);
            scratch.slice(0, piece).put(b.slice(b.position(), piece));
            return engine.syscalls().write(fd, scratch, 0, piece);
        } finally {
            engine.scratch().release(scratch);
        }
    }

    /** Whether the kernel would wait in the call itself, where no close could end it. */
    private boolean mayBlock() {
        return blocking && !nonblockingInside;
    }

    /** Says what a failed attempt means; true if the descriptor is ready now. */
    private boolean waitAfter(int result, int interest, String call) throws OsException {
        if (result == -Errno.EINTR) {
            return true;
        }
        if (result != -EAGAIN || !blocking) {
            check(result, call);
        }
        await(interest, call);
        return true;
    }

    private void await(int interest, String call) throws OsException {
        int ready = lease.await(interest, Waits.NO_DEADLINE);
        if (ready == -Errno.EBADF && lease.isClosed()) {
            throw new ClosedException(call, 0);
        }
        check(ready, call);
    }

    /**
     * Lets reads and writes wait, or not. On a descriptor that this library did not make it changes
     * O_NONBLOCK, which is shared with everybody who has the same open file.
     *
     * @param b false for {@link io.sockeye.engine.BlockingIOException} instead of waiting
     * @throws IOException if the OS refuses it
     */
    public void setblocking(boolean b) throws IOException {
        int fd = enter("setblocking");
        try {
            if (!ours) {
                check(engine.syscalls().setNonblocking(fd, !b), "setblocking");
                nonblockingInside = !b;
            }
            blocking = b;
        } finally {
            lease.release();
        }
    }

    /**
     * Gives the descriptor up without closing it; the object is closed.
     *
     * @return the descriptor, or -1 if it was closed before
     */
    public int detach() {
        int fd = lease.detach();
        if (fd >= 0 && nonblockingInside && blocking) {
            engine.syscalls().setNonblocking(fd, false);
        }
        return fd;
    }

    @Override
    public int fileno() {
        return lease.isClosed() ? -1 : lease.fd();
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Lease lease() {
        return lease;
    }

    /**
     * Closes the descriptor; calls that are blocked on it end with {@link ClosedException}.
     *
     * @throws IOException if the OS reports that something written before was lost
     */
    @Override
    public void close() throws IOException {
        check(lease.close(), "close");
    }

    @Override
    public String toString() {
        return "<fd " + fileno() + '>';
    }

    private int enter(String call) throws OsException {
        if (!lease.acquire()) {
            throw new ClosedException(call, 0);
        }
        return lease.fd();
    }

    /** On nio a number that came from elsewhere, such as standard input, is a bad descriptor. */
    private void check(int result, String call) throws OsException {
        boolean foreign = result == -Errno.EBADF && !engine.hasRealFds() && !ours;
        check(engine, foreign ? -Errno.ENOSYS : result, call);
    }

    private static int check(Engine engine, int result, String call) throws OsException {
        if (result == -Errno.ENOSYS) {
            throw OsException.unsupported(engine, call, "use jni, ffm or jna on Linux");
        }
        if (result < 0) {
            throw OsException.of(-result, call);
        }
        return result;
    }
}

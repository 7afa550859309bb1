package io.sockeye.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A descriptor that one thread waits on and any thread makes readable: an eventfd, or a pipe where
 * there is none. Many signals before one drain cost one write.
 */
public final class WakeFd implements AutoCloseable {
    private final Syscalls syscalls;
    private final int readFd;
    private final int writeFd;
    private final DirectBuffer bytes;
    private final AtomicBoolean pending = new AtomicBoolean();
    private boolean closed;

    /**
     * Makes the descriptor.
     *
     * @param engine whose descriptor it is
     * @throws OsException if the OS refuses one
     */
    public WakeFd(Engine engine) throws OsException {
        syscalls = engine.syscalls();
        bytes = engine.allocate(16);
        int nonblocking = engine.abi().constant("EFD_NONBLOCK");
        int fd =
                engine.abi().has("EFD_NONBLOCK") ? syscalls.eventfd(0, nonblocking) : -Errno.ENOSYS;
        if (fd == -Errno.ENOSYS) {
            int made = syscalls.pipe(bytes, 0, engine.abi().constant("O_NONBLOCK"));
            OsException.check(made, "pipe");
            readFd = bytes.getInt(0);
            writeFd = bytes.getInt(4);
        } else {
            OsException.check(fd, "eventfd");
            readFd = fd;
            writeFd = fd;
        }
        bytes.putLong(0, 1);
    }

    /**
     * What to wait on.
     *
     * @return the descriptor that becomes readable
     */
    public int fileno() {
        return readFd;
    }

    /** Makes the descriptor readable; nothing happens if it is already, or closed. Any thread. */
    public void signal() {
        if (pending.compareAndSet(false, true)) {
            write();
        }
    }

    /**
     * Whether a signal has not been drained yet.
     *
     * @return true from {@link #signal} to {@link #drain}
     */
    public boolean isPending() {
        return pending.get();
    }

    /** Makes the descriptor unreadable again. The waiting thread. */
    public void drain() {
        if (pending.get()) {
            syscalls.read(readFd, bytes, 8, 8);
            pending.set(false);
        }
    }

    /** Synchronized with close, so that no signal is written to a number that was used again. */
    private synchronized void write() {
        if (!closed) {
            syscalls.write(writeFd, bytes, 0, 8);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        syscalls.close(readFd);
        if (writeFd != readFd) {
            syscalls.close(writeFd);
        }
    }
}

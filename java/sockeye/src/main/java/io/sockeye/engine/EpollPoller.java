package io.sockeye.engine;

/** epoll(7), level triggered unless EDGE is asked for. Tokens are the kernel's 64 bits of data. */
final class EpollPoller implements Poller {
    private static final int FIRST_BATCH = 128;
    private static final int LARGEST_BATCH = 4096;
    private static final long WAKE = -1;

    private static final int EPOLLIN = Abi.host().constant("EPOLLIN");
    private static final int EPOLLOUT = Abi.host().constant("EPOLLOUT");
    private static final int EPOLLERR = Abi.host().constant("EPOLLERR");
    private static final int EPOLLHUP = Abi.host().constant("EPOLLHUP");
    private static final int EPOLLET = Abi.host().constant("EPOLLET");
    private static final int EPOLLONESHOT = Abi.host().constant("EPOLLONESHOT");
    private static final int ADD = Abi.host().constant("EPOLL_CTL_ADD");
    private static final int DEL = Abi.host().constant("EPOLL_CTL_DEL");
    private static final int MOD = Abi.host().constant("EPOLL_CTL_MOD");

    private final Engine engine;
    private final Syscalls syscalls;
    private final int eventSize;
    private final int dataOffset;
    private final int epfd;
    private final WakeFd wake;
    private DirectBuffer batch;
    private int capacity = FIRST_BATCH;

    /** How many descriptors were added and not removed; the kernel forgets some by itself. */
    private volatile int watched;

    private boolean closed;

    EpollPoller(Engine engine) throws OsException {
        this.engine = engine;
        this.syscalls = engine.syscalls();
        this.eventSize = engine.abi().epollEventSize();
        this.dataOffset = engine.abi().epollDataOffset();
        this.batch = engine.allocate(capacity * eventSize);
        this.epfd = syscalls.epollCreate();
        if (epfd < 0) {
            throw OsException.of(-epfd, "epoll_create1");
        }
        this.wake = openWake();
    }

    private WakeFd openWake() throws OsException {
        WakeFd made;
        try {
            made = new WakeFd(engine);
        } catch (OsException e) {
            syscalls.close(epfd);
            throw e;
        }
        int added = syscalls.epollCtl(epfd, ADD, made.fileno(), EPOLLIN, WAKE);
        if (added < 0) {
            made.close();
            syscalls.close(epfd);
            throw OsException.of(-added, "epoll_ctl");
        }
        return made;
    }

    @Override
    public Multiplexer kind() {
        return Multiplexer.EPOLL;
    }

    @Override
    public int fileno() {
        return epfd;
    }

    @Override
    public int add(int fd, int interest, long token) {
        return control(ADD, fd, interest, token);
    }

    @Override
    public int modify(int fd, int interest, long token) {
        return control(MOD, fd, interest, token);
    }

    @Override
    public int remove(int fd) {
        return control(DEL, fd, 0, 0);
    }

    @Override
    public int waitFor(long timeoutNanos) {
        if (watched >= capacity && capacity < LARGEST_BATCH) {
            grow();
        }
        int ready = syscalls.epollWait(epfd, batch, 0, capacity, timeoutNanos);
        return ready > 0 && wake.isPending() ? withoutWake(ready) : ready;
    }

    /** Everything that is ready comes in one batch, until there is very much of it. */
    private void grow() {
        while (watched >= capacity && capacity < LARGEST_BATCH) {
            capacity *= 2;
        }
        batch = engine.allocate(capacity * eventSize);
    }

    /** Takes the wake descriptor's event out of the batch: the last event fills its place. */
    private int withoutWake(int ready) {
        for (int i = 0; i < ready; i++) {
            if (token(i) == WAKE) {
                wake.drain();
                int last = ready - 1;
                batch.putInt(i * eventSize, batch.getInt(last * eventSize));
                batch.putLong(i * eventSize + dataOffset, token(last));
                return last;
            }
        }
        return ready;
    }

    @Override
    public long token(int index) {
        return batch.getLong(index * eventSize + dataOffset);
    }

    @Override
    public int events(int index) {
        int events = batch.getInt(index * eventSize);
        return ((events & EPOLLIN) != 0 ? READ : 0)
                | ((events & EPOLLOUT) != 0 ? WRITE : 0)
                | ((events & EPOLLERR) != 0 ? ERROR : 0)
                | ((events & EPOLLHUP) != 0 ? HANGUP : 0);
    }

    @Override
    public void wakeup() {
        wake.signal();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            wake.close();
            syscalls.close(epfd);
        }
    }

    /** Synchronized with close, so that no call reaches a number that was used again. */
    private synchronized int control(int operation, int fd, int interest, long token) {
        if (closed) {
            return -Errno.EBADF;
        }
        int events =
                ((interest & READ) != 0 ? EPOLLIN : 0)
                        | ((interest & WRITE) != 0 ? EPOLLOUT : 0)
                        | ((interest & EDGE) != 0 ? EPOLLET : 0)
                        | ((interest & ONESHOT) != 0 ? EPOLLONESHOT : 0);
        int result = syscalls.epollCtl(epfd, operation, fd, events, token);
        if (result >= 0) {
            watched += operation == ADD ? 1 : operation == DEL ? -1 : 0;
        }
        return result;
    }
}

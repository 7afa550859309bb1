package io.sockeye.select;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Filenos;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.KeyException;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Timeouts;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Waits for many descriptors with poll(2): Python's {@code select.poll}. It works on every engine;
 * the cost of a wait grows with the number of descriptors.
 *
 * <p>register, modify and unregister may be called from any thread and take effect in the next
 * wait; two waits at once are an {@link IllegalStateException}. An object that was closed is
 * reported with POLLNVAL until it is unregistered, as is a number that is no open descriptor. On
 * the nio engine POLLPRI, POLLRDHUP and a hang-up of a live connection cannot be seen.
 */
public final class Poll implements Closeable {
    private static final int POLLFD = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;
    private static final int ALL = Select.POLLIN | Select.POLLPRI | Select.POLLOUT;

    private final Engine engine;
    private final Wait wait;
    private final AtomicBoolean polling = new AtomicBoolean();

    private static final int FIRST_EVENTS = 64;

    /** The room of the lists; whoever polls may put a larger one in its place. */
    private PollEvents room = new PollEvents(FIRST_EVENTS);

    /** In the order of registration, which is the order of the results; guarded by itself. */
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();

    private boolean changed = true;
    private volatile boolean closed;

    /**
     * A poll object of {@link Engines#best()}.
     *
     * @throws IOException never on the engines of today
     */
    public Poll() throws IOException {
        this(Engines.best());
    }

    /**
     * A poll object of an engine.
     *
     * @param engine whose descriptors are polled
     * @throws IOException if the engine cannot prepare its waits
     */
    public Poll(Engine engine) throws IOException {
        engine.waits().prime();
        this.engine = engine;
        this.wait = new Wait(engine);
    }

    /**
     * Whether {@link Engines#best()} has poll.
     *
     * @return true on every engine of today
     */
    public static boolean isAvailable() {
        return isAvailable(Engines.best());
    }

    /**
     * Whether an engine has poll.
     *
     * @param engine any engine
     * @return true if the engine is available
     */
    public static boolean isAvailable(Engine engine) {
        return engine.isAvailable();
    }

    /** What is registered for one descriptor. */
    private record Entry(int fd, int events, @Nullable Lease lease) {}

    /**
     * Registers an object for POLLIN, POLLPRI and POLLOUT.
     *
     * @param f an object with a descriptor
     */
    public void register(HasFileno f) {
        register(f, ALL);
    }

    /**
     * Registers an object; what was registered for its descriptor is replaced.
     *
     * @param f an object with a descriptor
     * @param events POLL; POLLERR, POLLHUP and POLLNVAL are always reported
     * @throws IllegalArgumentException if the events do not fit 16 bits, the object is closed, or
     *     it belongs to an engine that does not fit this one
     */
    public void register(HasFileno f, int events) {
        put(fileno(f), checked(events), f.lease());
    }

    /**
     * Registers a descriptor for POLLIN, POLLPRI and POLLOUT.
     *
     * @param fd a number, which is not checked
     */
    public void register(int fd) {
        register(fd, ALL);
    }

    /**
     * Registers a descriptor; what was registered for it is replaced.
     *
     * @param fd a number, which is not checked: poll reports POLLNVAL if it is no descriptor
     * @param events POLL
     * @throws IllegalArgumentException if the number is negative or the events do not fit 16 bits
     */
    public void register(int fd, int events) {
        put(nonNegative(fd), checked(events), null);
    }

    /**
     * Changes what an object is registered for.
     *
     * @param f a registered object
     * @param events POLL
     * @throws io.sockeye.engine.OsFileNotFoundException if it is not registered
     * @throws IOException never for another reason
     */
    public void modify(HasFileno f, int events) throws IOException {
        change(fileno(f), checked(events), f.lease());
    }

    /**
     * Changes what a descriptor is registered for.
     *
     * @param fd a registered descriptor
     * @param events POLL
     * @throws io.sockeye.engine.OsFileNotFoundException if it is not registered
     * @throws IOException never for another reason
     */
    public void modify(int fd, int events) throws IOException {
        change(nonNegative(fd), checked(events), null);
    }

    /**
     * Forgets an object; a closed one is found by the descriptor that it had.
     *
     * @param f a registered object
     * @throws KeyException if it is not registered
     */
    public void unregister(HasFileno f) {
        Lease lease = f.lease();
        if (lease != null && lease.isClosed()) {
            dropClosed(lease);
        } else {
            drop(fileno(f));
        }
    }

    /**
     * Forgets a descriptor.
     *
     * @param fd a registered descriptor
     * @throws KeyException if it is not registered
     */
    public void unregister(int fd) {
        drop(nonNegative(fd));
    }

    private void put(int fd, int events, @Nullable Lease lease) {
        synchronized (entries) {
            entries.put(fd, new Entry(fd, events, lease));
            changed = true;
        }
    }

    private void change(int fd, int events, @Nullable Lease lease) throws OsException {
        synchronized (entries) {
            Entry old = entries.get(fd);
            if (old == null) {
                throw OsException.of(Errno.ENOENT, "poll.modify", "fd " + fd);
            }
            entries.put(fd, new Entry(fd, events, lease != null ? lease : old.lease));
            changed = true;
        }
    }

    private void drop(int fd) {
        synchronized (entries) {
            if (entries.remove(fd) == null) {
                throw new KeyException("fd " + fd + " is not registered");
            }
            changed = true;
        }
    }

    /** The number of a closed object may have been registered again for its next owner. */
    private void dropClosed(Lease lease) {
        synchronized (entries) {
            Entry entry = entries.get(lease.fd());
            if (entry == null || entry.lease != lease) {
                throw new KeyException("the closed fd " + lease.fd() + " is not registered");
            }
            drop(lease.fd());
        }
    }

    /**
     * Waits without limit.
     *
     * @return the descriptors that are ready, in the order of registration
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll() throws IOException {
        return list(Timeouts.NONE);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param timeout null for no limit, zero to look only
     * @return the descriptors that are ready, in the order of registration; empty after the timeout
     * @throws IllegalStateException if another thread polls this object
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread is interrupted
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll(@Nullable Duration timeout) throws IOException {
        return list(Timeouts.nanos(timeout));
    }

    /**
     * Waits until a descriptor is ready. The unit is Python's: milliseconds.
     *
     * @param timeoutMillis negative for no limit, 0 to look only
     * @return the descriptors that are ready, in the order of registration; empty after the timeout
     * @throws IllegalArgumentException if it is no number or does not fit an int
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll(double timeoutMillis) throws IOException {
        if (timeoutMillis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("timeout is too large: " + timeoutMillis + " ms");
        }
        return list(Timeouts.nanosOrNone(timeoutMillis / 1000));
    }

    /**
     * Waits until a descriptor is ready, without allocation.
     *
     * @param out where the events go; more than fit are reported by the next call
     * @param timeoutNanos -1 for no limit, 0 to look only
     * @return how many events there are
     * @throws IllegalStateException if another thread polls this object
     * @throws IOException if the OS refuses it
     */
    public int pollInto(PollEvents out, long timeoutNanos) throws IOException {
        begin();
        try {
            return wait.run(out, timeoutNanos);
        } finally {
            polling.set(false);
        }
    }

    private List<PollEvent> list(long timeoutNanos) throws IOException {
        begin();
        try {
            int size;
            synchronized (entries) {
                size = entries.size();
            }
            if (size > room.capacity()) {
                room = new PollEvents(2 * size);
            }
            int ready = wait.run(room, timeoutNanos);
            List<PollEvent> list = new ArrayList<>(ready);
            for (int i = 0; i < ready; i++) {
                list.add(new PollEvent(room.fd(i), room.events(i)));
            }
            return list;
        } finally {
            polling.set(false);
        }
    }

    private void begin() {
        if (closed) {
            throw new IllegalStateException("I/O operation on closed poll object");
        }
        if (!polling.compareAndSet(false, true)) {
            throw new IllegalStateException("concurrent poll() invocation");
        }
    }

    /** Forgets everything. The registered objects stay open. */
    @Override
    public void close() {
        closed = true;
        synchronized (entries) {
            entries.clear();
            changed = true;
        }
    }

    private int fileno(HasFileno f) {
        Filenos.requireSameWorld(engine, f.engine());
        return nonNegative(Filenos.of(f));
    }

    private static int nonNegative(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException(
                    "file descriptor cannot be a negative integer (" + fd + ")");
        }
        return fd;
    }

    private static int checked(int events) {
        if (events < 0 || events > 0xffff) {
            throw new IllegalArgumentException("events must be 0-65535, not " + events);
        }
        return events;
    }

    /**
     * The array of struct pollfd, the leases of its entries, and the wait. One thread at a time.
     */
    private final class Wait extends ManyWait {
        private DirectBuffer pollfds;
        private Entry[] listed = {};
        private boolean[] leased = {};
        private int stale;

        Wait(Engine engine) {
            super(engine);
            pollfds = engine.allocate(FIRST_EVENTS * POLLFD);
        }

        int run(PollEvents out, long timeoutNanos) throws OsException {
            out.memory(engine);
            refresh();
            try {
                lease(timeoutNanos != 0);
                int ready = await(stale > 0 ? 0 : timeoutNanos, "poll");
                return collect(out, ready);
            } finally {
                unlease();
            }
        }

        private void refresh() {
            synchronized (entries) {
                if (!changed) {
                    return;
                }
                changed = false;
                listed = entries.values().toArray(new Entry[0]);
            }
            leased = new boolean[listed.length];
            if (pollfds.capacity() < (listed.length + 1) * POLLFD) {
                pollfds = engine.allocate((listed.length + 1) * 2 * POLLFD);
            }
        }

        private void lease(boolean hook) {
            stale = 0;
            for (int i = 0; i < listed.length; i++) {
                Entry entry = listed[i];
                boolean open = entry.lease == null || entry.lease.acquire();
                leased[i] = open && entry.lease != null;
                if (leased[i] && hook) {
                    entry.lease.onClose(this);
                }
                stale += open ? 0 : 1;
                fill(i, open ? entry.fd : -1, entry.events);
            }
        }

        private void unlease() {
            for (int i = 0; i < listed.length; i++) {
                Lease lease = listed[i].lease;
                if (lease != null && leased[i]) {
                    lease.forget(this);
                    lease.release();
                    leased[i] = false;
                }
            }
        }

        @Override
        boolean isStale() {
            for (int i = 0; i < listed.length; i++) {
                Lease lease = listed[i].lease;
                if (lease != null && lease.isClosed()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        int call(int wake, long timeoutNanos) {
            int count = listed.length;
            fill(count, wake, Select.POLLIN);
            int ready = engine.syscalls().poll(pollfds, 0, count + 1, timeoutNanos);
            return ready > 0 && revents(count) != 0 ? ready - 1 : ready;
        }

        private int collect(PollEvents out, int ready) {
            for (int i = 0; i < listed.length && !out.isFull(); i++) {
                Lease lease = listed[i].lease;
                int events = lease != null && lease.isClosed() ? Select.POLLNVAL : revents(i);
                if (events != 0 && (ready > 0 || events == Select.POLLNVAL)) {
                    out.add(listed[i].fd, events);
                }
            }
            return out.size();
        }

        private void fill(int i, int fd, int events) {
            pollfds.putInt(i * POLLFD, fd);
            pollfds.putShort(i * POLLFD + EVENTS, (short) events);
            pollfds.putShort(i * POLLFD + REVENTS, (short) 0);
        }

        private int revents(int i) {
            return pollfds.getShort(i * POLLFD + REVENTS) & 0xffff;
        }
    }
}

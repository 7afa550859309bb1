package io.sockeye.select;

import io.sockeye.engine.Abi;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Filenos;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.IntMap;
import io.sockeye.engine.Lease;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Timeouts;
import io.sockeye.engine.Waits;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits for many descriptors with epoll(7): Python's {@code select.epoll}. Linux, on engines with
 * real descriptors; {@link #isAvailable()} asks. The cost of a wait grows with what is ready, not
 * with what is registered. Events are the kernel's: level triggered, or with EPOLLET, EPOLLONESHOT,
 * EPOLLEXCLUSIVE.
 *
 * <p>Thread safe: register, modify and unregister take effect in waits that are under way, and
 * several threads may wait. An object of this library that is closed leaves the set by itself, also
 * when a duplicate of it stays open. {@link #close} ends waits with {@link ClosedException}.
 */
public final class Epoll implements HasFileno, Closeable {
    private static final int DEFAULT = Select.EPOLLIN | Select.EPOLLPRI | Select.EPOLLOUT;
    private static final int DEFAULT_MAX_EVENTS = 1023;
    private static final int ADD = Abi.host().constant("EPOLL_CTL_ADD");
    private static final int DEL = Abi.host().constant("EPOLL_CTL_DEL");
    private static final int MOD = Abi.host().constant("EPOLL_CTL_MOD");

    /** The data of the descriptor that ends waits; no descriptor has this number. */
    private static final int WAKE = -1;

    private final Engine engine;
    private final Lease lease;

    /** The room of the last list, for the next one: memory outside the heap is dear to make. */
    private final AtomicReference<@Nullable PollEvents> idleRoom = new AtomicReference<>();

    /** What was registered as an object; guarded by itself. */
    private final IntMap<Registration> registrations = new IntMap<>();

    /**
     * An epoll object of {@link Engines#best()}.
     *
     * @throws IOException EOPNOTSUPP if it has no epoll; EMFILE
     */
    public Epoll() throws IOException {
        this(Engines.best());
    }

    /**
     * An epoll object of an engine.
     *
     * @param engine whose descriptors are watched
     * @throws IOException EOPNOTSUPP if the engine has no epoll; EMFILE
     */
    public Epoll(Engine engine) throws IOException {
        this(engine, create(engine));
    }

    private Epoll(Engine engine, int epfd) {
        this.engine = engine;
        this.lease = new Lease(engine, epfd);
    }

    private static int create(Engine engine) throws OsException {
        if (!isAvailable(engine)) {
            throw OsException.unsupported(
                    engine, "epoll", "epoll is Linux', on the jni, ffm and jna engines: use Poll");
        }
        engine.waits().prime();
        return OsException.check(engine.syscalls().epollCreate(), "epoll_create1");
    }

    /**
     * Takes an epoll descriptor over, without a duplicate and without a look at it.
     *
     * @param fd an epoll descriptor; it is closed with this object
     * @return the object
     * @throws IllegalArgumentException if it is negative
     * @throws IOException EOPNOTSUPP if the engine has no epoll
     */
    public static Epoll fromfd(int fd) throws IOException {
        return fromfd(Engines.best(), fd);
    }

    /**
     * Takes an epoll descriptor of an engine over, without a duplicate and without a look at it.
     *
     * @param engine whose descriptor it is
     * @param fd an epoll descriptor; it is closed with this object
     * @return the object
     * @throws IllegalArgumentException if it is negative
     * @throws IOException EOPNOTSUPP if the engine has no epoll
     */
    public static Epoll fromfd(Engine engine, int fd) throws IOException {
        if (fd < 0) {
            throw new IllegalArgumentException("negative file descriptor: " + fd);
        }
        if (!isAvailable(engine)) {
            throw OsException.unsupported(
                    engine, "epoll", "use the jni, ffm or jna engine on Linux");
        }
        return new Epoll(engine, fd);
    }

    /**
     * Whether {@link Engines#best()} has epoll.
     *
     * @return true on Linux, but for the nio engine
     */
    public static boolean isAvailable() {
        return isAvailable(Engines.best());
    }

    /**
     * Whether an engine has epoll.
     *
     * @param engine any engine
     * @return true on Linux, but for the nio engine
     */
    public static boolean isAvailable(Engine engine) {
        return engine.isAvailable() && engine.multiplexers().contains(Multiplexer.EPOLL);
    }

    /** An object in the set: it leaves before it is closed. */
    private final class Registration implements Lease.Closing {
        private final int fd;
        private final Lease of;

        Registration(int fd, Lease of) {
            this.fd = fd;
            this.of = of;
        }

        @Override
        public void closing(Lease closed) {
            synchronized (registrations) {
                if (registrations.get(fd) == this) {
                    registrations.remove(fd);
                    leave(fd);
                }
            }
        }
    }

    /**
     * Registers an object for EPOLLIN, EPOLLPRI and EPOLLOUT.
     *
     * @param f an object with a descriptor
     * @throws IOException as {@link #register(HasFileno, int)}
     */
    public void register(HasFileno f) throws IOException {
        register(f, DEFAULT);
    }

    /**
     * Registers an object.
     *
     * @param f an object with a descriptor
     * @param events EPOLL; EPOLLERR and EPOLLHUP are always reported
     * @throws IllegalArgumentException if the object is closed or its engine does not fit this one
     * @throws io.sockeye.engine.FileExistsException if its descriptor is registered
     * @throws io.sockeye.engine.PermissionException if it cannot be watched: a regular file
     * @throws IOException for everything else that the OS refuses
     */
    public void register(HasFileno f, int events) throws IOException {
        int fd = fileno(f);
        Lease of = f.lease();
        if (of == null) {
            register(fd, events);
            return;
        }
        if (!of.acquire()) {
            throw new ClosedException("epoll.register", 0);
        }
        try {
            Registration made = new Registration(fd, of);
            synchronized (registrations) {
                OsException.check(control(ADD, fd, events), "epoll_ctl");
                registrations.put(fd, made);
            }
            if (!of.onClose(made)) {
                made.closing(of);
                throw new ClosedException("epoll.register", 0);
            }
        } finally {
            of.release();
        }
    }

    /**
     * Registers a descriptor for EPOLLIN, EPOLLPRI and EPOLLOUT.
     *
     * @param fd a descriptor of this object's engine
     * @throws IOException as {@link #register(int, int)}
     */
    public void register(int fd) throws IOException {
        register(fd, DEFAULT);
    }

    /**
     * Registers a descriptor. Unregister it before you close it: the kernel keeps it in the set as
     * long as a duplicate is open.
     *
     * @param fd a descriptor of this object's engine
     * @param events EPOLL
     * @throws io.sockeye.engine.FileExistsException if it is registered
     * @throws io.sockeye.engine.PermissionException if it cannot be watched: a regular file
     * @throws IOException EBADF, and everything else that the OS refuses
     */
    public void register(int fd, int events) throws IOException {
        OsException.check(control(ADD, nonNegative(fd), events), "epoll_ctl");
    }

    /**
     * Changes what an object is registered for, and arms it again after EPOLLONESHOT.
     *
     * @param f a registered object
     * @param events EPOLL
     * @throws io.sockeye.engine.OsFileNotFoundException if it is not registered
     * @throws IOException for everything else that the OS refuses
     */
    public void modify(HasFileno f, int events) throws IOException {
        modify(fileno(f), events);
    }

    /**
     * Changes what a descriptor is registered for, and arms it again after EPOLLONESHOT.
     *
     * @param fd a registered descriptor
     * @param events EPOLL
     * @throws io.sockeye.engine.OsFileNotFoundException if it is not registered
     * @throws IOException for everything else that the OS refuses
     */
    public void modify(int fd, int events) throws IOException {
        OsException.check(control(MOD, nonNegative(fd), events), "epoll_ctl");
    }

    /**
     * Takes an object out of the set. One that was closed has left it already.
     *
     * @param f a registered object
     * @throws io.sockeye.engine.OsFileNotFoundException if it is not registered
     * @throws IOException for everything else that the OS refuses
     */
    public void unregister(HasFileno f) throws IOException {
        unregister(fileno(f));
    }

    /**
     * Takes a descriptor out of the set.
     *
     * @param fd a registered descriptor
     * @throws io.sockeye.engine.OsFileNotFoundException if it is not registered
     * @throws IOException EBADF if it is closed
     */
    public void unregister(int fd) throws IOException {
        synchronized (registrations) {
            OsException.check(control(DEL, nonNegative(fd), 0), "epoll_ctl");
            Registration gone = registrations.remove(fd);
            if (gone != null) {
                gone.of.forget(gone);
            }
        }
    }

    /**
     * Waits without limit.
     *
     * @return at most 1023 events
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll() throws IOException {
        return list(Timeouts.NONE, DEFAULT_MAX_EVENTS);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param timeout null for no limit, zero to look only
     * @return at most 1023 events; empty after the timeout
     * @throws ClosedException if this object is closed during the wait
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread is interrupted
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll(@Nullable Duration timeout) throws IOException {
        return poll(timeout, DEFAULT_MAX_EVENTS);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param timeout in seconds: 5000 is not 5 s; negative for no limit, 0 to look only; less than
     *     a millisecond below 0 counts as 0, as in Python
     * @return at most 1023 events; empty after the timeout
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll(double timeout) throws IOException {
        return poll(timeout, DEFAULT_MAX_EVENTS);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param timeout null for no limit, zero to look only
     * @param maxevents how many to return at most
     * @return the events; empty after the timeout
     * @throws IllegalArgumentException if {@code maxevents} is not positive
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll(@Nullable Duration timeout, int maxevents) throws IOException {
        return list(Timeouts.nanos(timeout), maxevents);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param timeout in seconds: 5000 is not 5 s; negative for no limit, 0 to look only; less than
     *     a millisecond below 0 counts as 0, as in Python
     * @param maxevents how many to return at most
     * @return the events; empty after the timeout
     * @throws IllegalArgumentException if {@code maxevents} is not positive, or the timeout too
     *     large
     * @throws IOException if the OS refuses it
     */
    public List<PollEvent> poll(double timeout, int maxevents) throws IOException {
        if (timeout * 1000 > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("timeout is too large: " + timeout + " seconds");
        }
        // Python rounds up to milliseconds before it looks at the sign.
        boolean roundsToZero = timeout < 0 && timeout > -0.001;
        return list(roundsToZero ? 0 : Timeouts.nanosOrNone(timeout), maxevents);
    }

    /**
     * Waits until a descriptor is ready, without allocation.
     *
     * @param out where the events go; more than fit are reported by the next call
     * @param timeoutNanos -1 for no limit, 0 to look only
     * @return how many events there are
     * @throws IOException if the OS refuses it
     */
    public int pollInto(PollEvents out, long timeoutNanos) throws IOException {
        int epfd = enter();
        try {
            return Waits.onVirtualThread()
                    ? parkUntilReady(epfd, out, timeoutNanos)
                    : waitUntilReady(epfd, out, timeoutNanos);
        } finally {
            lease.release();
        }
    }

    private List<PollEvent> list(long timeoutNanos, int maxevents) throws IOException {
        if (maxevents != -1 && maxevents != DEFAULT_MAX_EVENTS) {
            return list(timeoutNanos, new PollEvents(maxevents));
        }
        PollEvents room = idleRoom.getAndSet(null);
        if (room == null) {
            room = new PollEvents(DEFAULT_MAX_EVENTS);
        }
        try {
            return list(timeoutNanos, room);
        } finally {
            idleRoom.set(room);
        }
    }

    private List<PollEvent> list(long timeoutNanos, PollEvents room) throws IOException {
        int ready = pollInto(room, timeoutNanos);
        List<PollEvent> list = new ArrayList<>(ready);
        for (int i = 0; i < ready; i++) {
            list.add(new PollEvent(room.fd(i), room.events(i)));
        }
        return list;
    }

    private int waitUntilReady(int epfd, PollEvents out, long timeoutNanos) throws OsException {
        long deadline = timeoutNanos > 0 ? Waits.deadline(timeoutNanos) : 0;
        long left = timeoutNanos;
        while (true) {
            int ready = epollWait(epfd, out, left);
            if (lease.isClosed()) {
                throw new ClosedException("epoll.poll", 0);
            }
            if (ready > 0 || ready == 0 && left == 0) {
                return ready;
            }
            if (ready != -Errno.EINTR) {
                OsException.check(ready, "epoll_wait");
            }
            left = timeoutNanos > 0 ? Waits.remaining(deadline) : timeoutNanos;
        }
    }

    /** An epoll descriptor is readable when it has events, so a virtual thread parks on it. */
    private int parkUntilReady(int epfd, PollEvents out, long timeoutNanos) throws OsException {
        long deadline = Waits.deadline(timeoutNanos);
        while (true) {
            int ready = epollWait(epfd, out, 0);
            if (ready > 0 || ready == 0 && timeoutNanos == 0) {
                return ready;
            }
            if (ready != -Errno.EINTR) {
                OsException.check(ready, "epoll_wait");
            }
            int waited = lease.await(Poller.READ, deadline);
            if (waited == -Errno.ETIMEDOUT) {
                return 0;
            }
            if (lease.isClosed()) {
                throw new ClosedException("epoll.poll", 0);
            }
            OsException.check(waited, "epoll.poll");
        }
    }

    private int epollWait(int epfd, PollEvents out, long timeoutNanos) {
        DirectBuffer memory = out.memory(engine);
        int ready = engine.syscalls().epollWait(epfd, memory, 0, out.capacity(), timeoutNanos);
        if (ready <= 0) {
            return ready;
        }
        out.size(ready);
        for (int i = 0; lease.isClosed() && i < out.size(); i++) {
            if (out.fd(i) == WAKE) {
                out.drop(i);
            }
        }
        return out.size();
    }

    /**
     * The descriptor of the epoll set, which is readable when it has events.
     *
     * @return the descriptor
     * @throws IllegalStateException if this object is closed
     */
    @Override
    public int fileno() {
        if (lease.isClosed()) {
            throw closedState();
        }
        return lease.fd();
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
     * Whether {@link #close} was called.
     *
     * @return true if nothing else works any more
     */
    public boolean closed() {
        return lease.isClosed();
    }

    /**
     * Closes the epoll descriptor; the registered objects stay open. Waits end with {@link
     * ClosedException}. A second call does nothing.
     */
    @Override
    public void close() {
        lease.onClose(this::endWaits);
        lease.close();
        List<Registration> left;
        synchronized (registrations) {
            left = registrations.values();
            registrations.clear();
        }
        left.forEach(registration -> registration.of.forget(registration));
    }

    private void endWaits(Lease closing) {
        try {
            int readable = engine.waits().alwaysReadable();
            engine.syscalls().epollCtl(closing.fd(), ADD, readable, Select.EPOLLIN, WAKE);
        } catch (OsException e) {
            // Made when the first descriptor was primed, so this is out of memory at the latest.
            throw new IllegalStateException("waits on epoll cannot be ended", e);
        }
    }

    private int enter() {
        if (!lease.acquire()) {
            throw closedState();
        }
        return lease.fd();
    }

    private int control(int operation, int fd, int events) {
        int epfd = enter();
        try {
            return engine.syscalls().epollCtl(epfd, operation, fd, events, fd);
        } finally {
            lease.release();
        }
    }

    private void leave(int fd) {
        if (lease.acquire()) {
            engine.syscalls().epollCtl(lease.fd(), DEL, fd, 0, fd);
            lease.release();
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

    private static IllegalStateException closedState() {
        return new IllegalStateException("I/O operation on closed epoll object");
    }
}

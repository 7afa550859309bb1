package io.sockeye.selectors;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Filenos;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.KeyException;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches many objects and tells which are ready: Python's {@code selectors}, over whatever
 * multiplexer the engine has. {@link DefaultSelector} takes the best one.
 *
 * <p>A selector belongs to one thread, but {@link #wakeup}, {@link #close}, register, modify and
 * unregister may be called from any thread and take effect in the wait that is under way. An object
 * of this library that is closed is no longer watched from that moment; its key stays until it is
 * unregistered, or its descriptor's number is registered again. On a virtual thread a wait does not
 * hold the carrier, and an interrupt ends it.
 */
public abstract class BaseSelector implements Closeable {
    private static final int EVENTS = Selectors.EVENT_READ | Selectors.EVENT_WRITE;
    private static final int BOTH = Poller.ERROR | Poller.HANGUP;

    final Poller poller;
    private final Engine engine;

    /** By descriptor; guarded by itself, as is everything below. */
    final KeyTable entries = new KeyTable();

    private final KeyMap map = new KeyMap(this);
    private final ReadyKeys ready = new ReadyKeys();
    private boolean selecting;
    private volatile boolean woken;
    private volatile boolean closed;
    private long leftNanos;
    private final Waits.Blocking wait;

    BaseSelector(Engine engine, Multiplexer kind) throws OsException {
        engine.waits().prime();
        this.engine = engine;
        this.poller = engine.poller(kind);
        this.wait = () -> poller.waitFor(leftNanos);
    }

    /** Stops watching an object of this library before it is closed. */
    final class Watch implements Lease.Closing {
        final Lease lease;

        Watch(Lease lease) {
            this.lease = lease;
        }

        @Override
        public void closing(Lease closing) {
            poller.remove(closing.fd());
        }
    }

    /**
     * The engine whose descriptors are watched.
     *
     * @return the engine
     */
    public Engine engine() {
        return engine;
    }

    /**
     * What the selector waits with.
     *
     * @return the multiplexer
     */
    public Multiplexer multiplexer() {
        return poller.kind();
    }

    /**
     * The multiplexer's own descriptor, which can itself be watched: readable when something is
     * ready.
     *
     * @return its number
     * @throws IOException EOPNOTSUPP if the multiplexer has none: only epoll and kqueue have one
     */
    public int fileno() throws IOException {
        checkOpen();
        int fd = poller.fileno();
        if (fd < 0) {
            String kind = "a selector over " + multiplexer();
            throw OsException.unsupported(engine, "fileno", kind + " has no descriptor");
        }
        return fd;
    }

    /**
     * Watches an object, without data.
     *
     * @param f an object with a descriptor
     * @param events EVENT_READ, EVENT_WRITE or both
     * @return its key
     * @throws IOException as {@link #register(HasFileno, int, Object)}
     */
    public SelectorKey register(HasFileno f, int events) throws IOException {
        return register(f, events, null);
    }

    /**
     * Watches an object.
     *
     * @param f an object with a descriptor
     * @param events EVENT_READ, EVENT_WRITE or both
     * @param data comes back with the key
     * @return its key
     * @throws IllegalArgumentException if the events are none, the object is closed, or its engine
     *     does not fit this one
     * @throws KeyException if its descriptor is registered
     * @throws IOException EPERM if it cannot be watched; nothing is registered then
     */
    public SelectorKey register(HasFileno f, int events, @Nullable Object data) throws IOException {
        checkEvents(events);
        Filenos.requireSameWorld(engine, f.engine());
        return add(new SelectorKey(f, checkFd(Filenos.of(f)), events, data), f.lease());
    }

    /**
     * Watches a descriptor, without data.
     *
     * @param fd a descriptor of the selector's engine
     * @param events EVENT_READ, EVENT_WRITE or both
     * @return its key
     * @throws IOException as {@link #register(int, int, Object)}
     */
    public SelectorKey register(int fd, int events) throws IOException {
        return register(fd, events, null);
    }

    /**
     * Watches a descriptor. Unregister it before it is closed.
     *
     * @param fd a descriptor of the selector's engine
     * @param events EVENT_READ, EVENT_WRITE or both
     * @param data comes back with the key
     * @return its key
     * @throws IllegalArgumentException if the events are none or the descriptor is negative
     * @throws KeyException if it is registered
     * @throws IOException EBADF or EPERM, on epoll; nothing is registered then
     */
    public SelectorKey register(int fd, int events, @Nullable Object data) throws IOException {
        checkEvents(events);
        return add(new SelectorKey(fd, checkFd(fd), events, data), null);
    }

    private SelectorKey add(SelectorKey key, @Nullable Lease lease) throws OsException {
        if (lease != null && !lease.acquire()) {
            throw new ClosedException("register", 0);
        }
        try {
            synchronized (entries) {
                checkOpen();
                makeWay(key);
                put(key, lease);
            }
            return key;
        } finally {
            if (lease != null) {
                lease.release();
            }
        }
    }

    /** A key whose object was closed makes way for the next owner of its number. */
    private void makeWay(SelectorKey key) {
        int at = entries.find(key.fd());
        if (at >= 0 && !isGone(at)) {
            throw new KeyException(key.fileobj() + " (FD " + key.fd() + ") is already registered");
        }
        if (at >= 0) {
            entries.remove(at);
        }
    }

    private void put(SelectorKey key, @Nullable Lease lease) throws OsException {
        Watch watch = lease == null ? null : new Watch(lease);
        long token = entries.add(key, watch);
        int result = poller.add(key.fd(), interest(key.events()), token);
        boolean closedMeanwhile = result >= 0 && watch != null && !lease.onClose(watch);
        if (result >= 0 && !closedMeanwhile) {
            return;
        }
        entries.remove(entries.find(token));
        if (closedMeanwhile) {
            poller.remove(key.fd());
            throw new ClosedException("register", 0);
        }
        check(result, key);
    }

    private boolean isGone(int at) {
        Watch watch = entries.watch(at);
        return watch != null && watch.lease.isClosed();
    }

    private void check(int result, SelectorKey key) throws OsException {
        if (result == -Errno.EINVAL && multiplexer() == Multiplexer.SELECT) {
            throw new IllegalArgumentException(
                    "filedescriptor out of range in select(): "
                            + key.fd()
                            + "; use a PollSelector or an EpollSelector");
        }
        if (result < 0) {
            throw OsException.of(-result, "register", "fd " + key.fd());
        }
    }

    /**
     * Stops watching an object, also one that was closed.
     *
     * @param f a registered object
     * @return the key that it had
     * @throws KeyException if it is not registered
     * @throws IllegalArgumentException if it is closed and not registered
     */
    public SelectorKey unregister(HasFileno f) {
        synchronized (entries) {
            checkOpen();
            return remove(lookup(f));
        }
    }

    /**
     * Stops watching a descriptor.
     *
     * @param fd a registered descriptor
     * @return the key that it had
     * @throws KeyException if it is not registered
     */
    public SelectorKey unregister(int fd) {
        synchronized (entries) {
            checkOpen();
            return remove(lookup(fd));
        }
    }

    private SelectorKey remove(int at) {
        SelectorKey key = entries.key(at);
        Watch watch = entries.watch(at);
        boolean gone = isGone(at);
        entries.remove(at);
        if (watch != null) {
            watch.lease.forget(watch);
        }
        if (!gone) {
            // What was closed as a number the kernel has forgotten; Python ignores that too.
            poller.remove(key.fd());
        }
        return key;
    }

    /**
     * Changes what is watched for, and forgets the data.
     *
     * @param f a registered object
     * @param events EVENT_READ, EVENT_WRITE or both
     * @return its new key, without data
     * @throws IOException as {@link #modify(HasFileno, int, Object)}
     */
    public SelectorKey modify(HasFileno f, int events) throws IOException {
        return modify(f, events, null);
    }

    /**
     * Changes what is watched for, and the data. Nothing is asked of the OS if only the data
     * changes.
     *
     * @param f a registered object
     * @param events EVENT_READ, EVENT_WRITE or both
     * @param data comes back with the key
     * @return its new key
     * @throws KeyException if it is not registered
     * @throws IOException if the OS refuses it; the object is no longer registered then
     */
    public SelectorKey modify(HasFileno f, int events, @Nullable Object data) throws IOException {
        checkEvents(events);
        synchronized (entries) {
            checkOpen();
            return change(lookup(f), events, data);
        }
    }

    /**
     * Changes what is watched for, and forgets the data.
     *
     * @param fd a registered descriptor
     * @param events EVENT_READ, EVENT_WRITE or both
     * @return its new key, without data
     * @throws IOException as {@link #modify(int, int, Object)}
     */
    public SelectorKey modify(int fd, int events) throws IOException {
        return modify(fd, events, null);
    }

    /**
     * Changes what is watched for, and the data. Nothing is asked of the OS if only the data
     * changes.
     *
     * @param fd a registered descriptor
     * @param events EVENT_READ, EVENT_WRITE or both
     * @param data comes back with the key
     * @return its new key
     * @throws KeyException if it is not registered
     * @throws IOException if the OS refuses it; the descriptor is no longer registered then
     */
    public SelectorKey modify(int fd, int events, @Nullable Object data) throws IOException {
        checkEvents(events);
        synchronized (entries) {
            checkOpen();
            return change(lookup(fd), events, data);
        }
    }

    private SelectorKey change(int at, int events, @Nullable Object data) throws OsException {
        SelectorKey old = entries.key(at);
        if (events != old.events()) {
            int result = poller.modify(old.fd(), interest(events), entries.token(at));
            if (result < 0) {
                remove(at);
                throw OsException.of(-result, "modify", "fd " + old.fd());
            }
        }
        SelectorKey changed = new SelectorKey(old.fileobj(), old.fd(), events, data);
        entries.replace(at, changed);
        return changed;
    }

    /**
     * Waits without limit until something is ready.
     *
     * @return the ready keys; empty only after {@link #wakeup}
     * @throws IOException if the OS refuses it
     */
    public List<ReadyKey> select() throws IOException {
        return list(Timeouts.NONE);
    }

    /**
     * Waits until something is ready.
     *
     * @param timeout null for no limit; zero or less to look only
     * @return the ready keys; empty after the timeout or {@link #wakeup}
     * @throws IllegalStateException if the selector is closed; a close during the wait ends it
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread is interrupted
     * @throws IOException if the OS refuses it
     */
    public List<ReadyKey> select(@Nullable Duration timeout) throws IOException {
        boolean negative = timeout != null && timeout.isNegative();
        return list(negative ? 0 : Timeouts.nanos(timeout));
    }

    /**
     * Waits until something is ready.
     *
     * @param timeout in seconds: 5000 is not 5 s; zero or less to look only
     * @return the ready keys; empty after the timeout or {@link #wakeup}
     * @throws IOException if the OS refuses it
     */
    public List<ReadyKey> select(double timeout) throws IOException {
        return list(timeout <= 0 ? 0 : Timeouts.nanos(timeout));
    }

    private List<ReadyKey> list(long timeoutNanos) throws IOException {
        selectInto(ready, timeoutNanos);
        List<ReadyKey> list = new ArrayList<>(ready.size());
        for (int i = 0; i < ready.size(); i++) {
            list.add(new ReadyKey(ready.key(i), ready.events(i)));
        }
        ready.clear();
        return list;
    }

    /**
     * Waits until something is ready, without allocation.
     *
     * @param out where the ready keys go
     * @param timeoutNanos -1 for no limit, 0 to look only
     * @return how many keys are ready; 0 after the timeout or {@link #wakeup}
     * @throws IllegalStateException if the selector is closed; a close during the wait ends it
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread is interrupted
     * @throws IOException if the OS refuses it
     */
    public int selectInto(ReadyKeys out, long timeoutNanos) throws IOException {
        out.clear();
        begin();
        try {
            long deadline = timeoutNanos > 0 ? Waits.deadline(timeoutNanos) : 0;
            leftNanos = timeoutNanos;
            while (true) {
                int events = await();
                if (events > 0) {
                    collect(events, out);
                }
                if (out.size() > 0 || leftNanos == 0 || woken || closed) {
                    woken = false;
                    return out.size();
                }
                leftNanos = timeoutNanos > 0 ? Waits.remaining(deadline) : timeoutNanos;
            }
        } finally {
            end();
        }
    }

    private int await() throws OsException {
        boolean virtual = leftNanos != 0 && Waits.onVirtualThread();
        int events = virtual ? Waits.offCarrier(wait, poller::wakeup) : poller.waitFor(leftNanos);
        if (events >= 0) {
            return events;
        }
        if (events != -Errno.EINTR) {
            throw OsException.of(-events, "select");
        }
        if (virtual && Thread.currentThread().isInterrupted()) {
            String message = "select was interrupted; the selector stays open";
            throw OsException.of(Errno.EINTR, "select", "", message, 0);
        }
        return 0;
    }

    private void collect(int events, ReadyKeys out) {
        synchronized (entries) {
            for (int i = 0; i < events; i++) {
                int at = entries.find(poller.token(i));
                if (at < 0) {
                    continue;
                }
                int happened = poller.events(i);
                // An error or a hang-up is news for a reader and for a writer.
                int mask = (happened & BOTH) != 0 ? EVENTS : happened;
                int wanted = mask & entries.events(at);
                if (wanted != 0) {
                    out.add(entries.key(at), wanted);
                }
            }
        }
    }

    private void begin() {
        synchronized (entries) {
            checkOpen();
            if (selecting) {
                throw new IllegalStateException("concurrent select() invocation");
            }
            selecting = true;
        }
    }

    private void end() {
        synchronized (entries) {
            selecting = false;
            if (closed) {
                poller.close();
            }
        }
    }

    /**
     * Ends the wait that is under way, or the next one; it returns what is ready, perhaps nothing.
     * Any thread.
     */
    public void wakeup() {
        woken = true;
        poller.wakeup();
    }

    /**
     * The key of a registered object.
     *
     * @param f an object
     * @return its key
     * @throws KeyException if it is not registered
     * @throws IllegalStateException if the selector is closed
     */
    public SelectorKey getKey(HasFileno f) {
        synchronized (entries) {
            checkOpen();
            return entries.key(lookup(f));
        }
    }

    /**
     * The key of a registered descriptor.
     *
     * @param fd a descriptor
     * @return its key
     * @throws KeyException if it is not registered
     * @throws IllegalStateException if the selector is closed
     */
    public SelectorKey getKey(int fd) {
        synchronized (entries) {
            checkOpen();
            return entries.key(lookup(fd));
        }
    }

    /**
     * What is registered, by descriptor: a live view that cannot be changed.
     *
     * @return the view, or null after {@link #close}
     */
    public @Nullable Map<Integer, SelectorKey> getMap() {
        return closed ? null : map;
    }

    /**
     * Frees the selector; the registered objects stay open. A wait that is under way ends and
     * returns what is ready. A second call does nothing. Any thread.
     */
    @Override
    public void close() {
        synchronized (entries) {
            if (closed) {
                return;
            }
            closed = true;
            for (SelectorKey key : entries.keys()) {
                Watch watch = entries.watch(entries.find(key.fd()));
                if (watch != null) {
                    watch.lease.forget(watch);
                }
            }
            entries.clear();
            if (selecting) {
                poller.wakeup();
            } else {
                poller.close();
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    private int lookup(HasFileno f) {
        int fd = Filenos.of(f);
        int at = fd < 0 ? byIdentity(f) : entries.find(fd);
        if (at >= 0 && !(fd >= 0 && isGone(at))) {
            return at;
        }
        if (fd < 0) {
            throw new IllegalArgumentException("Invalid file descriptor: " + fd);
        }
        throw new KeyException(f + " is not registered");
    }

    private int lookup(int fd) {
        int at = entries.find(checkFd(fd));
        if (at < 0) {
            throw new KeyException(fd + " is not registered");
        }
        return at;
    }

    /** A closed object has no descriptor any more, so it is found by itself. */
    private int byIdentity(HasFileno f) {
        for (SelectorKey key : entries.keys()) {
            if (key.fileobj() == f) {
                return entries.find(key.fd());
            }
        }
        return -1;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("Selector is closed");
        }
    }

    private static void checkEvents(int events) {
        if (events == 0 || (events & ~EVENTS) != 0) {
            throw new IllegalArgumentException("Invalid events: " + events);
        }
    }

    private static int checkFd(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("Invalid file descriptor: " + fd);
        }
        return fd;
    }

    private static int interest(int events) {
        return ((events & Selectors.EVENT_READ) != 0 ? Poller.READ : 0)
                | ((events & Selectors.EVENT_WRITE) != 0 ? Poller.WRITE : 0);
    }
}

package io.sockeye.engine.nio;

import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import io.sockeye.engine.nio.Registrations.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The poller over a {@link java.nio.channels.Selector}. Level-triggered only; an error or hangup
 * that the JDK sees counts as everything a descriptor is watched for, except after a failed
 * connect, which is reported as such. A descriptor that is closed without being removed is dropped
 * silently.
 *
 * <p>Guarded by this: registrations and the lists of watches. The selector is waited on outside it.
 */
final class NioPoller implements Poller, Selection.Owner {
    private static final int FIRST_SIZE = 64;

    private final FdTable table;
    private final Selection selection;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean closed;

    private final Registrations registrations = new Registrations();

    /** Whose description changed since they were armed. */
    private final List<Watch> dirty = new ArrayList<>();

    /** Which may be ready though no selector sees it. */
    private final List<Watch> lit = new ArrayList<>();

    // The waiting thread's own.
    private Watch[] ready = new Watch[FIRST_SIZE];
    private int readyCount;
    private long[] tokens = new long[FIRST_SIZE];
    private int[] events = new int[FIRST_SIZE];
    private int eventCount;

    NioPoller(FdTable table) throws IOException {
        this.table = table;
        this.selection = new Selection(this);
    }

    @Override
    public Multiplexer kind() {
        return Multiplexer.NIO;
    }

    @Override
    public synchronized int add(int fd, int interest, long token) {
        Description description = table.get(fd);
        if (closed || description == Description.NONE) {
            return -Errno.EBADF;
        }
        if ((interest & EDGE) != 0) {
            return -Errno.EINVAL;
        }
        if (find(fd) != null) {
            return -Errno.EEXIST;
        }
        Watch watch;
        try {
            watch = selection.watch(description);
        } catch (IOException e) {
            return Errors.of(e);
        }
        Registration added = new Registration(fd, watch);
        added.interest = interest;
        added.token = token;
        registrations.add(added);
        refresh(watch);
        if (table.get(fd) != description) {
            registrations.remove(added);
            return -Errno.EBADF;
        }
        selection.wakeupIfAttentive();
        return 0;
    }

    @Override
    public synchronized int modify(int fd, int interest, long token) {
        Registration known = find(fd);
        if (known == null) {
            return table.get(fd) == Description.NONE ? -Errno.EBADF : -Errno.ENOENT;
        }
        if ((interest & EDGE) != 0) {
            return -Errno.EINVAL;
        }
        known.interest = interest;
        known.token = token;
        refresh(known.watch);
        selection.wakeupIfAttentive();
        return 0;
    }

    @Override
    public synchronized int remove(int fd) {
        Registration known = find(fd);
        if (known == null) {
            return table.get(fd) == Description.NONE ? -Errno.EBADF : -Errno.ENOENT;
        }
        registrations.remove(known);
        refresh(known.watch);
        return 0;
    }

    @Override
    public int waitFor(long timeoutNanos) {
        selection.attend();
        try {
            readyCount = 0;
            eventCount = 0;
            boolean look = refreshDirty();
            selection.select(look || woken.get() ? 0 : timeoutNanos, onReady);
            woken.set(false);
            settle();
            report();
            return eventCount;
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        } finally {
            selection.leave();
            Arrays.fill(ready, 0, readyCount, null);
        }
    }

    @Override
    public long token(int index) {
        return tokens[index];
    }

    @Override
    public int events(int index) {
        return events[index];
    }

    @Override
    public void wakeup() {
        if (woken.compareAndSet(false, true)) {
            selection.wakeup();
        }
    }

    @Override
    public void touched(Watch watch) {
        synchronized (this) {
            if (!watch.dirty && !closed) {
                watch.dirty = true;
                dirty.add(watch);
            }
        }
        selection.wakeupIfAttentive();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            registrations.forEach(each -> selection.cancel(each.watch));
            selection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // -- Before the wait --

    /** Follows the changes; true if something is ready that the selector does not see. */
    private synchronized boolean refreshDirty() {
        for (int i = 0; i < dirty.size(); i++) {
            Watch watch = dirty.get(i);
            watch.dirty = false;
            dropClosed(watch);
            refresh(watch);
        }
        dirty.clear();
        boolean any = false;
        for (int i = lit.size() - 1; i >= 0; i--) {
            Watch watch = lit.get(i);
            if (watch.registrations == null || watch.description.readyNow() == 0) {
                watch.lit = false;
                lit.remove(i);
            } else {
                any |= wantedOf(watch) != 0;
            }
        }
        return any;
    }

    private void refresh(Watch watch) {
        if (watch.registrations == null) {
            selection.silence(watch);
            return;
        }
        selection.arm(watch, wantedOf(watch));
        if (!watch.lit && watch.description.readyNow() != 0) {
            watch.lit = true;
            lit.add(watch);
        }
    }

    private static int wantedOf(Watch watch) {
        int wanted = 0;
        for (Registration each = watch.registrations; each != null; each = each.next) {
            wanted |= each.interest & (READ | WRITE);
        }
        return wanted;
    }

    private void dropClosed(Watch watch) {
        for (Registration each = watch.registrations; each != null; each = each.next) {
            if (table.get(each.fd) != watch.description) {
                registrations.remove(each);
            }
        }
    }

    // -- After the wait --

    private void onReady(SelectionKey key) {
        try {
            Watch watch = (Watch) key.attachment();
            watch.readyOps = key.readyOps();
            if (readyCount == ready.length) {
                ready = Arrays.copyOf(ready, readyCount * 2);
            }
            ready[readyCount++] = watch;
        } catch (CancelledKeyException e) {
            // Another thread is closing it and will touch the watch.
            return;
        }
    }

    private void settle() throws IOException {
        for (int i = 0; i < readyCount; i++) {
            if ((ready[i].readyOps & SelectionKey.OP_CONNECT) != 0) {
                ready[i].description.settle();
            }
        }
    }

    private synchronized void report() {
        for (int i = 0; i < readyCount; i++) {
            report(ready[i]);
        }
        for (int i = 0; i < lit.size(); i++) {
            Watch watch = lit.get(i);
            if (watch.readyOps == 0) {
                report(watch);
            }
        }
        for (int i = 0; i < readyCount; i++) {
            ready[i].readyOps = 0;
        }
    }

    private void report(Watch watch) {
        int now = watch.description.ready(watch.readyOps) | watch.description.readyNow();
        boolean silenced = false;
        for (Registration each = watch.registrations; each != null; each = each.next) {
            int wanted = each.interest & (READ | WRITE);
            int reported = now & (wanted | ERROR | HANGUP);
            if (wanted != 0 && reported != 0 && table.get(each.fd) == watch.description) {
                event(each.token, reported);
                if ((each.interest & ONESHOT) != 0) {
                    each.interest = 0;
                    silenced = true;
                }
            }
        }
        if (silenced) {
            selection.arm(watch, wantedOf(watch));
        }
    }

    private void event(long token, int reported) {
        if (eventCount == tokens.length) {
            tokens = Arrays.copyOf(tokens, eventCount * 2);
            events = Arrays.copyOf(events, eventCount * 2);
        }
        tokens[eventCount] = token;
        events[eventCount++] = reported;
    }

    /** The registration of a descriptor, unless that was closed and names something else now. */
    private @Nullable Registration find(int fd) {
        Registration known = registrations.get(fd);
        if (known != null && table.get(fd) != known.watch.description) {
            registrations.remove(known);
            return null;
        }
        return known;
    }
}

package io.sockeye.select;

import io.sockeye.engine.Abi;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Filenos;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of select. It is select(2) where the engine has it; on nio, and when the library's own
 * wake descriptor does not fit into an fd_set, poll(2) answers the same question.
 */
final class SelectCall extends ManyWait {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int EXCEPT = 2;

    private static final int SETSIZE = Abi.host().constant("FD_SETSIZE");
    private static final int SET = SETSIZE / Byte.SIZE;
    private static final int POLLFD = 8;

    /**
     * What to ask poll for, and what in its answer makes select report a descriptor: Linux' table.
     */
    private static final int[] ASKED = {Select.POLLIN, Select.POLLOUT, Select.POLLPRI};

    private static final int[] READY = {
        Select.POLLIN | Select.POLLHUP | Select.POLLERR,
        Select.POLLOUT | Select.POLLERR,
        Select.POLLPRI
    };

    private final Engine engine;
    private final int[] fds;
    private final int[] kinds;
    private final @Nullable Lease[] leases;
    private int count;
    private int leased;
    private boolean polled;
    private @Nullable DirectBuffer memory;

    private SelectCall(Engine engine, int size) {
        super(engine);
        this.engine = engine;
        this.fds = new int[size];
        this.kinds = new int[size];
        this.leases = new Lease[size];
    }

    static <R, W, X> SelectResult<R, W, X> run(
            Collection<R> r, Collection<W> w, Collection<X> x, long timeoutNanos)
            throws IOException {
        // Copies, because the collections may change while the call waits.
        List<R> readers = new ArrayList<>(r);
        List<W> writers = new ArrayList<>(w);
        List<X> others = new ArrayList<>(x);
        Engine engine = engine(readers, writers, others);
        int size = readers.size() + writers.size() + others.size();
        SelectCall call = new SelectCall(engine, size);
        call.addAll(readers, READ);
        call.addAll(writers, WRITE);
        call.addAll(others, EXCEPT);
        try {
            call.lease(timeoutNanos != 0);
            int ready = call.await(timeoutNanos, "select");
            if (call.isStale()) {
                throw new ClosedException("select", 0);
            }
            return new SelectResult<>(
                    call.ready(readers, 0, ready),
                    call.ready(writers, readers.size(), ready),
                    call.ready(others, readers.size() + writers.size(), ready));
        } finally {
            call.unlease();
        }
    }

    private static Engine engine(List<?>... lists) {
        Engine chosen = null;
        for (List<?> list : lists) {
            for (Object element : list) {
                Engine engine = Select.engineOf(element);
                if (chosen == null) {
                    chosen = engine;
                }
                Filenos.requireSameWorld(chosen, engine);
            }
        }
        return chosen != null ? chosen : Engines.best();
    }

    private void addAll(List<?> elements, int kind) {
        for (Object element : elements) {
            int fd = fileno(element);
            if (fd < 0) {
                throw negative(fd);
            }
            if (engine.hasRealFds() && fd >= SETSIZE) {
                throw new IllegalArgumentException(
                        "filedescriptor out of range in select(): "
                                + fd
                                + " is not below "
                                + SETSIZE
                                + "; use Poll or Epoll");
            }
            fds[count] = fd;
            kinds[count] = kind;
            leases[count++] = element instanceof HasFileno f ? f.lease() : null;
        }
    }

    private static int fileno(Object element) {
        if (element instanceof Integer fd) {
            return fd;
        }
        if (element instanceof HasFileno f) {
            return Filenos.of(f);
        }
        throw new IllegalArgumentException(
                "argument must be an Integer, or have a fileno() method: " + element);
    }

    private static IllegalArgumentException negative(int fd) {
        return new IllegalArgumentException(
                "file descriptor cannot be a negative integer (" + fd + "): the object is closed");
    }

    private void lease(boolean hook) {
        for (; leased < count; leased++) {
            Lease lease = leases[leased];
            if (lease == null) {
                continue;
            }
            if (!lease.acquire()) {
                throw negative(-1);
            }
            if (hook) {
                lease.onClose(this);
            }
        }
    }

    private void unlease() {
        for (int i = 0; i < leased; i++) {
            Lease lease = leases[i];
            if (lease != null) {
                lease.forget(this);
                lease.release();
            }
        }
    }

    @Override
    boolean isStale() {
        for (int i = 0; i < count; i++) {
            Lease lease = leases[i];
            if (lease != null && lease.isClosed()) {
                return true;
            }
        }
        return false;
    }

    @Override
    int call(int wake, long timeoutNanos) {
        polled = wake >= SETSIZE || !engine.multiplexers().contains(Multiplexer.SELECT);
        return polled ? poll(wake, timeoutNanos) : select(wake, timeoutNanos);
    }

    private int select(int wake, long timeoutNanos) {
        DirectBuffer sets = memory(3 * SET);
        for (int i = 0; i < 3 * SET; i += Long.BYTES) {
            sets.putLong(i, 0);
        }
        int highest = wake;
        for (int i = 0; i < count; i++) {
            set(sets, kinds[i], fds[i]);
            highest = Math.max(highest, fds[i]);
        }
        if (wake >= 0) {
            set(sets, READ, wake);
        }
        int bits = engine.syscalls().select(highest + 1, sets, 0, timeoutNanos);
        return bits > 0 && wake >= 0 && isSet(sets, READ, wake) ? bits - 1 : bits;
    }

    private int poll(int wake, long timeoutNanos) {
        DirectBuffer pollfds = memory((count + 1) * POLLFD);
        for (int i = 0; i < count; i++) {
            fill(pollfds, i, fds[i], ASKED[kinds[i]]);
        }
        fill(pollfds, count, wake, Select.POLLIN);
        int ready = engine.syscalls().poll(pollfds, 0, count + 1, timeoutNanos);
        for (int i = 0; i < count && ready > 0; i++) {
            if ((pollfds.getShort(i * POLLFD + 6) & Select.POLLNVAL) != 0) {
                return -Errno.EBADF;
            }
        }
        boolean woken = ready > 0 && pollfds.getShort(count * POLLFD + 6) != 0;
        return woken ? ready - 1 : ready;
    }

    private static void fill(DirectBuffer pollfds, int i, int fd, int events) {
        pollfds.putInt(i * POLLFD, fd);
        pollfds.putShort(i * POLLFD + 4, (short) events);
        pollfds.putShort(i * POLLFD + 6, (short) 0);
    }

    private <T> List<T> ready(List<T> elements, int from, int ready) throws OsException {
        List<T> found = new ArrayList<>();
        for (int i = 0; ready > 0 && i < elements.size(); i++) {
            if (isReady(from + i)) {
                found.add(elements.get(i));
            }
        }
        return found;
    }

    private boolean isReady(int i) {
        DirectBuffer answer = memory(0);
        return polled
                ? (answer.getShort(i * POLLFD + 6) & READY[kinds[i]]) != 0
                : isSet(answer, kinds[i], fds[i]);
    }

    private DirectBuffer memory(int size) {
        DirectBuffer now = memory;
        if (now == null || now.capacity() < size) {
            now = engine.allocate(Math.max(size, 3 * SET));
            memory = now;
        }
        return now;
    }

    /** An fd_set is an array of longs; bit n of the host's long m is descriptor 64 m + n. */
    private static void set(DirectBuffer sets, int kind, int fd) {
        int at = kind * SET + (fd >> 6) * Long.BYTES;
        sets.putLong(at, sets.getLong(at) | (1L << fd));
    }

    private static boolean isSet(DirectBuffer sets, int kind, int fd) {
        return (sets.getLong(kind * SET + (fd >> 6) * Long.BYTES) & (1L << fd)) != 0;
    }
}

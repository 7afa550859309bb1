package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An <em>open file description</em>, as open(2) calls it: what one or, after dup, several
 * descriptors name. Calls that its kind of file lacks answer {@link #refusal}.
 *
 * <p>No call waits. State is guarded by the description's monitor; the waiting threads that watch
 * it are told of changes by {@link #changed}, after the monitor was left.
 */
abstract class Description {
    /** What a descriptor names that is not open. */
    static final Description NONE = new Closed();

    private static final Watch[] NOBODY = {};

    /** The negated errno of a call that this kind of file lacks. */
    final int refusal;

    /** How many descriptors name it; guarded by the table. */
    int references;

    /** O_NONBLOCK: only remembered, because nothing here waits. */
    volatile boolean nonblocking;

    private volatile Watch[] watches = NOBODY;

    Description(int refusal) {
        this.refusal = refusal;
    }

    // -- Readiness --

    /** The channel to select on now; null if there is none. Guarded by this. */
    abstract @Nullable SelectableChannel channel();

    /** The selector's name for Poller interest, in the present state. Guarded by this. */
    abstract int ops(int interest);

    /** Poller readiness that no selector sees. */
    abstract int readyNow();

    /** Poller readiness for what a selector saw. */
    abstract int ready(int readyOps);

    /** Lets a connect that has ended take effect. */
    void settle() throws IOException {}

    /** O_RDONLY, O_WRONLY or O_RDWR. */
    abstract int accessMode();

    /** Closes the channels and leaves the state that every call refuses. */
    abstract void closeChannels() throws IOException;

    // -- Calls --

    int bind(DirectBuffer slot, int offset) throws IOException {
        return refusal;
    }

    int connect(DirectBuffer slot, int offset) throws IOException {
        return refusal;
    }

    int listen(int backlog) throws IOException {
        return refusal;
    }

    int accept(FdTable table, @Nullable DirectBuffer slot, int offset, int flags)
            throws IOException {
        return refusal;
    }

    int recv(
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        return refusal;
    }

    int send(
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        return refusal;
    }

    int getsockname(DirectBuffer slot, int offset) throws IOException {
        return refusal;
    }

    int getpeername(DirectBuffer slot, int offset) throws IOException {
        return refusal;
    }

    int getsockopt(int level, int option, DirectBuffer buffer, int offset, int length)
            throws IOException {
        return refusal;
    }

    int setsockopt(int level, int option, @Nullable DirectBuffer buffer, int offset, int length)
            throws IOException {
        return refusal;
    }

    int shutdown(int how) throws IOException {
        return refusal;
    }

    int read(DirectBuffer buffer, int offset, int length) throws IOException {
        return refusal;
    }

    int write(DirectBuffer buffer, int offset, int length) throws IOException {
        return refusal;
    }

    // -- Watches --

    /** The watch of a selection, made if there is none. */
    final Watch watch(Selection selection) {
        for (Watch watch : watches) {
            if (watch.selection == selection) {
                return watch;
            }
        }
        return addWatch(selection);
    }

    final synchronized void unwatch(Watch watch) {
        Watch[] fewer = Arrays.stream(watches).filter(w -> w != watch).toArray(Watch[]::new);
        watches = fewer;
    }

    /** Tells everybody who watches to look again. The caller holds no lock. */
    final void changed() {
        for (Watch watch : watches) {
            watch.selection.owner.touched(watch);
        }
    }

    /**
     * Makes the descriptor of a closed channel go away, which its keys keep open. The caller holds
     * no lock.
     */
    final void retire(SelectableChannel closed) throws IOException {
        for (Watch watch : watches) {
            if (watch.forget(closed)) {
                watch.selection.flush();
            }
        }
    }

    /** Ends the description: the last descriptor is gone. */
    final void close() throws IOException {
        SelectableChannel last;
        synchronized (this) {
            last = channel();
            closeChannels();
        }
        if (last != null) {
            retire(last);
        }
        changed();
        watches = NOBODY;
    }

    private synchronized Watch addWatch(Selection selection) {
        Watch[] before = watches;
        Watch[] more = Arrays.copyOf(before, before.length + 1);
        Watch watch = new Watch(this, selection);
        more[before.length] = watch;
        watches = more;
        return watch;
    }

    /** Answers everything with EBADF. */
    private static final class Closed extends Description {
        Closed() {
            super(-Errno.EBADF);
        }

        @Override
        @Nullable SelectableChannel channel() {
            return null;
        }

        @Override
        int ops(int interest) {
            return 0;
        }

        @Override
        int readyNow() {
            return 0;
        }

        @Override
        int ready(int readyOps) {
            return 0;
        }

        @Override
        int accessMode() {
            return refusal;
        }

        @Override
        void closeChannels() {}
    }
}

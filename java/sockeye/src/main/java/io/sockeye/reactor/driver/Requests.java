package io.sockeye.reactor.driver;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Ring;
import io.sockeye.engine.RingFeature;
import io.sockeye.engine.Syscalls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the kernel has, and whose they are. A token is a source's place and generation,
 * and the kind of the request between them.
 *
 * <p>A source that is released is forgotten, and its descriptor closed, after the last answer to
 * its requests: the number could otherwise be that of another file while the kernel still works on
 * the old one. So each descriptor is closed and each place used again exactly once.
 */
final class Requests {
    static final int ACCEPT = 1;
    static final int BYTES = 2;
    static final int READABLE = 3;
    static final int WRITABLE = 4;
    static final int SEND = 5;
    static final int WAKE = 6;
    static final int OTHERS = 7;
    static final int CANCEL = 8;

    static final int IN = Abi.host().constant("POLLIN");
    static final int PRI = Abi.host().constant("POLLPRI");
    static final int OUT = Abi.host().constant("POLLOUT");
    static final int ERR = Abi.host().constant("POLLERR");
    static final int HUP = Abi.host().constant("POLLHUP");
    static final int RDHUP = Abi.host().constant("POLLRDHUP");

    /** Ten seconds, then it is more than a shortage. */
    private static final int MOST_TRIES = 1000;

    private static final long TRY_NANOS = 10_000_000;

    private static final int KIND_SHIFT = 28;
    private static final long KIND_MASK = 15L << KIND_SHIFT;

    final Ring ring;
    final SourceTable table = new SourceTable();
    private final Syscalls syscalls;

    /** Those whose requests must change before the next wait. */
    private List<Source> listed = new ArrayList<>();

    private List<Source> reviewing = new ArrayList<>();

    Requests(Ring ring, Syscalls syscalls) {
        this.ring = ring;
        this.syscalls = syscalls;
    }

    static int kind(long token) {
        return (int) (token >>> KIND_SHIFT) & 15;
    }

    static long token(int kind, Source source) {
        return SourceTable.token(source) | (long) kind << KIND_SHIFT;
    }

    /** For a request of the driver's own. */
    static long token(int kind) {
        return (long) kind << KIND_SHIFT;
    }

    @Nullable Source find(long token) {
        return table.find(token & ~KIND_MASK);
    }

    // ---- what is to change

    void list(Source source) {
        if (!source.listed) {
            source.listed = true;
            listed.add(source);
        }
    }

    /** What was listed until now; each is reviewed once. */
    List<Source> takeListed() {
        List<Source> now = listed;
        listed = reviewing;
        reviewing = now;
        return now;
    }

    // ---- requests

    /**
     * The queue is full of what this turn wants: the kernel takes it now, without a wait. It takes
     * less than all only while it has no memory.
     */
    void makeRoom() {
        // A kernel whose own list of answers is full takes nothing before there is room for them.
        ring.giveBack();
        int result = ring.submit();
        for (int i = 0; ring.hasUntaken() && i < MOST_TRIES; i++) {
            result = ring.enter(TRY_NANOS);
        }
        if (ring.hasUntaken()) {
            throw new IllegalStateException(
                    "the kernel takes no more requests: io_uring_enter gave " + result);
        }
    }

    void poll(Source source, int kind, int events, boolean multishot) {
        source.pending++;
        while (!ring.poll(source.fd, events, multishot, token(kind, source))) {
            makeRoom();
        }
    }

    void cancel(Source source, int kind) {
        cancel(token(kind, source));
    }

    void cancel(long token) {
        while (!ring.cancel(token, token(CANCEL))) {
            makeRoom();
        }
    }

    /** All but sends, which are over when the kernel has taken them. */
    void cancelAll(Source source) {
        if (!ring.has(RingFeature.CANCEL_FD)) {
            for (int kind = ACCEPT; kind <= WRITABLE; kind++) {
                cancel(source, kind);
            }
            return;
        }
        while (!ring.cancelAll(source.fd, token(CANCEL))) {
            makeRoom();
        }
    }

    /** An answer came; returns false if the source was only waiting for its last one. */
    boolean answered(Source source, int flags) {
        if (!Ring.hasMore(flags)) {
            source.pending--;
        }
        if (source.gone) {
            forget(source);
            return false;
        }
        return true;
    }

    // ---- the end

    /** Serves a source no more. */
    void release(Source source, boolean closing) {
        source.gone = true;
        source.closing = closing;
        if (source.pending > 0) {
            list(source);
        } else {
            forget(source);
        }
    }

    /** The ring is closed: there are no last answers to wait for. */
    void closeLeft() {
        for (Source left : table.left()) {
            left.pending = 0;
            forget(left);
        }
    }

    /** Unless the kernel still has something of it. */
    void forget(Source source) {
        if (source.pending == 0 && source.place != Source.NOWHERE) {
            table.remove(source);
            source.gone = false;
            if (source.closing) {
                syscalls.close(source.fd);
            }
        }
    }
}

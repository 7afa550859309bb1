package io.sockeye.reactor.driver;

import io.sockeye.engine.Errno;
import io.sockeye.engine.Ring;
import io.sockeye.engine.RingFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Listening sockets on a ring: the kernel accepts again and again, or only tells that somebody has
 * connected. What it has accepted when nobody wants more connections waits here instead of in the
 * backlog.
 */
final class RingListeners {
    private final Requests requests;
    private final SocketCalls calls;
    private final boolean multishot;

    /** Those that want connections again and have some. */
    private final List<AcceptSource> ready = new ArrayList<>();

    RingListeners(Requests requests, SocketCalls calls) {
        this.requests = requests;
        this.calls = calls;
        this.multishot = requests.ring.has(RingFeature.ACCEPT_MULTISHOT);
    }

    void listen(AcceptSource listener) {
        listener.accepting = true;
        requests.table.add(listener);
        requests.list(listener);
    }

    void review(AcceptSource listener) {
        if (listener.gone) {
            requests.cancelAll(listener);
        } else if (listener.accepting && !listener.armed) {
            arm(listener);
        } else if (!listener.accepting && listener.armed && !listener.cancelling) {
            listener.cancelling = true;
            requests.cancel(listener, Requests.ACCEPT);
        }
    }

    private void arm(AcceptSource listener) {
        listener.armed = true;
        if (!multishot) {
            // A single accept on a non-blocking listener fails at once before Linux 5.19.
            requests.poll(listener, Requests.ACCEPT, Requests.IN, false);
            return;
        }
        listener.pending++;
        long token = Requests.token(Requests.ACCEPT, listener);
        while (!requests.ring.acceptAll(listener.fd, calls.acceptFlags, token)) {
            requests.makeRoom();
        }
    }

    void setAccepting(AcceptSource listener, boolean on) {
        if (listener.accepting != on && listener.isServed()) {
            listener.accepting = on;
            requests.list(listener);
            if (on && listener.early.length > 0) {
                ready.add(listener);
            }
        }
    }

    /** The kernel has accepted, or cannot. */
    void accepted(AcceptSource listener, int result, int flags) {
        if (!Ring.hasMore(flags)) {
            listener.armed = false;
            listener.cancelling = false;
        }
        boolean served = requests.answered(listener, flags);
        if (result >= 0 && !multishot) {
            calls.accept(listener, SocketCalls.ACCEPTS_IN_A_ROW);
        } else if (result >= 0) {
            accepted(listener, result, served);
        } else if (served) {
            failed(listener, -result);
        }
        if (listener.isServed() && !listener.armed) {
            requests.list(listener);
        }
    }

    private void accepted(AcceptSource listener, int fd, boolean served) {
        if (!served) {
            calls.syscalls.close(fd);
        } else if (listener.accepting && listener.early.length == 0) {
            calls.acceptedWithoutPeer(listener, fd);
        } else {
            addEarly(listener, fd);
        }
    }

    private static void failed(AcceptSource listener, int errno) {
        boolean harmless =
                errno == Errno.ECANCELED
                        || errno == Errno.EAGAIN
                        || SocketCalls.isOfTheConnection(errno);
        if (!harmless && listener.accepting) {
            listener.acceptFailed(errno);
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    int serveReady() {
        int count = ready.size();
        for (int i = 0; i < count; i++) {
            deliverEarly(ready.remove(0));
        }
        return count;
    }

    /** Whoever gets one may release the listener, which closes the others, or call this again. */
    private void deliverEarly(AcceptSource listener) {
        while (listener.early.length > 0 && listener.accepting && listener.isServed()) {
            int fd = listener.early[0];
            listener.early = Arrays.copyOfRange(listener.early, 1, listener.early.length);
            calls.acceptedWithoutPeer(listener, fd);
        }
    }

    void acceptNow(AcceptSource listener) {
        if (listener.accepting && listener.isServed()) {
            deliverEarly(listener);
            calls.accept(listener, Integer.MAX_VALUE);
            takeAccepted(listener);
            deliverEarly(listener);
        }
    }

    /** What the kernel has accepted and not told yet; released, the listener would never get it. */
    private void takeAccepted(AcceptSource listener) {
        Ring ring = requests.ring;
        if (ring.isOverflowed()) {
            ring.enter(0);
        }
        long token = Requests.token(Requests.ACCEPT, listener);
        int count = ring.available();
        for (int i = 0; i < count && listener.isServed(); i++) {
            if (multishot && ring.token(i) == token && ring.result(i) >= 0) {
                addEarly(listener, ring.takeResult(i));
            }
        }
    }

    private static void addEarly(AcceptSource listener, int fd) {
        int count = listener.early.length;
        listener.early = Arrays.copyOf(listener.early, count + 1);
        listener.early[count] = fd;
    }

    void release(AcceptSource listener, boolean closing) {
        for (int fd : listener.early) {
            calls.syscalls.close(fd);
        }
        listener.early = new int[0];
        requests.release(listener, closing);
    }
}

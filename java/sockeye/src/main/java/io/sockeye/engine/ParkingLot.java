package io.sockeye.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where virtual threads wait: one platform thread watches the descriptors of all of them and
 * unparks whoever's is ready. A descriptor is added once and armed for one event at a time, so a
 * wait costs one call that changes the interest.
 */
final class ParkingLot implements Runnable {
    private final Engine engine;
    private final Poller poller;
    private final @Nullable OsException refused;

    /** The places by the low half of their tokens; guarded by this. */
    private final List<@Nullable Place> places = new ArrayList<>();

    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int generation;

    ParkingLot(Engine engine) {
        this.engine = engine;
        Poller made = null;
        OsException failure = null;
        try {
            made = engine.poller(engine.multiplexers().iterator().next());
        } catch (OsException e) {
            failure = e;
        }
        this.poller = made;
        this.refused = failure;
        if (made != null) {
            Waits.daemon(this, "sockeye-parking-" + engine.name()).start();
        }
    }

    int await(Lease lease, int interest, long deadlineNanos) {
        if (refused != null) {
            return -refused.errno();
        }
        Place place = lease.parking(() -> new Place(lease));
        Parked parked = new Parked(interest);
        int armed = place.park(parked);
        if (armed < 0) {
            // EPERM: what epoll cannot watch, such as a regular file, never makes anybody wait.
            return armed == -Errno.EPERM ? interest : armed;
        }
        try {
            return parked.await(lease, deadlineNanos);
        } finally {
            place.leave(parked);
        }
    }

    @Override
    public void run() {
        while (true) {
            int ready = poller.waitFor(-1);
            for (int i = 0; i < ready; i++) {
                Place place = find(poller.token(i));
                if (place != null) {
                    place.ready(poller.events(i));
                }
            }
        }
    }

    private synchronized @Nullable Place find(long token) {
        Place place = places.get((int) token);
        return place != null && place.token == token ? place : null;
    }

    private synchronized long enter(Place place) {
        Integer slot = free.poll();
        if (slot == null) {
            slot = places.size();
            places.add(place);
        } else {
            places.set(slot, place);
        }
        return ((long) ++generation << 32) | slot;
    }

    private synchronized void exit(Place place) {
        int slot = (int) place.token;
        places.set(slot, null);
        free.push(slot);
    }

    /** One descriptor and the threads that wait for it. Guarded by itself. */
    private final class Place implements Lease.Closing {
        private final Lease lease;
        private final List<Parked> waiting = new ArrayList<>(2);
        private long token;
        private boolean added;

        Place(Lease lease) {
            this.lease = lease;
        }

        synchronized int park(Parked parked) {
            if (!added) {
                token = enter(this);
                if (!lease.onClose(this)) {
                    exit(this);
                    return -Errno.EBADF;
                }
            } else if (lease.isClosed()) {
                return -Errno.EBADF;
            }
            waiting.add(parked);
            int armed = arm();
            if (armed < 0) {
                waiting.remove(parked);
                if (!added) {
                    lease.forget(this);
                    exit(this);
                }
            }
            return armed;
        }

        synchronized void leave(Parked parked) {
            waiting.remove(parked);
        }

        synchronized void ready(int events) {
            int ends = Poller.ERROR | Poller.HANGUP;
            waiting.removeIf(parked -> parked.wakeIf(events, ends));
            if (!waiting.isEmpty() && !lease.isClosed()) {
                arm();
            }
        }

        @Override
        public synchronized void closing(Lease closed) {
            if (added) {
                added = false;
                poller.remove(lease.fd());
                exit(this);
            }
            waiting.forEach(Parked::unpark);
        }

        private int arm() {
            int interest = Poller.ONESHOT;
            for (Parked parked : waiting) {
                interest |= parked.interest;
            }
            int result =
                    added
                            ? poller.modify(lease.fd(), interest, token)
                            : poller.add(lease.fd(), interest, token);
            added |= result >= 0;
            return result;
        }
    }

    /** One virtual thread that waits. */
    private static final class Parked {
        private final int interest;
        private final Thread thread = Thread.currentThread();
        private volatile int events;

        Parked(int interest) {
            this.interest = interest;
        }

        boolean wakeIf(int ready, int always) {
            int mine = ready & (interest | always);
            if (mine == 0) {
                return false;
            }
            events = mine;
            unpark();
            return true;
        }

        void unpark() {
            LockSupport.unpark(thread);
        }

        int await(Lease lease, long deadlineNanos) {
            while (events == 0) {
                if (lease.isClosed()) {
                    return -Errno.EBADF;
                }
                if (thread.isInterrupted()) {
                    return -Errno.EINTR;
                }
                long left = Waits.remaining(deadlineNanos);
                if (left == 0) {
                    return -Errno.ETIMEDOUT;
                }
                if (left < 0) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, left);
                }
            }
            return events;
        }
    }
}

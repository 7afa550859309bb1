package io.sockeye.engine;

import java.util.Arrays;

/**
 * What select and poll have in common: the kernel is handed the whole list at each wait. The list
 * is kept here, in order of addition; a subclass turns it into what its system call reads.
 *
 * <p>Changes go to the list under the lock. One that comes during a wait ends that wait, so that
 * the next one sees it; the kernel never reads what another thread is writing.
 */
abstract class ScanPoller implements Poller {
    final Syscalls syscalls;
    final WakeFd wake;

    /** The list: descriptors, interest and tokens, the first {@code count} of each. */
    private int[] fds = new int[16];

    private int[] interests = new int[16];
    private long[] tokens = new long[16];
    private int count;
    private final IntMap<Integer> index = new IntMap<>();

    /** True when the list has changed since the subclass was last told. */
    private boolean dirty = true;

    private boolean waiting;
    private boolean closed;

    private int[] readyEvents = new int[16];
    private long[] readyTokens = new long[16];

    ScanPoller(Engine engine) throws OsException {
        this.syscalls = engine.syscalls();
        this.wake = new WakeFd(engine);
    }

    /** Takes the list over; called with the lock held. */
    abstract void prepare(int[] listedFds, int[] listedInterests, int listed);

    /** Waits; the wake descriptor is part of what is waited for. */
    abstract int call(long timeoutNanos);

    /** Whether the wake descriptor ended the wait. */
    abstract boolean woken();

    /** The readiness of the entry that was at this place in the list. */
    abstract int readiness(int place, int fd);

    /** Whether this multiplexer can hold the descriptor. */
    abstract boolean holds(int fd);

    @Override
    public synchronized int add(int fd, int interest, long token) {
        if (closed || fd < 0) {
            return -Errno.EBADF;
        }
        if ((interest & EDGE) != 0 || !holds(fd)) {
            return -Errno.EINVAL;
        }
        if (index.get(fd) != null) {
            return -Errno.EEXIST;
        }
        if (count == fds.length) {
            grow();
        }
        index.put(fd, count);
        fds[count] = fd;
        interests[count] = interest;
        tokens[count++] = token;
        changed();
        return 0;
    }

    @Override
    public synchronized int modify(int fd, int interest, long token) {
        Integer place = index.get(fd);
        if (place == null) {
            return -Errno.ENOENT;
        }
        if ((interest & EDGE) != 0) {
            return -Errno.EINVAL;
        }
        interests[place] = interest;
        tokens[place] = token;
        changed();
        return 0;
    }

    @Override
    public synchronized int remove(int fd) {
        Integer place = index.remove(fd);
        if (place == null) {
            return -Errno.ENOENT;
        }
        int last = --count;
        if (place != last) {
            // Order does not matter to the kernel, so the last entry fills the hole.
            fds[place] = fds[last];
            interests[place] = interests[last];
            tokens[place] = tokens[last];
            index.put(fds[place], place);
        }
        changed();
        return 0;
    }

    @Override
    public int waitFor(long timeoutNanos) {
        if (!begin()) {
            return -Errno.EBADF;
        }
        int ready = call(timeoutNanos);
        return end(ready);
    }

    @Override
    public long token(int i) {
        return readyTokens[i];
    }

    @Override
    public int events(int i) {
        return readyEvents[i];
    }

    @Override
    public void wakeup() {
        wake.signal();
    }

    @Override
    public synchronized void close() {
        closed = true;
        wake.close();
    }

    private synchronized boolean begin() {
        if (closed) {
            return false;
        }
        if (dirty) {
            prepare(fds, interests, count);
            dirty = false;
        }
        waiting = true;
        return true;
    }

    private synchronized int end(int ready) {
        waiting = false;
        if (ready < 0 && dirty) {
            // A descriptor that was removed and closed since the list was handed over is no error.
            return ready == -Errno.EBADF ? 0 : ready;
        }
        if (ready <= 0) {
            return ready;
        }
        boolean woke = woken();
        if (woke) {
            wake.drain();
        }
        // A list that changed during the wait no longer matches what the kernel answered; what is
        // still ready is reported by the next wait.
        return dirty ? 0 : collect(woke ? ready - 1 : ready);
    }

    private int collect(int ready) {
        int found = 0;
        for (int place = 0; place < count && found < ready; place++) {
            int events = readiness(place, fds[place]);
            if (events == 0) {
                continue;
            }
            if (found == readyEvents.length) {
                readyEvents = Arrays.copyOf(readyEvents, found * 2);
                readyTokens = Arrays.copyOf(readyTokens, found * 2);
            }
            readyEvents[found] = events;
            readyTokens[found++] = tokens[place];
            if ((interests[place] & ONESHOT) != 0) {
                interests[place] = 0;
                dirty = true;
            }
        }
        return found;
    }

    private void changed() {
        dirty = true;
        if (waiting) {
            wake.signal();
        }
    }

    private void grow() {
        fds = Arrays.copyOf(fds, count * 2);
        interests = Arrays.copyOf(interests, count * 2);
        tokens = Arrays.copyOf(tokens, count * 2);
    }
}

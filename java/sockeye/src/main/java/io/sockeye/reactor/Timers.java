package io.sockeye.reactor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The delayed calls of a loop: a heap in two flat arrays, with four children to a node, so that a
 * million of them are ten levels deep and comparing touches only the array of times.
 *
 * <p>Putting a call off only notes the new time; the heap is told when the old one comes. So moving
 * a timeout along with each message costs nothing. Calls due at the same time come in the order in
 * which they were scheduled.
 */
final class Timers {
    private static final int CHILDREN = 4;
    static final long NONE = Long.MAX_VALUE;

    private final long origin = System.nanoTime();

    /** Nanoseconds since the origin, so that they compare without overflow. */
    private long[] times = new long[16];

    private @Nullable Timer[] timers = new Timer[16];
    private int size;
    private long sequences;

    /** Now, in the heap's time. */
    long now() {
        return System.nanoTime() - origin;
    }

    long toNanoTime(long time) {
        return time + origin;
    }

    int size() {
        return size;
    }

    /** When the next call may be due, or NONE. */
    long next() {
        return size == 0 ? NONE : times[0];
    }

    void add(Timer timer) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            timers = Arrays.copyOf(timers, size * 2);
        }
        timer.sequence = ++sequences;
        up(size++, timer, timer.due);
    }

    void remove(Timer timer) {
        int hole = timer.place;
        timer.place = Timer.NOWHERE;
        Timer last = at(--size);
        long time = times[size];
        timers[size] = null;
        if (last != timer) {
            settle(hole, last, time);
        }
    }

    /** A timer's time has changed. */
    void moved(Timer timer) {
        if (timer.due < times[timer.place]) {
            timer.sequence = ++sequences;
            up(timer.place, timer, timer.due);
        }
        // Later: noticed when the old time comes.
    }

    /** Takes out the next call that is due, or null. */
    @Nullable Timer poll(long now) {
        while (size > 0 && times[0] <= now) {
            Timer first = at(0);
            if (first.due == times[0]) {
                remove(first);
                return first;
            }
            first.sequence = ++sequences;
            settle(0, first, first.due);
        }
        return null;
    }

    private Timer at(int place) {
        Timer timer = timers[place];
        if (timer == null) {
            throw new AssertionError("a hole in the heap");
        }
        return timer;
    }

    private void settle(int place, Timer timer, long time) {
        up(place, timer, time);
        if (timer.place == place) {
            down(place, timer, time);
        }
    }

    private void up(int from, Timer timer, long time) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            if (!isBefore(time, timer, parent)) {
                break;
            }
            put(place, at(parent), times[parent]);
            place = parent;
        }
        put(place, timer, time);
    }

    private void down(int from, Timer timer, long time) {
        int place = from;
        for (int child = firstOf(place); child >= 0; child = firstOf(place)) {
            if (isBefore(time, timer, child)) {
                break;
            }
            put(place, at(child), times[child]);
            place = child;
        }
        put(place, timer, time);
    }

    /** The child that is due first, or -1. */
    private int firstOf(int parent) {
        int first = parent * CHILDREN + 1;
        if (first >= size) {
            return -1;
        }
        int end = Math.min(first + CHILDREN, size);
        for (int child = first + 1; child < end; child++) {
            if (isBefore(times[child], at(child), first)) {
                first = child;
            }
        }
        return first;
    }

    private boolean isBefore(long time, Timer timer, int other) {
        long otherTime = times[other];
        return time < otherTime || time == otherTime && timer.sequence < at(other).sequence;
    }

    private void put(int place, Timer timer, long time) {
        times[place] = time;
        timers[place] = timer;
        timer.place = place;
    }
}

package io.sockeye.select;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Room for the events of {@link Poll#pollInto} and {@link Epoll#pollInto}, outside the heap and
 * used again and again: the path without allocation. One thread at a time.
 */
public final class PollEvents {
    private final int capacity;
    private @Nullable DirectBuffer memory;
    private @Nullable Engine engine;
    private int stride;
    private int fdOffset;
    private int size;

    /**
     * Room for events.
     *
     * @param capacity how many one wait returns at most
     * @throws IllegalArgumentException if it is not positive
     */
    public PollEvents(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("maxevents must be greater than 0, got " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * How many events the last wait left here.
     *
     * @return at most the capacity
     */
    public int size() {
        return size;
    }

    /**
     * The descriptor of an event.
     *
     * @param i below {@link #size()}
     * @return the descriptor
     */
    public int fd(int i) {
        return memory(i).getInt(i * stride + fdOffset);
    }

    /**
     * What a descriptor is ready for.
     *
     * @param i below {@link #size()}
     * @return POLL or EPOLL
     */
    public int events(int i) {
        return memory(i).getInt(i * stride);
    }

    int capacity() {
        return capacity;
    }

    /** Memory in the layout of the engine's {@code struct epoll_event}. */
    DirectBuffer memory(Engine user) {
        DirectBuffer now = memory;
        if (now == null || engine != user) {
            stride = user.abi().epollEventSize();
            fdOffset = user.abi().epollDataOffset();
            now = user.allocate(capacity * stride);
            memory = now;
            engine = user;
        }
        size = 0;
        return now;
    }

    void add(int fd, int events) {
        DirectBuffer to = memory(size, size);
        to.putInt(size * stride, events);
        to.putInt(size * stride + fdOffset, fd);
        size++;
    }

    void size(int filled) {
        size = filled;
    }

    /** Takes an event out: the last one fills its place. */
    void drop(int i) {
        size--;
        DirectBuffer from = memory(i, i);
        from.putInt(i * stride, from.getInt(size * stride));
        from.putInt(i * stride + fdOffset, from.getInt(size * stride + fdOffset));
    }

    boolean isFull() {
        return size == capacity;
    }

    private DirectBuffer memory(int i) {
        return memory(i, size - 1);
    }

    private DirectBuffer memory(int i, int last) {
        DirectBuffer now = memory;
        if (now == null || i < 0 || i > last) {
            throw new IndexOutOfBoundsException("event " + i + " of " + size);
        }
        return now;
    }
}

package io.sockeye.engine;

import java.util.Locale;

/** A way to wait for many descriptors at once; not every engine and host has every one. */
public enum Multiplexer {
    /** select(2): every POSIX host; descriptors below {@code FD_SETSIZE} only. */
    SELECT,
    /** poll(2): every POSIX host; cost grows with the number of descriptors. */
    POLL,
    /** epoll(7): Linux; cost grows with the number of ready descriptors. */
    EPOLL,
    /** kqueue(2): BSD and macOS. */
    KQUEUE,
    /** io_uring(7): Linux; the reactor's alone, and only if it is asked for. */
    IO_URING,
    /** {@link java.nio.channels.Selector}: the nio engine's own descriptors. */
    NIO;

    /**
     * Finds a multiplexer by the name that options and properties use.
     *
     * @param name such as {@code "epoll"} or {@code "io_uring"}, in any case
     * @return the multiplexer
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    public static Multiplexer named(String name) {
        for (Multiplexer kind : values()) {
            if (kind.toString().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "unknown multiplexer '"
                        + name
                        + "'; there are select, poll, epoll, kqueue, io_uring, nio");
    }

    /**
     * Whether it can wait for any descriptor on behalf of others, as selectors need.
     *
     * @return true if {@link Engine#poller} makes one; false for io_uring, which does the reactor's
     *     work instead of waiting until it can be done
     */
    public boolean hasPoller() {
        return this != IO_URING;
    }

    /** The name that {@link #named} takes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

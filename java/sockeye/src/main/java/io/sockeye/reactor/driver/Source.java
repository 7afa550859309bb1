package io.sockeye.reactor.driver;

/** A descriptor that a driver serves, and what is told of it. Fields are the driver's. */
public abstract class Source {
    /** In no table. */
    static final int NOWHERE = -1;

    /** Not added to the poller, or removed from it. */
    static final int UNWATCHED = -1;

    final int fd;

    /** Where it stands in the driver's table. */
    int place = NOWHERE;

    /** Tells it from another source that had the place before. */
    int generation;

    /** The interest that the poller has, or UNWATCHED. */
    int watched = UNWATCHED;

    /** How many of its requests the kernel still has; what a ring's driver counts. */
    int pending;

    /** Its requests are to be reviewed before the next wait. */
    boolean listed;

    /** Released: it stays in the table only until the kernel has none of its requests. */
    boolean gone;

    /** Its descriptor is closed after the last request. */
    boolean closing;

    /**
     * For the kinds of sources.
     *
     * @param fd an open descriptor
     */
    Source(int fd) {
        this.fd = fd;
    }

    /**
     * The descriptor.
     *
     * @return its number, also after it was closed
     */
    public final int fd() {
        return fd;
    }

    /**
     * Whether a driver serves it.
     *
     * @return true from when it was opened until it was closed or released
     */
    public final boolean isServed() {
        return place != NOWHERE && !gone;
    }
}

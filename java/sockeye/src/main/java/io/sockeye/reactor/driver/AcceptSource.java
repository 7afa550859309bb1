package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;

/** A listening socket. */
public abstract class AcceptSource extends Source {
    boolean accepting;

    /** The kernel accepts for it. */
    boolean armed;

    /** That is being ended. */
    boolean cancelling;

    /** Accepted when nobody wanted any more; they are first when somebody does. */
    int[] early = new int[0];

    /**
     * For whoever accepts.
     *
     * @param fd a listening, non-blocking socket
     */
    protected AcceptSource(int fd) {
        super(fd);
    }

    /**
     * A connection is there.
     *
     * @param connection its descriptor, non-blocking, which now belongs to this source
     * @param peer a sockaddr slot, valid until this returns
     */
    protected abstract void accepted(int connection, DirectBuffer peer);

    /**
     * Accepting failed, and will again: the descriptors have run out. Call {@link
     * Driver#setAccepting} or it comes again.
     *
     * @param errno positive
     */
    protected abstract void acceptFailed(int errno);
}

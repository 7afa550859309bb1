package io.sockeye.engine;

/**
 * What some kernels' io_uring cannot do. A ring works without any of these, at some cost; each is
 * tried on its own, because a kernel's version does not tell what a sandbox hides. Everything else
 * that a ring needs came with Linux 5.13 at the latest.
 */
public enum RingFeature {
    /**
     * The kernel works only inside of system calls. Without it, it interrupts the loop, and there
     * is no {@link #RECV_MULTISHOT}.
     */
    DEFER_TASKRUN("6.1"),

    /** A receive without end, into buffers of the ring. Without it, a poll and a recv each time. */
    RECV_MULTISHOT("6.0"),

    /** An accept without end. Without it, a poll and an accept each time. */
    ACCEPT_MULTISHOT("5.19"),

    /** Cancels all requests on a descriptor. Without it, one cancellation for each kind. */
    CANCEL_FD("5.19"),

    /** Takes what is behind a request that fails. Without it, the next system call does. */
    SUBMIT_ALL("5.18"),

    /** No answer to what went well. Without it, each send has one. */
    CQE_SKIP_SUCCESS("5.17");

    private final String since;

    RingFeature(String since) {
        this.since = since;
    }

    /**
     * The kernel that brought it.
     *
     * @return such as {@code "6.1"}
     */
    public String since() {
        return since;
    }

    @Override
    public String toString() {
        return name() + " (Linux " + since + ")";
    }
}

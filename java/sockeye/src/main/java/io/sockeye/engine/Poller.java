package io.sockeye.engine;

/**
 * The stateful multiplexer of an engine: descriptors are added once, then waited for again and
 * again. Selectors and the library's own waits stand on it; most programs use {@code
 * io.sockeye.selectors}.
 *
 * <p>{@link #add}, {@link #modify}, {@link #remove} and {@link #wakeup} are legal from any thread
 * during a {@link #waitFor} and take effect in that wait. {@link #waitFor}, {@link #token}, {@link
 * #events} and {@link #close} belong to one thread at a time. Nothing here allocates in the steady
 * state. Methods that return an int return {@code >= 0} or -errno.
 *
 * <p>A token comes back with each event. Put a generation into it: after an fd was removed, closed
 * and used again, an event of the batch at hand may still carry the old token. Remove an fd before
 * it is closed; a dup of it keeps the kernel's entry alive.
 */
public interface Poller extends AutoCloseable {
    /** Interest and readiness: bytes, a connection to accept, or the end of the stream. */
    int READ = 1;

    /** Interest and readiness: room to write, or a connect that has ended. */
    int WRITE = 2;

    /** Readiness only: the descriptor has an error pending (POLLERR, POLLNVAL). */
    int ERROR = 4;

    /** Readiness only: both directions are gone (POLLHUP). */
    int HANGUP = 8;

    /** Interest flag: report changes only, where the multiplexer can. */
    int EDGE = 16;

    /** Interest flag: one event, then silence until the next {@link #modify}. */
    int ONESHOT = 32;

    /**
     * Which multiplexer this is.
     *
     * @return the kind
     */
    Multiplexer kind();

    /**
     * Starts to watch a descriptor.
     *
     * @param fd the descriptor
     * @param interest {@link #READ} and {@link #WRITE}, and the flags
     * @param token comes back with each event
     * @return 0, or -errno: EEXIST if it is watched already, EPERM if it cannot be, EBADF, EINVAL
     *     for a flag that this multiplexer lacks or an fd that it cannot hold
     */
    int add(int fd, int interest, long token);

    /**
     * Changes what is watched for.
     *
     * @param fd a descriptor that was added
     * @param interest as for {@link #add}
     * @param token as for {@link #add}
     * @return 0, or -errno: ENOENT if it is not watched
     */
    int modify(int fd, int interest, long token);

    /**
     * Stops watching a descriptor.
     *
     * @param fd a descriptor that was added
     * @return 0, or -errno: ENOENT if it is not watched
     */
    int remove(int fd);

    /**
     * Waits for events. May return 0 before the time is up: after {@link #wakeup}, and when another
     * thread's change needs a new wait. Callers that promise a duration wait again for the rest.
     *
     * @param timeoutNanos -1 for no limit, 0 to look only
     * @return how many events there are, or -errno: EINTR
     */
    int waitFor(long timeoutNanos);

    /**
     * The token of an event of the last wait.
     *
     * @param index below what {@link #waitFor} returned
     * @return what {@link #add} or {@link #modify} was given
     */
    long token(int index);

    /**
     * The readiness of an event of the last wait.
     *
     * @param index below what {@link #waitFor} returned
     * @return {@link #READ}, {@link #WRITE}, {@link #ERROR} and {@link #HANGUP}
     */
    int events(int index);

    /** Ends the wait that is under way, or the next one. Many wakeups before that wait cost one. */
    void wakeup();

    /**
     * The descriptor of the multiplexer itself.
     *
     * @return the descriptor, or -1 if this kind has none
     */
    default int fileno() {
        return -1;
    }

    /** Frees the descriptors of the multiplexer; those that were added are not touched. */
    @Override
    void close();
}

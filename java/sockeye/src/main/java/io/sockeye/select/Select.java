package io.sockeye.select;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code select} module: {@link #select} and the constants of {@link Poll} and {@link
 * Epoll}. Import them with {@code import static io.sockeye.select.Select.*}.
 *
 * <p>Thread safe.
 */
public final class Select {
    /** Events of poll(2), for {@link Poll}; 0 or ABSENT where the host has none. */
    public static final int POLLIN = Abi.host().constant("POLLIN"),
            POLLPRI = Abi.host().constant("POLLPRI"),
            POLLOUT = Abi.host().constant("POLLOUT"),
            POLLERR = Abi.host().constant("POLLERR"),
            POLLHUP = Abi.host().constant("POLLHUP"),
            POLLNVAL = Abi.host().constant("POLLNVAL"),
            POLLRDNORM = Abi.host().constant("POLLRDNORM"),
            POLLRDBAND = Abi.host().constant("POLLRDBAND"),
            POLLWRNORM = Abi.host().constant("POLLWRNORM"),
            POLLWRBAND = Abi.host().constant("POLLWRBAND"),
            POLLMSG = Abi.host().constant("POLLMSG"),
            POLLRDHUP = Abi.host().constant("POLLRDHUP");

    /** Events and flags of epoll(7), for {@link Epoll}; Linux. EPOLLET is the sign bit. */
    public static final int EPOLLIN = Abi.host().constant("EPOLLIN"),
            EPOLLPRI = Abi.host().constant("EPOLLPRI"),
            EPOLLOUT = Abi.host().constant("EPOLLOUT"),
            EPOLLERR = Abi.host().constant("EPOLLERR"),
            EPOLLHUP = Abi.host().constant("EPOLLHUP"),
            EPOLLRDNORM = Abi.host().constant("EPOLLRDNORM"),
            EPOLLRDBAND = Abi.host().constant("EPOLLRDBAND"),
            EPOLLWRNORM = Abi.host().constant("EPOLLWRNORM"),
            EPOLLWRBAND = Abi.host().constant("EPOLLWRBAND"),
            EPOLLMSG = Abi.host().constant("EPOLLMSG"),
            EPOLLRDHUP = Abi.host().constant("EPOLLRDHUP"),
            EPOLLEXCLUSIVE = Abi.host().constant("EPOLLEXCLUSIVE"),
            EPOLLWAKEUP = Abi.host().constant("EPOLLWAKEUP"),
            EPOLLONESHOT = Abi.host().constant("EPOLLONESHOT"),
            EPOLLET = Abi.host().constant("EPOLLET"),
            EPOLL_CLOEXEC = Abi.host().constant("EPOLL_CLOEXEC");

    /** How many bytes a pipe surely takes after it was reported writable. */
    public static final int PIPE_BUF = Abi.host().constant("PIPE_BUF");

    private Select() {}

    /**
     * Waits without limit until a descriptor is ready.
     *
     * @param <R> what is in {@code r}
     * @param <W> what is in {@code w}
     * @param <X> what is in {@code x}
     * @param r wait until one can be read: bytes, a connection, the end of the stream, an error
     * @param w wait until one can be written, or its connect has ended
     * @param x wait for an exceptional condition: urgent data
     * @return the objects that are ready, in the order of the arguments
     * @throws IllegalArgumentException as {@link #select(Collection, Collection, Collection,
     *     Duration)}
     * @throws IOException as {@link #select(Collection, Collection, Collection, Duration)}
     */
    public static <R, W, X> SelectResult<R, W, X> select(
            Collection<R> r, Collection<W> w, Collection<X> x) throws IOException {
        return SelectCall.run(r, w, x, Timeouts.NONE);
    }

    /**
     * Waits until a descriptor is ready; select(2). The elements are {@code HasFileno} objects or
     * {@code Integer} descriptors of {@link Engines#best()}; the result holds the same objects.
     *
     * <p>On the nio engine urgent data cannot be seen, and there is no FD_SETSIZE.
     *
     * @param <R> what is in {@code r}
     * @param <W> what is in {@code w}
     * @param <X> what is in {@code x}
     * @param r wait until one can be read: bytes, a connection, the end of the stream, an error
     * @param w wait until one can be written, or its connect has ended
     * @param x wait for an exceptional condition: urgent data
     * @param timeout null for no limit, zero to look only
     * @return the objects that are ready, in the order of the arguments; empty after the timeout
     * @throws IllegalArgumentException if an element has no descriptor or is closed, a descriptor
     *     is not below FD_SETSIZE, the timeout is negative, or engines do not fit together
     * @throws io.sockeye.engine.ClosedException if an object is closed during the wait
     * @throws IOException EBADF if an {@code Integer} is no open descriptor
     */
    public static <R, W, X> SelectResult<R, W, X> select(
            Collection<R> r, Collection<W> w, Collection<X> x, @Nullable Duration timeout)
            throws IOException {
        return SelectCall.run(r, w, x, Timeouts.nanos(timeout));
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param <R> what is in {@code r}
     * @param <W> what is in {@code w}
     * @param <X> what is in {@code x}
     * @param r wait until one can be read
     * @param w wait until one can be written
     * @param x wait for an exceptional condition
     * @param timeout in seconds: 5000 is not 5 s; 0 to look only
     * @return the objects that are ready, in the order of the arguments; empty after the timeout
     * @throws IllegalArgumentException as {@link #select(Collection, Collection, Collection,
     *     Duration)}
     * @throws IOException as {@link #select(Collection, Collection, Collection, Duration)}
     */
    public static <R, W, X> SelectResult<R, W, X> select(
            Collection<R> r, Collection<W> w, Collection<X> x, double timeout) throws IOException {
        return SelectCall.run(r, w, x, Timeouts.nanos(timeout));
    }

    /** Whether an element is an object with a descriptor or a descriptor. */
    static Engine engineOf(Object element) {
        return element instanceof io.sockeye.engine.HasFileno f ? f.engine() : Engines.best();
    }
}

package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Handles one request: the server makes a handler, by its constructor without arguments, sets
 * {@link #request}, {@link #clientAddress} and {@link #server}, and calls {@link #setup}, {@link
 * #handle} and {@link #finish}.
 *
 * @param <R> a socket or a datagram
 */
public abstract class BaseRequestHandler<R> {
    private final AtomicBoolean used = new AtomicBoolean();
    private @Nullable R request;
    private @Nullable Address clientAddress;
    private @Nullable BaseServer<R> server;

    /** A handler without a request, which the server sets. */
    protected BaseRequestHandler() {}

    final void run(R taken, Address from, BaseServer<R> by) throws Exception {
        if (used.getAndSet(true)) {
            throw new IllegalStateException(
                    getClass().getName()
                            + " has handled a request before: make a new handler for each");
        }
        request = taken;
        clientAddress = from;
        server = by;
        setup();
        Throwable failure = null;
        try {
            handle();
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            finish(failure);
        }
    }

    /** What handle threw goes first: that finish fails too is often its consequence. */
    private void finish(@Nullable Throwable before) throws Exception {
        try {
            finish();
        } catch (Throwable e) {
            if (before == null) {
                throw e;
            }
            before.addSuppressed(e);
        }
    }

    /**
     * Prepares for {@link #handle}; does nothing. If it throws, neither {@code handle} nor {@link
     * #finish} is called.
     *
     * @throws Exception anything; it is given to {@link BaseServer#handleError}
     */
    protected void setup() throws Exception {}

    /**
     * Does the work.
     *
     * @throws Exception anything; it is given to {@link BaseServer#handleError} after {@link
     *     #finish}
     */
    protected abstract void handle() throws Exception;

    /**
     * Cleans up after {@link #handle}, also if that threw; does nothing.
     *
     * @throws Exception anything; it is given to {@link BaseServer#handleError}
     */
    protected void finish() throws Exception {}

    /**
     * What is to be handled.
     *
     * @return a connection, or a datagram
     * @throws IllegalStateException in a constructor: the server sets it after that
     */
    public R request() {
        return set(request);
    }

    /**
     * Who the request is from.
     *
     * @return the client
     * @throws IllegalStateException in a constructor: the server sets it after that
     */
    public Address clientAddress() {
        return set(clientAddress);
    }

    /**
     * Who took the request.
     *
     * @return the server
     * @throws IllegalStateException in a constructor: the server sets it after that
     */
    public BaseServer<R> server() {
        return set(server);
    }

    private static <T> T set(@Nullable T attribute) {
        if (attribute == null) {
            throw new IllegalStateException("a handler has no request before setup()");
        }
        return attribute;
    }
}

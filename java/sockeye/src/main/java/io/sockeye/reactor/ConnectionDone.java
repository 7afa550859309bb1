package io.sockeye.reactor;

/**
 * The connection was closed in order, by this side or by the peer: nothing went wrong. One object
 * serves all, without a stack trace.
 */
public final class ConnectionDone extends ConnectionClosed {
    private static final long serialVersionUID = 1L;

    static final ConnectionDone DONE = new ConnectionDone();

    private ConnectionDone() {
        super("Connection was closed cleanly.", null);
    }

    /** Closing in order is no failure, and a trace of the loop would tell nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

package io.sockeye.reactor;

import org.jspecify.annotations.Nullable;

/**
 * The connection ended otherwise than by closing it in order. The cause says how: an {@link
 * io.sockeye.engine.OsException} such as a reset or a timeout, or what a callback threw.
 */
public class ConnectionLost extends ConnectionClosed {
    private static final long serialVersionUID = 1L;

    /**
     * The end of a connection.
     *
     * @param message what happened
     * @param cause what happened below, or null
     */
    ConnectionLost(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static ConnectionLost because(Throwable cause) {
        return new ConnectionLost(
                "Connection to the other side was lost in a non-clean fashion: " + cause, cause);
    }

    /** What happened is in the cause; a trace of the loop would tell nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

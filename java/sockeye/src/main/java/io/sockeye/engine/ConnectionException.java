package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** The connection failed: Python's {@code ConnectionError}, parent of the four that say how. */
public class ConnectionException extends OsException {
    private static final long serialVersionUID = 1L;

    /**
     * For the factory and the subclasses.
     *
     * @param errno the error number, or -1
     * @param call the call that failed
     * @param address what it was about, or empty
     * @param message the whole message, or null to compose it
     * @param bytesSent what a failed send had moved
     */
    protected ConnectionException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

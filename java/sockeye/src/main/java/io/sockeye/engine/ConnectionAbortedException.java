package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** The connection was aborted: Python's {@code ConnectionAbortedError} (ECONNABORTED). */
public final class ConnectionAbortedException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    ConnectionAbortedException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

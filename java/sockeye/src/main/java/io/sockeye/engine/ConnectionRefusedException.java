package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** Nobody listens there: Python's {@code ConnectionRefusedError} (ECONNREFUSED). */
public final class ConnectionRefusedException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    ConnectionRefusedException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

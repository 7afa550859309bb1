package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** The peer reset the connection: Python's {@code ConnectionResetError} (ECONNRESET). */
public final class ConnectionResetException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    ConnectionResetException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

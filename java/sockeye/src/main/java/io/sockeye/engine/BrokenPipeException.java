package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** The peer reads no more: Python's {@code BrokenPipeError} (EPIPE, ESHUTDOWN). */
public final class BrokenPipeException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    BrokenPipeException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

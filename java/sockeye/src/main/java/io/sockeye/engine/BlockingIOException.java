package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/**
 * A non-blocking call would have to wait: Python's {@code BlockingIOError} (EAGAIN, EALREADY,
 * EINPROGRESS).
 */
public final class BlockingIOException extends OsException {
    private static final long serialVersionUID = 1L;

    BlockingIOException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/**
 * A virtual thread was interrupted while it waited; the descriptor stays open and the interrupt
 * status set. Python's {@code InterruptedError} (EINTR).
 */
public final class OsInterruptedException extends OsException {
    private static final long serialVersionUID = 1L;

    OsInterruptedException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

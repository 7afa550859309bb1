package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** No such process: Python's {@code ProcessLookupError} (ESRCH). */
public final class ProcessLookupException extends OsException {
    private static final long serialVersionUID = 1L;

    ProcessLookupException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

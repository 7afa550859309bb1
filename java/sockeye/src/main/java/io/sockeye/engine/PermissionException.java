package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** Not allowed: Python's {@code PermissionError} (EACCES, EPERM). */
public final class PermissionException extends OsException {
    private static final long serialVersionUID = 1L;

    PermissionException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** A directory where a file is needed: Python's {@code IsADirectoryError} (EISDIR). */
public final class IsADirectoryException extends OsException {
    private static final long serialVersionUID = 1L;

    IsADirectoryException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

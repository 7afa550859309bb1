package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** A file where a directory is needed: Python's {@code NotADirectoryError} (ENOTDIR). */
public final class NotADirectoryException extends OsException {
    private static final long serialVersionUID = 1L;

    NotADirectoryException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

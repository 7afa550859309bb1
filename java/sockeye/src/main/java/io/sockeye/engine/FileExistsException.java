package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** Already there, or already registered: Python's {@code FileExistsError} (EEXIST). */
public final class FileExistsException extends OsException {
    private static final long serialVersionUID = 1L;

    FileExistsException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

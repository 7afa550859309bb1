package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** No such file, or nothing registered: Python's {@code FileNotFoundError} (ENOENT). */
public final class OsFileNotFoundException extends OsException {
    private static final long serialVersionUID = 1L;

    OsFileNotFoundException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

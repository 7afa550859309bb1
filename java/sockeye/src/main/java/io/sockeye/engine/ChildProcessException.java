package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/** No such child process: Python's {@code ChildProcessError} (ECHILD). */
public final class ChildProcessException extends OsException {
    private static final long serialVersionUID = 1L;

    ChildProcessException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }
}

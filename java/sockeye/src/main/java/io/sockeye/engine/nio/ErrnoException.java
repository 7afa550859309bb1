package io.sockeye.engine.nio;

import io.sockeye.engine.Errno;
import java.io.IOException;

/** An error number on its way up to the system call that returns it. */
final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    final int errno;

    ErrnoException(int errno) {
        super(Errno.name(errno));
        this.errno = errno;
    }

    /** Nobody sees the trace: the call turns this into a number. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

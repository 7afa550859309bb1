package io.sockeye.engine;

/**
 * The object was closed, before the call or by another thread during it. Its errno is EBADF, as
 * Python's, so that an accept loop can tell its own shutdown from a failure of the OS by type.
 */
public final class ClosedException extends OsException {
    private static final long serialVersionUID = 1L;

    /**
     * The object is closed.
     *
     * @param call the call that found it closed
     * @param bytesSent what a send had moved
     */
    public ClosedException(String call, long bytesSent) {
        super(
                Errno.EBADF,
                call,
                "",
                "[Errno "
                        + Errno.EBADF
                        + "] "
                        + Errno.strerror(Errno.EBADF)
                        + ": "
                        + call
                        + " on a closed descriptor",
                bytesSent);
    }
}

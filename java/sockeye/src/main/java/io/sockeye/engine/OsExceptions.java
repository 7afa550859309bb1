package io.sockeye.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table that Python keeps from errno to the subclass of {@code OSError}. */
final class OsExceptions {
    private interface Maker {
        OsException make(
                int errno, String call, String address, @Nullable String message, long sent);
    }

    private static final Map<Integer, Maker> MAKERS = new HashMap<>();

    static {
        put(BlockingIOException::new, Errno.EAGAIN, Errno.EALREADY, Errno.EINPROGRESS);
        put(BlockingIOException::new, Errno.EWOULDBLOCK);
        put(BrokenPipeException::new, Errno.EPIPE, Errno.ESHUTDOWN);
        put(ConnectionAbortedException::new, Errno.ECONNABORTED);
        put(ConnectionRefusedException::new, Errno.ECONNREFUSED);
        put(ConnectionResetException::new, Errno.ECONNRESET);
        put(OsTimeoutException::new, Errno.ETIMEDOUT);
        put(OsInterruptedException::new, Errno.EINTR);
        put(PermissionException::new, Errno.EACCES, Errno.EPERM);
        put(OsFileNotFoundException::new, Errno.ENOENT);
        put(FileExistsException::new, Errno.EEXIST);
        put(ChildProcessException::new, Errno.ECHILD);
        put(ProcessLookupException::new, Errno.ESRCH);
        put(IsADirectoryException::new, Errno.EISDIR);
        put(NotADirectoryException::new, Errno.ENOTDIR);
    }

    private OsExceptions() {}

    static OsException of(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        Maker maker = MAKERS.getOrDefault(errno, OsException::new);
        return maker.make(errno, call, address, message, bytesSent);
    }

    private static void put(Maker maker, int... errnos) {
        for (int errno : errnos) {
            MAKERS.put(errno, maker);
        }
    }
}

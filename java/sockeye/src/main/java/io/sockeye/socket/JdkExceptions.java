package io.sockeye.socket;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.engine.OsTimeoutException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** What code for the JDK's own sockets catches, with our exception as the cause. */
final class JdkExceptions {
    private JdkExceptions() {}

    static IOException of(OsException e) {
        IOException same = translate(e);
        same.initCause(e);
        return same;
    }

    private static IOException translate(OsException e) {
        if (e instanceof ClosedException) {
            return new SocketException("Socket closed");
        }
        if (e instanceof OsTimeoutException && e.errno() < 0) {
            return moved(new SocketTimeoutException(e.getMessage()), e);
        }
        if (e instanceof OsInterruptedException) {
            return moved(new InterruptedIOException(e.getMessage()), e);
        }
        if (e.errno() == Errno.ECONNREFUSED) {
            return new ConnectException(e.strerror());
        }
        if (e.errno() == Errno.EHOSTUNREACH || e.errno() == Errno.ENETUNREACH) {
            return new NoRouteToHostException(e.strerror());
        }
        return new SocketException(
                e.errno() == Errno.ECONNRESET ? "Connection reset" : e.strerror());
    }

    private static IOException moved(InterruptedIOException same, OsException e) {
        same.bytesTransferred = (int) Math.min(Integer.MAX_VALUE, e.bytesSent());
        return same;
    }
}

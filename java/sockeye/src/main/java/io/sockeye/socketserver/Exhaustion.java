package io.sockeye.socketserver;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells, by the logger {@code io.sockeye.socketserver}, that a server takes no requests because
 * descriptors or kernel memory have run out. It says so once a minute at most: every request that
 * ends lets the server try again and fail. Used by the thread that serves.
 */
final class Exhaustion {
    private static final Logger LOGGER = System.getLogger("io.sockeye.socketserver");
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Clients are not to blame for these, and to try again at once would fail again. */
    private static final Set<Integer> ERRNOS =
            Set.of(Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM);

    private boolean told;
    private long toldAtNanos;

    /**
     * Lets the JDK open what its first line needs, its configuration and the rules of the time
     * zone, while there are descriptors.
     */
    static void prime() {
        LOGGER.isLoggable(Level.WARNING);
        ZoneId.systemDefault().getRules();
    }

    static boolean covers(OsException e) {
        return ERRNOS.contains(e.errno());
    }

    void warn(Address server, OsException e) {
        long now = System.nanoTime();
        if (told && now - toldAtNanos < QUIET_NANOS) {
            return;
        }
        try {
            LOGGER.log(Level.WARNING, () -> message(server, e.errno()));
            told = true;
            toldAtNanos = now;
        } catch (Throwable unlogged) {
            // A logger may itself lack a descriptor: that must not end the loop, and the next
            // failure is told instead.
            told = false;
        }
    }

    private static String message(Address server, int errno) {
        return "server at "
                + server.hostPort()
                + ": cannot take a request: "
                + Errno.name(errno)
                + " ("
                + Errno.strerror(errno)
                + "); clients wait until a request ends, or for a second; "
                + remedy(errno)
                + ", or handle fewer requests at a time (ThreadingMixIn.maxThreads)";
    }

    private static String remedy(int errno) {
        if (errno == Errno.EMFILE) {
            return "raise the process's limit of open files (ulimit -n)";
        }
        return errno == Errno.ENFILE
                ? "raise the system's limit of open files"
                : "give the kernel more memory for sockets";
    }
}

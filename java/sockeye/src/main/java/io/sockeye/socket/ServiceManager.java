package io.sockeye.socket;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What systemd and those who do as it does agree on with their services, by the environment. */
final class ServiceManager {
    private static final int FIRST_FD = 3;

    /** No Linux lets a process have more, unless its administrator raised fs.nr_open. */
    private static final int MOST_FDS = 1 << 20;

    /** Java cannot take a variable out of its own environment; this is as good for callers. */
    private static volatile boolean taken;

    private ServiceManager() {}

    static List<ListenFd> listenFds(Engine engine, boolean unset) throws IOException {
        if (taken) {
            return List.of();
        }
        List<ListenFd> fds = listenFds(System.getenv(), ProcessHandle.current().pid());
        if (!fds.isEmpty() && !engine.hasRealFds()) {
            throw OsException.unsupported(engine, "listenFds", "jni, ffm and jna can");
        }
        for (ListenFd each : fds) {
            int command = engine.abi().constant("F_SETFD");
            int flag = engine.abi().constant("FD_CLOEXEC");
            int result = engine.syscalls().fcntl(each.fd(), command, flag);
            if (result < 0) {
                throw OsException.of(-result, "listenFds", each.toString());
            }
        }
        if (unset) {
            taken = true;
        }
        return fds;
    }

    /** The descriptors that an environment promises to a process. */
    static List<ListenFd> listenFds(Map<String, String> environment, long pid) throws IOException {
        String listenPid = environment.get("LISTEN_PID");
        String listenFds = environment.get("LISTEN_FDS");
        if (listenPid == null || listenFds == null) {
            return List.of();
        }
        if (number("LISTEN_PID", listenPid) != pid) {
            return List.of();
        }
        long count = number("LISTEN_FDS", listenFds);
        if (count > MOST_FDS) {
            throw invalid("LISTEN_FDS", listenFds, "a number of open descriptors");
        }
        String[] names = names(environment.get("LISTEN_FDNAMES"), count);
        List<ListenFd> fds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fds.add(new ListenFd(FIRST_FD + i, names.length == 0 ? "unknown" : names[i]));
        }
        return List.copyOf(fds);
    }

    private static String[] names(@Nullable String all, long count) throws IOException {
        if (all == null || count == 0) {
            return new String[0];
        }
        String[] names = all.split(":", -1);
        if (names.length != count) {
            throw invalid("LISTEN_FDNAMES", all, "one name for each of " + count);
        }
        return names;
    }

    private static long number(String variable, String value) throws IOException {
        if (!value.matches("[0-9]{1,10}")) {
            throw invalid(variable, value, "a number");
        }
        return Long.parseLong(value);
    }

    private static OsException invalid(String variable, String value, String wanted) {
        String message = variable + "=" + value + " is not " + wanted;
        return OsException.of(Errno.EINVAL, "listenFds", variable, message, 0);
    }

    static boolean notify(Engine engine, String state) throws IOException {
        String where = System.getenv("NOTIFY_SOCKET");
        if (where == null) {
            return false;
        }
        Address address = address(where);
        try (Socket socket = new Socket(engine, Sockets.AF_UNIX, Sockets.SOCK_DGRAM)) {
            socket.sendto(state.getBytes(StandardCharsets.UTF_8), address);
            return true;
        }
    }

    /** A path, or an abstract name with an at sign for its NUL byte. */
    static Address address(String where) throws IOException {
        if (where.length() < 2 || where.charAt(0) != '/' && where.charAt(0) != '@') {
            String message = "NOTIFY_SOCKET=" + where + " is no path and no abstract name";
            throw OsException.of(Errno.EAFNOSUPPORT, "sdNotify", where, message, 0);
        }
        return where.charAt(0) == '@'
                ? Address.abstractUnix(where.substring(1))
                : new Address.Unix(where.getBytes(StandardCharsets.UTF_8));
    }
}

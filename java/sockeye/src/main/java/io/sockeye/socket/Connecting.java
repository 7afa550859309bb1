package io.sockeye.socket;

import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code create_connection} and {@code create_server} do. */
final class Connecting {
    private Connecting() {}

    static Socket connect(Address to, ConnectOptions options) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (AddrInfo candidate : candidates(to, options.engine())) {
            try {
                return attempt(candidate, options);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        IOException last = failures.get(failures.size() - 1);
        if (!options.allErrors) {
            throw last;
        }
        OsException all =
                OsException.message("create_connection", "create_connection failed: " + to);
        failures.forEach(all::addSuppressed);
        throw all;
    }

    private static List<AddrInfo> candidates(Address to, Engine engine) throws IOException {
        if (to instanceof Address.Inet inet) {
            String port = Integer.toString(inet.port());
            return Names.getaddrinfo(
                    engine, inet.host(), port, 0, Sockets.SOCK_STREAM, 0, 0, "connect");
        }
        int family =
                to instanceof Address.Unix
                        ? Sockets.AF_UNIX
                        : to instanceof Address.Vsock ? Sockets.AF_VSOCK : Sockets.AF_INET6;
        return List.of(new AddrInfo(family, Sockets.SOCK_STREAM, 0, "", to));
    }

    private static Socket attempt(AddrInfo to, ConnectOptions options) throws IOException {
        Socket socket = new Socket(options.engine(), to.family(), to.type(), to.proto());
        try {
            if (options.timeoutGiven) {
                socket.setTimeoutNanos(options.timeoutNanos);
            }
            if (options.source != null) {
                socket.bind(options.source);
            }
            socket.connect(to.address());
            return socket;
        } catch (Throwable e) {
            closeAfter(e, socket);
            throw e;
        }
    }

    static Socket listen(Address at, ListenOptions options) throws IOException {
        int family = family(at, options);
        Socket socket = new Socket(options.engine(), family, Sockets.SOCK_STREAM, 0);
        try {
            prepare(socket, family, options);
            bind(socket, at);
            if (options.backlog < 0) {
                socket.listen();
            } else {
                socket.listen(options.backlog);
            }
            return socket;
        } catch (Throwable e) {
            closeAfter(e, socket);
            throw e;
        }
    }

    private static int family(Address at, ListenOptions options) {
        int natural =
                at instanceof Address.Unix
                        ? Sockets.AF_UNIX
                        : at instanceof Address.Inet6 ? Sockets.AF_INET6 : Sockets.AF_INET;
        int family = options.family != 0 ? options.family : natural;
        Sockets.require(family, "family");
        if (options.reusePort && !Sockets.has("SO_REUSEPORT")) {
            throw new IllegalArgumentException("SO_REUSEPORT is not supported on this host");
        }
        if (!options.dualstackIpv6) {
            return family;
        }
        if (family != Sockets.AF_INET6) {
            throw new IllegalArgumentException(
                    "dualstackIpv6 requires the AF_INET6 family: set family(AF_INET6)");
        }
        if (!Sockets.hasDualstackIpv6()) {
            throw new IllegalArgumentException("dualstackIpv6 is not supported on this host");
        }
        return family;
    }

    private static void prepare(Socket socket, int family, ListenOptions options)
            throws IOException {
        if (family != Sockets.AF_UNIX) {
            socket.setsockopt(Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
        }
        if (options.reusePort) {
            socket.setsockopt(Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, 1);
        }
        if (family == Sockets.AF_INET6) {
            int only = options.dualstackIpv6 ? 0 : 1;
            socket.setsockopt(Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, only);
        }
    }

    private static void bind(Socket socket, Address at) throws IOException {
        try {
            socket.bind(at);
        } catch (OsException e) {
            if (e.errno() < 0) {
                throw e;
            }
            OsException named =
                    OsException.of(
                            e.errno(),
                            "bind",
                            at.toString(),
                            "[Errno "
                                    + e.errno()
                                    + "] "
                                    + e.strerror()
                                    + " (while attempting to bind on address "
                                    + at
                                    + ')',
                            0);
            named.addSuppressed(e);
            throw named;
        }
    }

    private static void closeAfter(Throwable failure, Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}

package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.peers.SocketServerEcho;
import io.sockeye.benchmarks.peers.UdpEcho;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The echo servers of sockeye's socketserver, on the best engine, and CPython's to compare with.
 */
final class SocketServers {
    /** What a table can say of one by name; the prefix tells them from all other servers. */
    private static final String OURS = "socketserver ";

    private static final String PYTHON = "cpython ";

    /** As many threads as a machine with the usual limits has room for. */
    private static final int MOST_THREADS = 4000;

    /** Each starts for its connection; of more the last would keep the load waiting too long. */
    private static final int MOST_JVMS = 10;

    /** What the script allows. */
    private static final int MOST_CHILDREN = 200;

    /** Whose work is the same in CPython. */
    private static final Map<String, String> COUNTERPARTS =
            Map.of(
                    OURS + "udp", PYTHON + "udp",
                    OURS + "threading", PYTHON + "threading",
                    OURS + "virtual", PYTHON + "threading",
                    OURS + "forking", PYTHON + "forking",
                    OURS + "forking-reuse", PYTHON + "forking");

    private SocketServers() {}

    /** Sockeye's. */
    static List<Server> ours(Path java) {
        return List.of(
                ours(java, "threading", MOST_THREADS),
                ours(java, "virtual", Server.UNLIMITED),
                ours(java, "forking", MOST_JVMS),
                ours(java, "forking-reuse", SocketServerEcho.MOST_CHILDREN));
    }

    /** CPython's, if there is a CPython. */
    static List<Server> python(Optional<Path> python, List<String> leftOut) {
        if (python.isEmpty()) {
            leftOut.add("cpython asyncio, threading, forking: there is no python3 on the PATH");
            return List.of();
        }
        return List.of(
                python(python.get(), "asyncio", Server.UNLIMITED),
                python(python.get(), "threading", MOST_THREADS),
                python(python.get(), "forking", MOST_CHILDREN));
    }

    /** Sockeye's for datagrams, on an engine; none if there is no engine. */
    static List<Server> datagrams(Path java, String engine) {
        if (engine.isEmpty()) {
            return List.of();
        }
        List<String> command =
                Peers.command(java, List.of(), UdpEcho.class, "socketserver", engine, "-");
        return List.of(
                new Server(OURS + "udp", Server.Kind.SOCKETSERVER, Server.UNLIMITED, command));
    }

    /** CPython's for datagrams, if there is a CPython. */
    static List<Server> pythonDatagrams(Optional<Path> python, List<String> leftOut) {
        if (python.isEmpty()) {
            leftOut.add("cpython asyncio, udp: there is no python3 on the PATH");
            return List.of();
        }
        return List.of(
                python(python.get(), "asyncio", "asyncio-udp", Server.UNLIMITED),
                python(python.get(), "udp", "udp", Server.UNLIMITED));
    }

    /** The name of the server in CPython that does the same as one of sockeye's. */
    static Optional<String> counterpart(Server server) {
        return Optional.ofNullable(COUNTERPARTS.get(server.name()));
    }

    private static Server ours(Path java, String kind, int most) {
        List<String> command = Peers.command(java, List.of(), SocketServerEcho.class, kind);
        return new Server(OURS + kind, Server.Kind.SOCKETSERVER, most, command);
    }

    private static Server python(Path python, String kind, int most) {
        return python(python, kind, kind, most);
    }

    private static Server python(Path python, String name, String kind, int most) {
        String script = Checkout.resource("/io/sockeye/benchmarks/peers/echo.py");
        List<String> command = List.of(python.toString(), "-c", script, kind, "127.0.0.1", "0");
        return new Server(PYTHON + name, Server.Kind.PYTHON, most, command);
    }
}

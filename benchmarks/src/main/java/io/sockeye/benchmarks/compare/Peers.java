package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.peers.NettyEcho;
import io.sockeye.benchmarks.peers.NioEcho;
import io.sockeye.benchmarks.peers.VirtualEcho;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other servers on the JVM: with the JDK alone, and with Netty. */
final class Peers {
    private static final String NETTY = "netty ";
    private static final String VIRTUAL = "java virtual";

    private Peers() {}

    /** What the ratios are to where there is no C. */
    static Server javaNio(Path java) {
        return server("java.nio", Server.Kind.JAVA_NIO, java, NioEcho.class);
    }

    /** A virtual thread for each connection, and Netty on each of its transports. */
    static List<Server> others(Path java) {
        return List.of(
                server(VIRTUAL, Server.Kind.JDK_VIRTUAL, java, VirtualEcho.class),
                netty(java, "nio"),
                netty(java, "epoll"),
                netty(java, "io_uring"));
    }

    /**
     * Whether a server is left out where time is short: the ones that are rarely chosen, and
     * threads, which need longer to warm up.
     */
    static boolean takesTime(Server server) {
        return server.kind() == Server.Kind.JDK_VIRTUAL || server.name().equals(NETTY + "io_uring");
    }

    private static Server netty(Path java, String transport) {
        // Looking for leaks costs time, and who measures or has tested for long turns it off.
        List<String> options = List.of("-Dio.netty.leakDetection.level=disabled");
        return server(
                NETTY + transport, Server.Kind.NETTY, java, options, NettyEcho.class, transport);
    }

    private static Server server(String name, Server.Kind kind, Path java, Class<?> main) {
        return server(name, kind, java, List.of(), main);
    }

    private static Server server(
            String name,
            Server.Kind kind,
            Path java,
            List<String> options,
            Class<?> main,
            String... args) {
        List<String> command = new ArrayList<>(Lineup.jvm(java));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", Checkout.classPath(), main.getName()));
        command.addAll(List.of(args));
        command.addAll(Lineup.ADDRESS);
        return new Server(name, kind, Server.UNLIMITED, command);
    }
}

package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.peers.NettyEcho;
import io.sockeye.benchmarks.peers.NettyUdpEcho;
import io.sockeye.benchmarks.peers.NioEcho;
import io.sockeye.benchmarks.peers.NioUdpEcho;
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

    /** The same for datagrams. */
    static Server javaNioDatagrams(Path java) {
        return server("java.nio", Server.Kind.JAVA_NIO, java, NioUdpEcho.class);
    }

    /** Netty on each of its transports, for datagrams. */
    static List<Server> nettyDatagrams(Path java) {
        return List.of(
                netty(java, NettyUdpEcho.class, "nio"),
                netty(java, NettyUdpEcho.class, "epoll"),
                netty(java, NettyUdpEcho.class, "io_uring"));
    }

    /** A virtual thread for each connection, and Netty on each of its transports. */
    static List<Server> others(Path java) {
        return List.of(
                server(VIRTUAL, Server.Kind.JDK_VIRTUAL, java, VirtualEcho.class),
                netty(java, NettyEcho.class, "nio"),
                netty(java, NettyEcho.class, "epoll"),
                netty(java, NettyEcho.class, "io_uring"));
    }

    /**
     * Whether a server is left out where time is short: the ones that are rarely chosen, and
     * threads, which need longer to warm up.
     */
    static boolean takesTime(Server server) {
        return server.kind() == Server.Kind.JDK_VIRTUAL || server.name().equals(NETTY + "io_uring");
    }

    private static Server netty(Path java, Class<?> main, String transport) {
        // Looking for leaks costs time, and who measures or has tested for long turns it off.
        List<String> options = List.of("-Dio.netty.leakDetection.level=disabled");
        return new Server(
                NETTY + transport,
                Server.Kind.NETTY,
                Server.UNLIMITED,
                command(java, options, main, transport));
    }

    private static Server server(String name, Server.Kind kind, Path java, Class<?> main) {
        return new Server(name, kind, Server.UNLIMITED, command(java, List.of(), main));
    }

    /** Runs a class of this program, which gets its address behind all other arguments. */
    static List<String> command(Path java, List<String> options, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(Lineup.jvm(java));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", Checkout.classPath(), main.getName()));
        command.addAll(List.of(args));
        command.addAll(Lineup.ADDRESS);
        return command;
    }
}

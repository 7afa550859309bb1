package io.sockeye.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which servers take part. The first one is the reference, the C server if it was built.
 *
 * @param servers in order
 * @param leftOut why others do not, a line each
 */
record Lineup(List<Server> servers, List<String> leftOut) {
    static final List<String> ADDRESS = List.of("--host", "127.0.0.1", "--port", "0");

    /**
     * Finds what there is.
     *
     * @param java the java command of the servers
     * @param cli the runnable jar of the command, if there is one
     * @param choice who shall take part; the reference does in any case
     */
    static Lineup find(Path java, Optional<Path> cli, Choice choice) throws CompareException {
        List<Server> found = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        addC("sockeye-epoll-echo", found, leftOut);
        addRing(found, leftOut);
        found.add(Peers.javaNio(java));
        found.addAll(Peers.others(java));
        Pattern usual = Pattern.compile("");
        if (cli.isPresent()) {
            SockeyeServers sockeye = SockeyeServers.of(java, cli.get());
            usual = sockeye.usual(choice.brief());
            leftOut.addAll(sockeye.unavailable());
            found.addAll(sockeye.all());
        } else {
            leftOut.add("sockeye: java/cli/target/sockeye.jar is not built; --cli names another");
        }
        if (choice.wanted().isPresent() || choice.socketServers()) {
            found.addAll(SocketServers.ours(java));
            found.addAll(SocketServers.python(Programs.onPath("python3"), leftOut));
        }
        return select(found, leftOut, usual, choice);
    }

    /** Finds the servers for datagrams, which have the names of the others of their kind. */
    static Lineup findDatagrams(Path java, Choice choice) throws CompareException {
        List<Server> found = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        addC("sockeye-udp-echo", found, leftOut);
        found.add(Peers.javaNioDatagrams(java));
        found.addAll(Peers.nettyDatagrams(java));
        SockeyeServers sockeye = SockeyeServers.datagrams(java);
        leftOut.addAll(sockeye.unavailable());
        found.addAll(sockeye.all());
        if (choice.wanted().isPresent() || choice.socketServers()) {
            found.addAll(SocketServers.datagrams(java, sockeye.bestEngine()));
            found.addAll(SocketServers.pythonDatagrams(Programs.onPath("python3"), leftOut));
        }
        return select(found, leftOut, sockeye.usual(choice.brief()), choice);
    }

    private static Lineup select(
            List<Server> found, List<String> leftOut, Pattern usual, Choice choice)
            throws CompareException {
        // java.nio if the program in C is not built: never the ring.
        Server reference = found.stream().filter(Lineup::isReference).findFirst().orElseThrow();
        Pattern names = choice.wanted().orElse(usual);
        found.removeIf(
                each ->
                        each != reference
                                && !(choice.mayHave(each) && names.matcher(each.name()).find()));
        leaveOutWhoRefuses(found, leftOut);
        return new Lineup(found, leftOut);
    }

    private static boolean isReference(Server server) {
        return server.kind() == Server.Kind.C || server.kind() == Server.Kind.JAVA_NIO;
    }

    Server reference() {
        return servers.stream().filter(Lineup::isReference).findFirst().orElse(servers.get(0));
    }

    /** Tries each server that may refuse; not all serve on all engines, kernels and JVMs. */
    static void leaveOutWhoRefuses(List<Server> found, List<String> leftOut)
            throws CompareException {
        Map<String, List<String>> namesByReason = new LinkedHashMap<>();
        for (Server each : List.copyOf(found)) {
            if (!each.mayRefuse()) {
                continue;
            }
            try {
                ServerProcess.start(each.name(), each.command()).close();
            } catch (RefusedException e) {
                namesByReason.computeIfAbsent(e.reason(), r -> new ArrayList<>()).add(each.name());
                found.remove(each);
            }
        }
        namesByReason.forEach(
                (reason, names) -> leftOut.add(String.join(", ", names) + ": " + reason));
    }

    private static void addC(String name, List<Server> found, List<String> leftOut) {
        Optional<Path> program = Checkout.program(name);
        if (program.isPresent()) {
            List<String> command = join(List.of(program.get().toString()), ADDRESS);
            found.add(new Server("c-epoll", Server.Kind.C, Server.UNLIMITED, command));
        } else {
            leftOut.add("c-epoll: not built, so the ratios are to java.nio");
        }
    }

    /** What the reactor on io_uring is to be compared with; the kernel may refuse it. */
    private static void addRing(List<Server> found, List<String> leftOut) {
        Optional<Path> program = Checkout.program("sockeye-uring-echo");
        if (program.isPresent()) {
            List<String> command = join(List.of(program.get().toString()), ADDRESS);
            found.add(new Server("c-io_uring", Server.Kind.C_RING, Server.UNLIMITED, command));
        } else {
            leftOut.add("c-io_uring: not built; it needs the header linux/io_uring.h of Linux 6.1");
        }
    }

    /** One CPU has no use for a parallel collector, and its threads would run on it too. */
    static List<String> jvm(Path java) {
        return List.of(java.toString(), "-XX:+UseSerialGC");
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        List<String> whole = new ArrayList<>();
        for (List<String> part : parts) {
            whole.addAll(part);
        }
        return whole;
    }
}

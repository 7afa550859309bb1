package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.peers.NioEcho;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which servers take part. The first one is the reference, the C server if it was built.
 *
 * @param servers in order
 * @param leftOut why others do not, a line each
 */
record Lineup(List<Server> servers, List<String> leftOut) {
    /** FD_SETSIZE less what a JVM itself has open. */
    private static final int MOST_FOR_SELECT = 1024 - 64;

    private static final List<String> ADDRESS = List.of("--host", "127.0.0.1", "--port", "0");

    /**
     * Finds what there is.
     *
     * @param java the java command of the servers
     * @param cli the runnable jar of the command, if there is one
     * @param wanted picks servers by name; the reference takes part in any case
     */
    static Lineup find(Path java, Optional<Path> cli, Pattern wanted) throws CompareException {
        List<Server> found = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        addC(found, leftOut);
        found.add(javaNio(java));
        if (cli.isPresent()) {
            for (EngineList.Entry entry : EngineList.of(java, cli.get())) {
                addEngine(java, cli.get(), entry, found, leftOut);
            }
        } else {
            leftOut.add("sockeye: java/cli/target/sockeye.jar is not built; --cli names another");
        }
        Server reference = found.get(0);
        found.removeIf(each -> each != reference && !wanted.matcher(each.name()).find());
        return new Lineup(found, leftOut);
    }

    Server reference() {
        return servers.get(0);
    }

    private static void addC(List<Server> found, List<String> leftOut) {
        Optional<Path> program = Checkout.program("sockeye-epoll-echo");
        if (program.isPresent()) {
            List<String> command = join(List.of(program.get().toString()), ADDRESS);
            found.add(new Server("c-epoll", Server.Kind.C, Server.UNLIMITED, command));
        } else {
            leftOut.add("c-epoll: not built, so the ratios are to java.nio");
        }
    }

    private static Server javaNio(Path java) {
        List<String> main = List.of("-cp", Checkout.classPath(), NioEcho.class.getName());
        return new Server(
                "java.nio", Server.Kind.JAVA_NIO, Server.UNLIMITED, join(jvm(java), main, ADDRESS));
    }

    private static void addEngine(
            Path java,
            Path cli,
            EngineList.Entry engine,
            List<Server> found,
            List<String> leftOut) {
        if (!engine.reason().isEmpty()) {
            leftOut.add("sockeye " + engine.name() + ": " + engine.reason());
        }
        for (String multiplexer : engine.multiplexers()) {
            List<String> echo =
                    List.of(
                            "-jar",
                            cli.toString(),
                            "echo",
                            "--server",
                            "selectors",
                            "--engine",
                            engine.name(),
                            "--multiplexer",
                            multiplexer);
            found.add(
                    new Server(
                            name(engine.name(), multiplexer),
                            Server.Kind.SOCKEYE,
                            multiplexer.equals("select") ? MOST_FOR_SELECT : Server.UNLIMITED,
                            join(jvm(java), echo, ADDRESS)));
        }
    }

    private static String name(String engine, String multiplexer) {
        return "sockeye " + (engine.equals(multiplexer) ? engine : engine + "+" + multiplexer);
    }

    /** One CPU has no use for a parallel collector, and its threads would run on it too. */
    private static List<String> jvm(Path java) {
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

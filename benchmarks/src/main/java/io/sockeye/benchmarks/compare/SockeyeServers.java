package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.peers.UdpEcho;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The echo servers of the sockeye command, one for each part of the library, engine and wait. */
final class SockeyeServers {
    private static final String REACTOR = "reactor";
    private static final String SELECTORS = "selectors";

    /** The reactor's alone. */
    private static final String RING = "io_uring";

    /** FD_SETSIZE less what a JVM itself has open. */
    private static final int MOST_FOR_SELECT = 1024 - 64;

    private final Launcher launcher;
    private final List<EngineList.Entry> engines;
    private final int mostForSelect;

    /** The command of one server, without its address. */
    private interface Launcher {
        List<String> command(String part, String engine, String multiplexer);
    }

    /**
     * Of these engines.
     *
     * @param java the start of the command: the JVM, its options and the jar
     * @param engines best first
     */
    SockeyeServers(List<String> java, List<EngineList.Entry> engines) {
        this(commandOf(java), engines, MOST_FOR_SELECT);
    }

    private SockeyeServers(Launcher launcher, List<EngineList.Entry> engines, int mostForSelect) {
        this.launcher = launcher;
        this.engines = engines;
        this.mostForSelect = mostForSelect;
    }

    static SockeyeServers of(Path java, Path cli) throws CompareException {
        List<String> jar = new ArrayList<>(Lineup.jvm(java));
        jar.addAll(List.of("-jar", cli.toString()));
        return new SockeyeServers(jar, EngineList.of(java, cli));
    }

    /** Those for datagrams, which are part of this program; each has one socket for all clients. */
    static SockeyeServers datagrams(Path java) throws CompareException {
        Launcher launcher =
                (part, engine, multiplexer) ->
                        Peers.command(java, List.of(), UdpEcho.class, part, engine, multiplexer);
        List<EngineList.Entry> engines = EngineList.of(java, Checkout.code());
        return new SockeyeServers(launcher, engines, Server.UNLIMITED);
    }

    private static Launcher commandOf(List<String> java) {
        return (part, engine, multiplexer) -> {
            List<String> command = new ArrayList<>(java);
            command.addAll(List.of("echo", "--server", part));
            command.addAll(List.of("--engine", engine, "--multiplexer", multiplexer));
            command.addAll(Lineup.ADDRESS);
            return command;
        };
    }

    /** All of them. */
    List<Server> all() {
        List<Server> servers = new ArrayList<>(reactors());
        servers.addAll(selectors());
        return servers;
    }

    /**
     * What runs when nobody chooses: every reactor, the selectors where they are best, and no
     * process for each connection, which takes memory and time.
     *
     * @param brief whether time is short: then poll and select are left to the best engine, which
     *     shows what they cost
     */
    Pattern usual(boolean brief) {
        String best = selectors().stream().findFirst().map(Server::name).orElse(REACTOR);
        String unusual = "sockeye |.* forking" + (brief ? "|" + besideBestEngine() : "");
        return Pattern.compile("^(?!" + unusual + ")|^" + Pattern.quote(best) + "$");
    }

    /** Empty if there is none at all. */
    String bestEngine() {
        return engines.stream()
                .filter(engine -> !engine.multiplexers().isEmpty())
                .findFirst()
                .map(EngineList.Entry::name)
                .orElse("");
    }

    private String besideBestEngine() {
        return REACTOR + " (?!" + Pattern.quote(bestEngine()) + "\\b).*\\+(poll|select)$";
    }

    List<String> unavailable() {
        return engines.stream()
                .filter(engine -> !engine.reason().isEmpty())
                .map(engine -> "sockeye " + engine.name() + ": " + engine.reason())
                .toList();
    }

    private List<Server> reactors() {
        return servers(REACTOR, REACTOR);
    }

    private List<Server> selectors() {
        return servers("sockeye", SELECTORS);
    }

    private List<Server> servers(String name, String part) {
        List<Server> servers = new ArrayList<>();
        for (EngineList.Entry engine : engines) {
            for (String multiplexer : engine.multiplexers()) {
                if (part.equals(SELECTORS) && multiplexer.equals(RING)) {
                    continue;
                }
                servers.add(server(name, part, engine.name(), multiplexer));
            }
        }
        return servers;
    }

    private Server server(String name, String part, String engine, String multiplexer) {
        List<String> command = launcher.command(part, engine, multiplexer);
        String pair = engine.equals(multiplexer) ? engine : engine + "+" + multiplexer;
        int most = multiplexer.equals("select") ? mostForSelect : Server.UNLIMITED;
        return new Server(name + " " + pair, Server.Kind.SOCKEYE, most, command);
    }
}

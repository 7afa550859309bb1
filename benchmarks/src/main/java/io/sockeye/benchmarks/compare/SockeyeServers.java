package io.sockeye.benchmarks.compare;

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

    private final List<String> java;
    private final List<EngineList.Entry> engines;

    /**
     * Of these engines.
     *
     * @param java the start of the command: the JVM, its options and the jar
     * @param engines best first
     */
    SockeyeServers(List<String> java, List<EngineList.Entry> engines) {
        this.java = java;
        this.engines = engines;
    }

    static SockeyeServers of(Path java, Path cli) throws CompareException {
        List<String> jar = new ArrayList<>(Lineup.jvm(java));
        jar.addAll(List.of("-jar", cli.toString()));
        return new SockeyeServers(jar, EngineList.of(java, cli));
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

    private String besideBestEngine() {
        String best =
                engines.stream()
                        .filter(engine -> !engine.multiplexers().isEmpty())
                        .findFirst()
                        .map(EngineList.Entry::name)
                        .orElse("");
        return REACTOR + " (?!" + Pattern.quote(best) + "\\b).*\\+(poll|select)$";
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
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("echo", "--server", part));
        command.addAll(List.of("--engine", engine, "--multiplexer", multiplexer));
        command.addAll(Lineup.ADDRESS);
        String pair = engine.equals(multiplexer) ? engine : engine + "+" + multiplexer;
        int most = multiplexer.equals("select") ? MOST_FOR_SELECT : Server.UNLIMITED;
        return new Server(name + " " + pair, Server.Kind.SOCKEYE, most, command);
    }
}

package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The closing sentence: who won on this machine. */
final class Verdict {
    /** Of more a sentence gives the mean. */
    private static final int MOST_TABLES_IN_A_SENTENCE = 3;

    private static final int MOST_NAMES_IN_A_SENTENCE = 4;

    private final List<Scores> tables;

    Verdict(List<Scores> tables) {
        this.tables = tables;
    }

    /** One sentence; the winner is the backend with the lowest ratio over all tables together. */
    String sentence() {
        List<Server> backends =
                complete(Server.Kind.SOCKEYE).stream()
                        .sorted(Comparator.comparingDouble(this::overall))
                        .toList();
        if (backends.isEmpty()) {
            return "No sockeye server took part on this machine, so there is no winner.";
        }
        Server winner = backends.get(0);
        return String.format(
                Locale.ROOT,
                "Winner on this machine: %s%s, at %s the %s%s of %s (%s%s against itself: %s).",
                winner.name(),
                tooClose(winner, backends),
                perTable(winner),
                measure(),
                perUnit(),
                reference().title(),
                others(),
                reference().title(),
                Report.percent(noiseLevel()));
    }

    /** What servers are compared by. */
    String measure() {
        boolean hasCpu = tables.get(0).sorted().get(0).slices().get(0).hasCpu();
        return hasCpu ? "CPU time" : "time";
    }

    private String perUnit() {
        List<String> units =
                tables.stream()
                        .map(table -> table.workload().scenario().unit())
                        .distinct()
                        .toList();
        return units.size() == 1 ? " per " + units.get(0) : "";
    }

    /** Only who took part everywhere can win. */
    private List<Server> complete(Server.Kind kind) {
        List<Server> found = new ArrayList<>();
        for (Score score : tables.get(0).sorted()) {
            Server server = score.server();
            if (server.kind() == kind
                    && tables.stream().allMatch(t -> its(t, server).isPresent())) {
                found.add(server);
            }
        }
        return found;
    }

    /** By its name: the server for datagrams is another program. */
    private static Optional<Score> its(Scores table, Server server) {
        return table.named(server.name());
    }

    private String tooClose(Server winner, List<Server> backends) {
        List<String> names =
                backends.stream()
                        .filter(each -> each != winner && isLevel(winner, each))
                        .map(Server::name)
                        .toList();
        int more = names.size() - MOST_NAMES_IN_A_SENTENCE;
        String some =
                names.stream().limit(MOST_NAMES_IN_A_SENTENCE).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? ""
                : " (too close to call: " + some + (more > 0 ? " and " + more + " more)" : ")");
    }

    /** Nearer than the reference to itself, or cheaper than the winner in every fourth round. */
    private boolean isLevel(Server winner, Server other) {
        int rounds = 0;
        int won = 0;
        for (Scores table : tables) {
            List<Slice> best = its(table, winner).orElseThrow().slices();
            List<Slice> others = its(table, other).orElseThrow().slices();
            for (int round = 0; round < best.size(); round++) {
                rounds++;
                won += others.get(round).cost() < best.get(round).cost() ? 1 : 0;
            }
        }
        return won * 4 >= rounds || overall(other) <= overall(winner) * (1 + noiseLevel());
    }

    /** java.nio by hand, and the best that Netty can do. */
    private String others() {
        Optional<Server> netty =
                complete(Server.Kind.NETTY).stream().min(Comparator.comparingDouble(this::overall));
        return Stream.concat(complete(Server.Kind.JAVA_NIO).stream(), netty.stream())
                .filter(each -> each != reference())
                .map(each -> each.title() + ": " + perTable(each) + "; ")
                .collect(Collectors.joining());
    }

    /** The geometric mean, as fits ratios. */
    private double overall(Server server) {
        double logarithms = 0;
        for (Scores table : tables) {
            logarithms += Math.log(median(table, server));
        }
        return Math.exp(logarithms / tables.size());
    }

    private String perTable(Server server) {
        if (tables.size() > MOST_TABLES_IN_A_SENTENCE) {
            return overAll(server);
        }
        return tables.stream()
                .map(table -> perTable(table, server))
                .collect(Collectors.joining(" and "));
    }

    private String overAll(Server server) {
        List<Double> ratios = tables.stream().map(table -> median(table, server)).sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.2f times (mean of %d tables, %.2f to %.2f)",
                overall(server),
                ratios.size(),
                ratios.get(0),
                ratios.get(ratios.size() - 1));
    }

    private static String perTable(Scores table, Server server) {
        double ratio = median(table, server);
        return String.format(Locale.ROOT, "%.2f times (%s)", ratio, table.workload().title());
    }

    private static double median(Scores table, Server server) {
        return its(table, server).orElseThrow().ratios().median();
    }

    private double noiseLevel() {
        return tables.stream().mapToDouble(Scores::noiseLevel).max().orElse(0);
    }

    private Server reference() {
        return tables.get(0).reference();
    }
}

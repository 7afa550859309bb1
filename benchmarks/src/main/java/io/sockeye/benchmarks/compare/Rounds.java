package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Gives every server its turn in each round, forwards in one and backwards in the next, so that
 * whatever drifts on the machine hits all alike. The reference runs as two processes, at the
 * beginning and in the middle.
 */
final class Rounds {
    /** What starting a server and opening connections take, for the time left only. */
    private static final double START_SECONDS = 0.5;

    private static final double OPEN_SECONDS = 0.1;

    private final Settings settings;
    private final Lineup lineup;
    private final Cpus cpus;
    private final Progress progress;

    Rounds(Settings settings, Lineup lineup, Cpus cpus, Progress progress) {
        this.settings = settings;
        this.lineup = lineup;
        this.cpus = cpus;
        this.progress = progress;
    }

    static double plannedSeconds(Settings settings, int servers) {
        double seconds = START_SECONDS * servers;
        double turns = settings.rounds() * (settings.seconds() + OPEN_SECONDS);
        return seconds
                + servers * settings.connections().size() * (settings.warmupSeconds() + turns);
    }

    /** Runs everything; a table for each number of connections. */
    List<Scores> run() throws CompareException {
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (Server server : order()) {
                progress.begin("starting " + server.name());
                contestants.add(Contestant.start(server, cpus));
                progress.end(START_SECONDS);
            }
            List<Scores> tables = new ArrayList<>();
            for (int connections : settings.connections()) {
                tables.add(table(contestants, connections));
            }
            return tables;
        } finally {
            progress.clear();
            Contestant.closeAll(contestants);
        }
    }

    private List<Server> order() {
        List<Server> order = new ArrayList<>(lineup.servers());
        order.add((order.size() + 1) / 2, lineup.reference());
        return order;
    }

    private Scores table(List<Contestant> all, int connections) throws CompareException {
        Load load = new Load(connections, settings.size(), settings.depth());
        List<Contestant> able = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Contestant each : all) {
            if (each.server().mostConnections() < connections) {
                leftOut.add(each.server().name() + " cannot hold " + connections + " descriptors");
            } else {
                able.add(each);
            }
        }
        warmUp(able, load, settings.warmupSeconds());
        return Scores.of(load, lineup.reference(), turns(able, load), leftOut);
    }

    private void warmUp(List<Contestant> contestants, Load load, double seconds)
            throws CompareException {
        for (Contestant each : contestants) {
            progress.begin(load.connections() + " connections, warming " + each.server().name());
            each.warmUp(load, seconds);
            progress.end(seconds);
        }
    }

    private List<Turns> turns(List<Contestant> contestants, Load load) throws CompareException {
        Map<Contestant, Turns> turns = new HashMap<>();
        List<Turns> inOrder = new ArrayList<>();
        for (Contestant each : contestants) {
            Turns empty = new Turns(each.server(), new ArrayList<>(), LoadGenerator.newHistogram());
            turns.put(each, empty);
            inOrder.add(empty);
        }
        List<Contestant> order = new ArrayList<>(contestants);
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contestant each : order) {
                progress.begin(step(load, round, each));
                Turns its = turns.get(each);
                its.slices().add(each.measure(load, settings.seconds(), its.latency()));
                progress.end(settings.seconds() + OPEN_SECONDS);
            }
            Collections.reverse(order);
        }
        return inOrder;
    }

    private String step(Load load, int round, Contestant contestant) {
        return String.format(
                "%d connections, round %d of %d, %s",
                load.connections(), round, settings.rounds(), contestant.server().name());
    }

    /**
     * What was measured of one process.
     *
     * @param server what runs in it
     * @param slices one for each round
     * @param latency of all rounds
     */
    record Turns(Server server, List<Slice> slices, Histogram latency) {}
}

package io.sockeye.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives every server its turn in each round, forwards in one and backwards in the next, so that
 * whatever drifts on the machine hits all alike. The reference runs as two processes, at the
 * beginning and in the middle.
 */
final class Rounds {
    /** What starting a server and opening connections take, for the time left only. */
    private static final double START_SECONDS = 0.5;

    private static final double OPEN_SECONDS = 0.1;

    /** What two full collections and their questions take, for the time left only. */
    private static final double WEIGH_SECONDS = 4;

    /** What a server under strace takes, for the time left only. */
    private static final double TRACE_SECONDS = 4;

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
        double each = START_SECONDS;
        for (Workload workload : settings.workloads()) {
            each += settings.warmupSeconds() + settings.rounds() * turnSeconds(settings, workload);
            each += workload.idle() > 0 ? WEIGH_SECONDS : 0;
            each += settings.allocations() ? allocationSeconds(settings) : 0;
            each += countsCalls(settings, workload) ? TRACE_SECONDS : 0;
        }
        return servers * each;
    }

    /** Runs everything; a table for each workload. */
    List<Scores> run() throws CompareException {
        return run(table -> {});
    }

    /** The same; each table is shown when it is done, which may be long before the last one. */
    List<Scores> run(Consumer<Scores> show) throws CompareException {
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (Server server : order()) {
                progress.begin("starting " + server.name());
                contestants.add(Contestant.start(server, cpus));
                progress.end(START_SECONDS);
            }
            List<Scores> tables = new ArrayList<>();
            for (Workload workload : settings.workloads()) {
                Scores table = table(contestants, workload);
                progress.clear();
                show.accept(table);
                tables.add(table);
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

    private static double turnSeconds(Settings settings, Workload workload) {
        return workload.plannedSeconds(settings.seconds()) + OPEN_SECONDS;
    }

    /** Start of the agent, and the turn in which allocations are counted. */
    private static double allocationSeconds(Settings settings) {
        return 1 + settings.seconds();
    }

    private Scores table(List<Contestant> all, Workload workload) throws CompareException {
        List<Contestant> able = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Contestant each : all) {
            if (each.server().mostConnections() < workload.open()) {
                leftOut.add(
                        each.server().name() + " cannot hold " + workload.open() + " connections");
            } else {
                able.add(each);
            }
        }
        warmUp(able, workload, leftOut);
        Map<Contestant, Turns> turns = new LinkedHashMap<>();
        able.forEach(each -> turns.put(each, Turns.none(each.server())));
        if (workload.idle() > 0) {
            weigh(turns, workload, leftOut);
        }
        takeTurns(turns, workload);
        if (settings.allocations()) {
            countAllocations(turns, workload, leftOut);
        }
        if (countsCalls(settings, workload)) {
            countCalls(turns, workload, leftOut);
        }
        List<Turns> inOrder = List.copyOf(turns.values());
        return Scores.of(workload, lineup.reference(), inOrder, leftOut);
    }

    /** Whoever does not keep up with a fixed rate has nothing to do in the rounds. */
    private void warmUp(List<Contestant> contestants, Workload workload, List<String> leftOut)
            throws CompareException {
        for (Contestant each : List.copyOf(contestants)) {
            progress.begin(workload.title() + ", warming " + each.server().name());
            each.warmUp(workload, settings.warmupSeconds());
            double fastest = each.fastest(workload, settings.warmupSeconds());
            progress.end(settings.warmupSeconds());
            if (!workload.keepsUp(fastest)) {
                String slow =
                        String.format(
                                Locale.ROOT,
                                "%s answers %,.0f of %,d requests/s",
                                each.server().name(),
                                fastest,
                                workload.load().rate());
                if (each.server() == lineup.reference()) {
                    throw new CompareException(slow + ": choose a lower --rate");
                }
                leftOut.add(slow);
                contestants.remove(each);
            }
        }
    }

    private void weigh(Map<Contestant, Turns> turns, Workload workload, List<String> leftOut)
            throws CompareException {
        for (Contestant each : turns.keySet()) {
            progress.begin(workload.title() + ", memory of " + each.server().name());
            try (Contestant weighed = Contestant.start(each.server().interpreted(), cpus)) {
                new Weighing(weighed, turns.get(each), leftOut).idleConnections(workload);
            }
            progress.end(WEIGH_SECONDS);
        }
    }

    private void takeTurns(Map<Contestant, Turns> turns, Workload workload)
            throws CompareException {
        List<Contestant> order = new ArrayList<>(turns.keySet());
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contestant each : order) {
                progress.begin(step(workload, round, each));
                each.turn(workload, settings.seconds(), turns.get(each));
                progress.end(turnSeconds(settings, workload));
            }
            Collections.reverse(order);
        }
    }

    private void countAllocations(
            Map<Contestant, Turns> turns, Workload workload, List<String> leftOut)
            throws CompareException {
        for (Contestant each : turns.keySet()) {
            progress.begin(workload.title() + ", allocations of " + each.server().name());
            if (each.server().hasWorkers()) {
                leftOut.add("allocations of " + each.server().name() + ": workers are not asked");
            } else if (each.server().isJvm()) {
                Weighing weighing = new Weighing(each, turns.get(each), leftOut);
                weighing.allocations(workload, settings.seconds());
            }
            progress.end(allocationSeconds(settings));
        }
    }

    /** Few connections only: under strace a server is many times slower. */
    private static boolean countsCalls(Settings settings, Workload workload) {
        return settings.systemCalls()
                && workload.scenario() == Scenario.ECHO
                && workload.load().connections() <= SystemCalls.MOST_CONNECTIONS;
    }

    private void countCalls(Map<Contestant, Turns> turns, Workload workload, List<String> leftOut) {
        Optional<Path> strace = Programs.onPath("strace");
        if (strace.isEmpty()) {
            leftOut.add("system calls: there is no strace on the PATH");
            return;
        }
        SystemCalls calls = new SystemCalls(strace.get(), workload.load());
        for (Map.Entry<Contestant, Turns> each : turns.entrySet()) {
            Server server = each.getKey().server();
            progress.begin(workload.title() + ", system calls of " + server.name());
            if (server.hasWorkers()) {
                leftOut.add("system calls of " + server.name() + ": it hands its sockets on");
                continue;
            }
            try {
                each.getValue().figures().put(Figure.CALLS, calls.perRequest(server));
            } catch (CompareException e) {
                // A container may forbid to trace; the times are worth having all the same.
                leftOut.add("system calls of " + e.getMessage());
            }
            progress.end(TRACE_SECONDS);
        }
    }

    private String step(Workload workload, int round, Contestant contestant) {
        return String.format(
                "%s, round %d of %d, %s",
                workload.title(), round, settings.rounds(), contestant.server().name());
    }
}

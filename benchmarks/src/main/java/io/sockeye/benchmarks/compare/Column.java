package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param heading its first cell
 * @param cell the others
 */
record Column(String heading, Function<Score, String> cell) {
    /** The columns that a table of these scores needs. */
    static List<Column> of(Scores scores) {
        Scenario scenario = scores.workload().scenario();
        boolean cpu = scores.sorted().get(0).slices().get(0).hasCpu();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("server", score -> score.server().name()));
        columns.add(rate(scenario));
        if (scenario == Scenario.UDP) {
            columns.add(new Column("lost", score -> format("%.2f %%", score.lost() * 100)));
        }
        if (cpu) {
            columns.add(cost(scenario));
        }
        if (cpu && scores.sorted().stream().anyMatch(s -> s.server().isForSocketServer())) {
            columns.add(perCpuSecond(scenario));
        }
        String ratio = "ratio to " + scores.reference().title();
        columns.add(new Column(ratio, score -> format("%.2f", score.ratios().median())));
        columns.add(new Column("(spread)", score -> spread(score.ratios())));
        columns.addAll(slowDown(scores));
        columns.addAll(figures(scores));
        if (scenario.hasLatency()) {
            columns.addAll(List.of(latency("p50", 50), latency("p99", 99)));
            columns.add(latency("p99.9", 99.9));
        }
        if (cpu) {
            columns.add(new Column("CPU busy", score -> format("%.0f %%", score.busy() * 100)));
        }
        return columns;
    }

    private static Column rate(Scenario scenario) {
        String pattern = scenario == Scenario.STREAM ? "%.2f" : "%,.0f";
        return new Column(
                scenario.rateHeading(),
                score -> format(pattern, scenario.rate(score.unitsPerSecond())));
    }

    private static Column cost(Scenario scenario) {
        String pattern = scenario == Scenario.STREAM ? "%.3f" : "%.2f";
        return new Column(
                scenario.costHeading(), score -> format(pattern, scenario.cost(score.cost())));
    }

    /** What servers of threads and processes are compared by: not how many CPUs they kept busy. */
    private static Column perCpuSecond(Scenario scenario) {
        String pattern = scenario == Scenario.STREAM ? "%.2f" : "%,.0f";
        return new Column(
                scenario.unit() + "s/CPU s",
                score -> format(pattern, scenario.rate(1e9 / score.cost())));
    }

    private static List<Column> slowDown(Scores scores) {
        if (scores.sorted().get(0).slowDown().isEmpty()) {
            return List.of();
        }
        return List.of(
                new Column("slow-down", score -> format("%.2f", score.slowDown().get().median())),
                new Column("(spread)", score -> spread(score.slowDown().get())));
    }

    private static List<Column> figures(Scores scores) {
        List<Column> columns = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            if (scores.sorted().stream().anyMatch(score -> score.figure(figure).isPresent())) {
                columns.add(
                        new Column(
                                figure.heading(scores.workload().scenario()),
                                score -> figure(score, figure)));
            }
        }
        return columns;
    }

    private static String figure(Score score, Figure figure) {
        String pattern = figure == Figure.CALLS ? "%.2f" : "%,.1f";
        return score.figure(figure).map(value -> format(pattern, value)).orElse("-");
    }

    private static Column latency(String name, double percentile) {
        return new Column(name + " µs", score -> format("%,.0f", score.latencyMicros(percentile)));
    }

    private static String spread(Ratios ratios) {
        return String.format(Locale.ROOT, "(%.2f-%.2f)", ratios.lowest(), ratios.highest());
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}

package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables as text. */
final class Report {
    private static final double WORTH_A_WARNING = 0.05;

    private Report() {}

    static String of(Scores scores) {
        boolean cpu = scores.sorted().get(0).slices().get(0).hasCpu();
        TextTable table = new TextTable(headings(scores.reference(), cpu));
        for (Score score : scores.sorted()) {
            table.add(row(score, cpu));
        }
        StringBuilder text = new StringBuilder();
        text.append(scores.load().connections()).append(" connections\n").append(table.render());
        for (String line : scores.leftOut()) {
            text.append("left out: ").append(line).append('\n');
        }
        return text.append(noise(scores)).append('\n').append(disturbance(scores)).toString();
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String noise(Scores scores) {
        return String.format(
                Locale.ROOT,
                "noise: %s against itself differed by %s (median; single rounds %.2f to %.2f)",
                scores.reference().name(),
                percent(scores.noiseLevel()),
                scores.noise().lowest(),
                scores.noise().highest());
    }

    private static String disturbance(Scores scores) {
        double worst = scores.sorted().stream().mapToDouble(Score::disturbed).max().orElse(0);
        return worst < WORTH_A_WARNING
                ? ""
                : "the machine has other work to do: up to "
                        + percent(worst)
                        + " of the time went by waiting for a CPU\n";
    }

    private static String[] headings(Server reference, boolean cpu) {
        List<String> headings = new ArrayList<>(List.of("server", "requests/s"));
        if (cpu) {
            headings.add("CPU µs/request");
        }
        headings.addAll(List.of("ratio to " + reference.title(), "(spread)", "p50 µs", "p99 µs"));
        if (cpu) {
            headings.add("CPU busy");
        }
        return headings.toArray(String[]::new);
    }

    private static List<String> row(Score score, boolean cpu) {
        Ratios ratios = score.ratios();
        List<String> row = new ArrayList<>();
        row.add(score.server().name());
        row.add(format("%,.0f", score.requestsPerSecond()));
        if (cpu) {
            row.add(format("%.2f", score.cpuMicros()));
        }
        row.add(format("%.2f", ratios.median()));
        row.add(String.format(Locale.ROOT, "(%.2f-%.2f)", ratios.lowest(), ratios.highest()));
        row.add(format("%,.0f", score.latencyMicros(50)));
        row.add(format("%,.0f", score.latencyMicros(99)));
        if (cpu) {
            row.add(format("%.0f %%", score.busy() * 100));
        }
        return row;
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}

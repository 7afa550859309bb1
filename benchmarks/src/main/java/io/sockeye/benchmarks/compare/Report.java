package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables as text. */
final class Report {
    private static final double WORTH_A_WARNING = 0.05;

    private Report() {}

    static String of(Scores scores) {
        List<Column> columns = Column.of(scores);
        TextTable table = new TextTable(columns.stream().map(Column::heading).toList());
        for (Score score : scores.sorted()) {
            table.add(columns.stream().map(column -> column.cell().apply(score)).toList());
        }
        StringBuilder text = new StringBuilder();
        text.append(scores.workload().title()).append('\n').append(table.render());
        notes(scores).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** What is to be said of a table: a line each. */
    static List<String> notes(Scores scores) {
        List<String> notes = new ArrayList<>();
        scores.leftOut().forEach(line -> notes.add("left out: " + line));
        notes.add(noise(scores));
        disturbance(scores).ifPresent(notes::add);
        notes.addAll(besidePython(scores));
        return notes;
    }

    /** The servers of socketserver, each to the one of CPython that does the same. */
    private static List<String> besidePython(Scores scores) {
        List<String> lines = new ArrayList<>();
        for (Score score : scores.sorted()) {
            Optional<Score> python =
                    SocketServers.counterpart(score.server()).flatMap(scores::named);
            python.ifPresent(its -> lines.add(beside(scores, score, its)));
        }
        return lines;
    }

    private static String beside(Scores scores, Score ours, Score python) {
        Ratios times = Ratios.between(ours.slices(), python.slices());
        return String.format(
                Locale.ROOT,
                "%s: %.2f times (%.2f-%.2f) the %s per CPU second of %s",
                ours.server().name(),
                times.median(),
                times.lowest(),
                times.highest(),
                scores.workload().scenario().counted(),
                python.server().name());
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

    private static Optional<String> disturbance(Scores scores) {
        double worst = scores.sorted().stream().mapToDouble(Score::disturbed).max().orElse(0);
        return worst < WORTH_A_WARNING
                ? Optional.empty()
                : Optional.of(
                        "the machine has other work to do: up to "
                                + percent(worst)
                                + " of the time went by waiting for a CPU");
    }
}

package io.sockeye.benchmarks.compare;

import java.util.List;
import java.util.Map;

/**
 * Everything that one run of the command has found out, for the reports.
 *
 * @param parts one for each scenario, at least one
 * @param machine what it ran on, see {@link Machine}
 */
record Results(List<Part> parts, Map<String, String> machine) {
    Part first() {
        return parts.get(0);
    }

    List<Scores> tables() {
        return parts.stream().flatMap(part -> part.tables().stream()).toList();
    }

    /** Who did not take part and why, each line once. */
    List<String> leftOut() {
        return parts.stream().flatMap(part -> part.lineup().leftOut().stream()).distinct().toList();
    }

    /** What the ratios are to: the same name in all scenarios, or the first one's. */
    Server reference() {
        return first().lineup().reference();
    }

    Verdict verdict() {
        return new Verdict(tables());
    }
}

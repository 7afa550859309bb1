package io.sockeye.benchmarks.compare;

import java.util.List;
import java.util.Map;

/**
 * Everything that one run of the command has found out, for the reports.
 *
 * @param settings how much was measured
 * @param lineup who took part
 * @param machine what it ran on, see {@link Machine}
 * @param tables one for each workload
 */
record Results(Settings settings, Lineup lineup, Map<String, String> machine, List<Scores> tables) {
    Verdict verdict() {
        return new Verdict(tables);
    }
}

package io.sockeye.benchmarks.compare;

import java.util.List;

/**
 * One scenario: what was to be measured, and what came out.
 *
 * @param settings how much was measured
 * @param lineup who took part
 * @param tables one for each workload
 */
record Part(Settings settings, Lineup lineup, List<Scores> tables) {
    Scenario scenario() {
        return settings.first().scenario();
    }
}

package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One table: all servers under one workload.
 *
 * @param workload what was done to them
 * @param reference what the ratios are to
 * @param noise the reference against itself, in the same rounds
 * @param sorted the scores, best ratio first
 * @param leftOut who could not take part under this workload, and why
 */
record Scores(
        Workload workload,
        Server reference,
        Ratios noise,
        List<Score> sorted,
        List<String> leftOut) {
    /** Rates everyone; the reference's two runs become one score. */
    static Scores of(Workload workload, Server reference, List<Turns> turns, List<String> leftOut) {
        List<Turns> twins = turns.stream().filter(t -> t.server() == reference).toList();
        List<Slice> first = twins.get(0).slices();
        List<Slice> second = twins.get(1).slices();
        List<Score> scores = new ArrayList<>();
        for (Turns each : turns) {
            if (each.server() != reference) {
                scores.add(score(each, Ratios.of(each.slices(), first, second)));
            }
        }
        scores.add(merged(twins.get(0), twins.get(1)));
        scores.sort(Comparator.comparingDouble(score -> score.ratios().median()));
        return new Scores(workload, reference, Ratios.between(first, second), scores, leftOut);
    }

    /** How far the reference was from itself, such as 0.01 for one per cent. */
    double noiseLevel() {
        return Math.abs(noise.median() - 1);
    }

    Optional<Score> of(Server server) {
        return sorted.stream().filter(score -> score.server() == server).findFirst();
    }

    /** Whoever has this name, if he took part. */
    Optional<Score> named(String name) {
        return sorted.stream().filter(score -> score.server().name().equals(name)).findFirst();
    }

    private static Score merged(Turns one, Turns other) {
        Ratios ratios =
                Ratios.of(one.slices(), one.slices(), other.slices())
                        .and(Ratios.of(other.slices(), one.slices(), other.slices()));
        return score(one.and(other), ratios);
    }

    private static Score score(Turns turns, Ratios ratios) {
        return new Score(
                turns.server(),
                turns.slices(),
                turns.alone(),
                ratios,
                turns.latency(),
                turns.figures());
    }
}

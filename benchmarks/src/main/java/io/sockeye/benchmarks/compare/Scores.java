package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Load;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * One table: all servers under one load.
 *
 * @param load the load
 * @param reference what the ratios are to
 * @param noise the reference against itself, in the same rounds
 * @param sorted the scores, best ratio first
 * @param leftOut who could not take part under this load, and why
 */
record Scores(Load load, Server reference, Ratios noise, List<Score> sorted, List<String> leftOut) {
    /** Rates everyone; the reference's two runs become one score. */
    static Scores of(Load load, Server reference, List<Rounds.Turns> turns, List<String> leftOut) {
        List<Rounds.Turns> twins = turns.stream().filter(t -> t.server() == reference).toList();
        List<Slice> first = twins.get(0).slices();
        List<Slice> second = twins.get(1).slices();
        List<Score> scores = new ArrayList<>();
        for (Rounds.Turns each : turns) {
            if (each.server() != reference) {
                Ratios ratios = Ratios.of(each.slices(), first, second);
                scores.add(new Score(each.server(), each.slices(), ratios, each.latency()));
            }
        }
        scores.add(merged(twins.get(0), twins.get(1)));
        scores.sort(Comparator.comparingDouble(score -> score.ratios().median()));
        return new Scores(load, reference, Ratios.between(first, second), scores, leftOut);
    }

    /** How far the reference was from itself, such as 0.01 for one per cent. */
    double noiseLevel() {
        return Math.abs(noise.median() - 1);
    }

    Optional<Score> of(Server server) {
        return sorted.stream().filter(score -> score.server() == server).findFirst();
    }

    private static Score merged(Rounds.Turns one, Rounds.Turns other) {
        List<Slice> slices = new ArrayList<>(one.slices());
        slices.addAll(other.slices());
        Ratios ratios =
                Ratios.of(one.slices(), one.slices(), other.slices())
                        .and(Ratios.of(other.slices(), one.slices(), other.slices()));
        Histogram latency = one.latency().copy();
        latency.add(other.latency());
        return new Score(one.server(), slices, ratios, latency);
    }
}

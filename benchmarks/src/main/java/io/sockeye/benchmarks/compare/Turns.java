package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.LoadGenerator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was measured of one process.
 *
 * @param server what runs in it
 * @param slices one for each round
 * @param alone the same without the idle connections, if the workload has some
 * @param latency of all rounds
 * @param figures what was measured once
 */
record Turns(
        Server server,
        List<Slice> slices,
        List<Slice> alone,
        Histogram latency,
        Map<Figure, Double> figures) {
    static Turns none(Server server) {
        return new Turns(
                server,
                new ArrayList<>(),
                new ArrayList<>(),
                LoadGenerator.newHistogram(),
                new EnumMap<>(Figure.class));
    }

    /** Both as if they were one process. */
    Turns and(Turns other) {
        Turns both = none(server);
        both.slices.addAll(slices);
        both.slices.addAll(other.slices);
        both.alone.addAll(alone);
        both.alone.addAll(other.alone);
        both.latency.add(latency);
        both.latency.add(other.latency);
        both.figures.putAll(figures);
        other.figures.forEach((figure, value) -> both.figures.merge(figure, value, Turns::mean));
        return both;
    }

    private static double mean(double one, double other) {
        return (one + other) / 2;
    }
}

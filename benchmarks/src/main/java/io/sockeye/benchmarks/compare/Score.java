package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What came out for one server under one workload.
 *
 * @param server the server
 * @param slices its part of each round
 * @param alone the same without the idle connections, if the workload has some
 * @param ratios to the reference
 * @param latency of all its requests, in nanoseconds
 * @param figures what was measured once
 */
record Score(
        Server server,
        List<Slice> slices,
        List<Slice> alone,
        Ratios ratios,
        Histogram latency,
        Map<Figure, Double> figures) {
    double unitsPerSecond() {
        return median(Slice::unitsPerSecond);
    }

    /** In nanoseconds for each unit. */
    double cost() {
        return median(Slice::cost);
    }

    double busy() {
        return median(Slice::busy);
    }

    double disturbed() {
        return median(Slice::disturbed);
    }

    double latencyMicros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** What the idle connections do to the cost of the others. */
    Optional<Ratios> slowDown() {
        return alone.isEmpty() ? Optional.empty() : Optional.of(Ratios.between(alone, slices));
    }

    /** Which share of all units was given up. */
    double lost() {
        double lost = slices.stream().mapToLong(Slice::lost).sum();
        return lost / (lost + slices.stream().mapToLong(Slice::units).sum());
    }

    Optional<Double> figure(Figure figure) {
        return Optional.ofNullable(figures.get(figure));
    }

    private double median(ToDoubleFunction<Slice> figure) {
        List<Double> values = new ArrayList<>();
        slices.forEach(slice -> values.add(figure.applyAsDouble(slice)));
        return Ratios.median(values);
    }
}

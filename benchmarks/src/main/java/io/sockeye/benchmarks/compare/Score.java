package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What came out for one server at one number of connections.
 *
 * @param server the server
 * @param slices its part of each round
 * @param ratios to the reference
 * @param latency of all its requests, in nanoseconds
 */
record Score(Server server, List<Slice> slices, Ratios ratios, Histogram latency) {
    double requestsPerSecond() {
        return median(Slice::requestsPerSecond);
    }

    double cpuMicros() {
        return median(Slice::cpuMicros);
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

    private double median(ToDoubleFunction<Slice> figure) {
        List<Double> values = new ArrayList<>();
        slices.forEach(slice -> values.add(figure.applyAsDouble(slice)));
        return Ratios.median(values);
    }
}

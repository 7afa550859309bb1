package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Ratios of the rounds, of which the median counts.
 *
 * @param sorted in ascending order, at least one
 */
record Ratios(List<Double> sorted) {
    Ratios {
        List<Double> copy = new ArrayList<>(sorted);
        Collections.sort(copy);
        sorted = Collections.unmodifiableList(copy);
    }

    /** Each round's cost over the mean cost of the reference's two runs in that round. */
    static Ratios of(List<Slice> slices, List<Slice> reference, List<Slice> twin) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < slices.size(); round++) {
            double mean = (reference.get(round).cost() + twin.get(round).cost()) / 2;
            ratios.add(slices.get(round).cost() / mean);
        }
        return new Ratios(ratios);
    }

    /** The reference against itself. */
    static Ratios between(List<Slice> reference, List<Slice> twin) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < reference.size(); round++) {
            ratios.add(twin.get(round).cost() / reference.get(round).cost());
        }
        return new Ratios(ratios);
    }

    /** Both lists as one. */
    Ratios and(Ratios other) {
        List<Double> all = new ArrayList<>(sorted);
        all.addAll(other.sorted);
        return new Ratios(all);
    }

    double median() {
        return median(sorted);
    }

    double lowest() {
        return sorted.get(0);
    }

    double highest() {
        return sorted.get(sorted.size() - 1);
    }

    static double median(List<Double> values) {
        List<Double> ordered = new ArrayList<>(values);
        Collections.sort(ordered);
        int half = ordered.size() / 2;
        boolean odd = ordered.size() % 2 == 1;
        return odd ? ordered.get(half) : (ordered.get(half - 1) + ordered.get(half)) / 2;
    }
}

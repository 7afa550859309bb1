package io.sockeye.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that was measured, for programs: also each round, of which the tables show medians.
 */
final class JsonReport {
    private JsonReport() {}

    static String of(Results results) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", results.machine());
        all.put("seconds", results.first().settings().seconds());
        all.put("reference", results.reference().name());
        all.put("leftOut", results.leftOut());
        all.put("tables", results.tables().stream().map(JsonReport::table).toList());
        all.put("sentence", results.verdict().sentence());
        return Json.of(all) + "\n";
    }

    private static Map<String, Object> table(Scores scores) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("title", scores.workload().title());
        table.put("reference", scores.reference().name());
        table.put("scenario", scores.workload().scenario().name().toLowerCase(Locale.ROOT));
        table.put("size", scores.workload().load().size());
        table.put("depth", scores.workload().load().depth());
        table.put("rate", scores.workload().load().rate());
        table.put("bytes", scores.workload().bytes());
        table.put("connections", scores.workload().load().connections());
        table.put("idle", scores.workload().idle());
        table.put("referenceAgainstItself", scores.noise().sorted());
        table.put("leftOut", scores.leftOut());
        table.put(
                "servers",
                scores.sorted().stream().map(each -> score(scores.workload(), each)).toList());
        return table;
    }

    private static Map<String, Object> score(Workload workload, Score score) {
        String counted = workload.scenario().counted();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", score.server().name());
        row.put("group", score.server().group());
        row.put("command", score.server().command());
        row.put(counted + "PerSecond", score.unitsPerSecond());
        row.put("ratio", score.ratios().median());
        row.put("ratioLowest", score.ratios().lowest());
        row.put("ratioHighest", score.ratios().highest());
        if (workload.scenario().hasLatency()) {
            row.put("p50Micros", score.latencyMicros(50));
            row.put("p99Micros", score.latencyMicros(99));
            row.put("p999Micros", score.latencyMicros(99.9));
        }
        if (workload.scenario() == Scenario.UDP) {
            row.put("lost", score.lost());
        }
        score.slowDown().ifPresent(ratios -> row.put("slowDown", ratios.median()));
        score.figures().forEach((figure, value) -> row.put(figure.key(), value));
        row.put("rounds", slices(counted, score.slices()));
        if (!score.alone().isEmpty()) {
            row.put("roundsWithoutIdle", slices(counted, score.alone()));
        }
        return row;
    }

    private static List<Map<String, Object>> slices(String counted, List<Slice> slices) {
        return slices.stream().map(slice -> slice(counted, slice)).toList();
    }

    private static Map<String, Object> slice(String counted, Slice slice) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(counted, slice.units());
        row.put("wallNanos", slice.wallNanos());
        if (slice.lost() > 0) {
            row.put("lost", slice.lost());
        }
        if (slice.hasCpu()) {
            row.put("cpuNanos", slice.cpuNanos());
            row.put("waitNanos", slice.waitNanos());
        }
        return row;
    }
}

package io.sockeye.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that was measured, for programs: also each round, of which the tables show medians.
 */
final class JsonReport {
    private JsonReport() {}

    static String of(Settings settings, Cpus cpus, Lineup lineup, List<Scores> tables) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("arch", System.getProperty("os.arch"));
        all.put("cpus", Runtime.getRuntime().availableProcessors());
        all.put("java", System.getProperty("java.version"));
        all.put("placement", cpus.describe());
        all.put("size", settings.size());
        all.put("depth", settings.depth());
        all.put("seconds", settings.seconds());
        all.put("reference", lineup.reference().name());
        all.put("leftOut", lineup.leftOut());
        all.put("tables", tables.stream().map(JsonReport::table).toList());
        all.put("sentence", new Verdict(tables).sentence());
        return Json.of(all) + "\n";
    }

    private static Map<String, Object> table(Scores scores) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("connections", scores.load().connections());
        table.put("referenceAgainstItself", scores.noise().sorted());
        table.put("leftOut", scores.leftOut());
        table.put("servers", scores.sorted().stream().map(JsonReport::score).toList());
        return table;
    }

    private static Map<String, Object> score(Score score) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", score.server().name());
        row.put("command", score.server().command());
        row.put("requestsPerSecond", score.requestsPerSecond());
        row.put("ratio", score.ratios().median());
        row.put("ratioLowest", score.ratios().lowest());
        row.put("ratioHighest", score.ratios().highest());
        row.put("p50Micros", score.latencyMicros(50));
        row.put("p99Micros", score.latencyMicros(99));
        row.put("p999Micros", score.latencyMicros(99.9));
        row.put("rounds", score.slices().stream().map(JsonReport::slice).toList());
        return row;
    }

    private static Map<String, Object> slice(Slice slice) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("requests", slice.requests());
        row.put("wallNanos", slice.wallNanos());
        if (slice.hasCpu()) {
            row.put("cpuNanos", slice.cpuNanos());
            row.put("waitNanos", slice.waitNanos());
        }
        return row;
    }
}

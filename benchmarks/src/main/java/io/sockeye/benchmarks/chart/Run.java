package io.sockeye.benchmarks.chart;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a picture needs of the JSON of a run; the names are those of the file. */
final class Run {
    Map<String, String> machine = Map.of();
    String reference = "";
    List<Table> tables = List.of();

    private Run() {}

    /** One workload. */
    static final class Table {
        String scenario = "";
        int connections;
        int size;
        int depth;
        int rate;
        List<Row> servers = List.of();

        private Table() {}

        /** Short enough to stand below a group of bars. */
        String label() {
            if (!scenario.equals("echo")) {
                return scenario;
            }
            String label = String.format(Locale.ROOT, "%,d", connections);
            label += size == 64 ? "" : " \u00d7 " + bytes(size);
            label += depth == 1 ? "" : " \u00d7 " + depth + " deep";
            return label + (rate == 0 ? "" : String.format(Locale.ROOT, " at %,d/s", rate));
        }

        /** The ratio of a server, null if it did not take part. */
        Double ratio(String server) {
            return servers.stream()
                    .filter(row -> row.name.equals(server))
                    .map(row -> row.ratio)
                    .findFirst()
                    .orElse(null);
        }

        private static String bytes(int size) {
            return size % 1024 == 0 ? size / 1024 + " KiB" : size + " B";
        }
    }

    /** One server. */
    static final class Row {
        String name = "";
        String group = "";
        double ratio;

        private Row() {}
    }

    static Run read(Path json) throws IOException {
        if (!Files.isRegularFile(json)) {
            throw new IOException("there is no " + json);
        }
        try {
            Run run = new Gson().fromJson(Files.readString(json), Run.class);
            if (run == null || run.tables.isEmpty()) {
                throw new IOException(json + " has no tables; compare --json writes such a file");
            }
            return run;
        } catch (JsonParseException e) {
            throw new IOException(json + " is not the JSON of a run: " + e.getMessage(), e);
        }
    }
}

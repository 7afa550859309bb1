package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Everything that was measured, for people: one file with tables, charts, and the library that
 * draws them, which needs no network to be looked at. Without JavaScript the tables remain.
 */
final class HtmlReport {
    private static final String FOLDER = "/io/sockeye/benchmarks/compare/";
    private static final String LIBRARY =
            "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

    /** It scrolls on a narrow screen, with the keyboard too. */
    private static final String TABLE_BEGINS =
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"numbers\"><table>\n"
                    + "<thead><tr>";

    private static final Map<String, String> GROUPS =
            Map.of(
                    "sockeye", "sockeye",
                    "c", "C",
                    "jdk", "the JDK alone",
                    "netty", "Netty",
                    "cpython", "CPython");

    private static final int ROW_PIXELS = 32;
    private static final int AXIS_PIXELS = 70;

    private HtmlReport() {}

    static String of(Results results) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", escape("sockeye compare: " + title(results)));
        parts.put("sentence", escape(results.verdict().sentence()));
        parts.put("settings", escape("Measured: " + measured(results) + "."));
        parts.put("measure", results.verdict().measure());
        parts.put("unit", escape("one " + units(results)));
        parts.put("reference", escape(results.reference().name()));
        parts.put("latency", latencies(results));
        parts.put("leftOut", list(results.leftOut()));
        parts.put("facts", facts(results.machine()));
        parts.put("overview", overview(results.tables()));
        parts.put("tables", sections(results.tables()));
        parts.put("style", resource("report.css"));
        parts.put("script", resource("report.js"));
        // Inside of a script element only this character could end it.
        parts.put("data", JsonReport.of(results).strip().replace("<", "\\u003c"));
        parts.put("library", library());
        return fill(resource("report.html"), parts);
    }

    /** Each placeholder once, from left to right: what is put in is not searched. */
    private static String fill(String template, Map<String, String> parts) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", at)) {
            int close = template.indexOf("}}", open);
            text.append(template, at, open).append(parts.get(template.substring(open + 2, close)));
            at = close + 2;
        }
        return text.append(template.substring(at)).toString();
    }

    private static String title(Results results) {
        return results.parts().size() == 1
                ? results.first().scenario().title()
                : "echo servers in " + results.parts().size() + " scenarios";
    }

    private static String measured(Results results) {
        return results.parts().stream()
                .map(part -> part.settings().describe())
                .collect(Collectors.joining("; "));
    }

    private static String units(Results results) {
        return results.parts().stream()
                .map(part -> part.scenario().unit())
                .distinct()
                .collect(Collectors.joining(", one "));
    }

    /** What is to be said of latencies, and of what was lost: a list item each. */
    private static String latencies(Results results) {
        List<String> lines =
                new ArrayList<>(
                        results.parts().stream()
                                .map(part -> latency(part.settings().first()))
                                .distinct()
                                .toList());
        if (results.parts().stream().anyMatch(part -> part.scenario() == Scenario.UDP)) {
            lines.add(
                    "A datagram that is not answered within half a second is lost. The kernel drops"
                            + " what a socket's buffer has no room for, whatever the server does; only"
                            + " answers count as requests.");
        }
        return lines.stream()
                .map(line -> "<li>" + escape(line) + "</li>")
                .collect(Collectors.joining("\n"));
    }

    private static String latency(Workload workload) {
        if (!workload.scenario().hasLatency()) {
            return "A stream has no latency: only its rate and its cost are known.";
        }
        return workload.load().isOpenLoop()
                ? "Latencies are counted from the moment when a request was due, so that a stall is"
                        + " charged for all that it has kept waiting."
                : "Latencies are those of a closed loop at full load: a server that stalls gets less"
                        + " to do meanwhile. Compare latencies at a rate (--rate) that all can serve.";
    }

    /**
     * The ratios of all tables side by side, each with a link to the rest; nothing if it is one.
     */
    private static String overview(List<Scores> tables) {
        if (tables.size() == 1) {
            return "";
        }
        StringBuilder text = new StringBuilder("<section>\n<h2>Overview</h2>\n");
        text.append("<p>Ratios to the reference; \u2013: did not take part.</p>\n");
        text.append(TABLE_BEGINS).append("<th scope=\"col\">server</th>");
        for (int i = 0; i < tables.size(); i++) {
            String title = escape(tables.get(i).workload().title());
            text.append("<th scope=\"col\"><a href=\"#table" + i + "\">" + title + "</a></th>");
        }
        text.append("</tr></thead>\n<tbody>\n");
        for (Server server : servers(tables)) {
            text.append("<tr class=\"").append(server.group()).append("\"><th scope=\"row\">");
            text.append(escape(server.name())).append("</th>");
            tables.forEach(table -> text.append("<td>" + ratio(table, server) + "</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody>\n</table></div>\n</section>\n").toString();
    }

    /** In the order of the first table that has them, each name once. */
    private static Collection<Server> servers(List<Scores> tables) {
        Map<String, Server> found = new LinkedHashMap<>();
        for (Scores table : tables) {
            table.sorted()
                    .forEach(score -> found.putIfAbsent(score.server().name(), score.server()));
        }
        return found.values();
    }

    private static String ratio(Scores table, Server server) {
        return table.named(server.name())
                .map(score -> String.format(Locale.ROOT, "%.2f", score.ratios().median()))
                .orElse("\u2013");
    }

    private static String sections(List<Scores> tables) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tables.size(); i++) {
            Scores scores = tables.get(i);
            text.append("<section id=\"table" + i + "\">\n<h2>")
                    .append(escape(scores.workload().title()));
            text.append("</h2>\n").append(legend(scores));
            text.append(chart(i, "cost", "What it costs", scores));
            if (scores.workload().scenario().hasLatency()) {
                text.append(chart(i, "latency", "How long it takes", scores));
            }
            text.append(table(scores));
            for (String line : Report.notes(scores)) {
                text.append("<p class=\"note\">").append(escape(line)).append("</p>\n");
            }
            text.append("</section>\n");
        }
        return text.toString();
    }

    /** Who has which colour; the names stand beside the bars too. */
    private static String legend(Scores scores) {
        return scores.sorted().stream()
                .map(score -> score.server().group())
                .distinct()
                .map(
                        group ->
                                String.format(
                                        "<li><i style=\"background: var(--%s)\"></i>%s</li>",
                                        group, GROUPS.get(group)))
                .collect(Collectors.joining("", "<ul class=\"legend\">", "</ul>\n"));
    }

    private static String chart(int table, String kind, String title, Scores scores) {
        return String.format(
                "<h3>%s</h3>%n<div class=\"chart\" style=\"height: %dpx\"><canvas data-table=\"%d\""
                        + " data-kind=\"%s\" role=\"img\" aria-label=\"%s\"></canvas></div>%n",
                title,
                AXIS_PIXELS + ROW_PIXELS * scores.sorted().size(),
                table,
                kind,
                escape(title + ", " + scores.workload().title() + ": the table below has it all"));
    }

    private static String table(Scores scores) {
        List<Column> columns = Column.of(scores);
        StringBuilder text = new StringBuilder(TABLE_BEGINS);
        for (Column column : columns) {
            text.append("<th scope=\"col\">").append(escape(column.heading())).append("</th>");
        }
        text.append("</tr></thead>\n<tbody>\n");
        for (Score score : scores.sorted()) {
            text.append("<tr class=\"").append(score.server().group()).append("\">");
            List<String> cells = columns.stream().map(c -> escape(c.cell().apply(score))).toList();
            text.append("<th scope=\"row\">").append(cells.get(0)).append("</th>");
            cells.stream().skip(1).forEach(cell -> text.append("<td>" + cell + "</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody>\n</table></div>\n").toString();
    }

    private static String facts(Map<String, String> machine) {
        return machine.entrySet().stream()
                .map(
                        fact ->
                                String.format(
                                        "<tr><th scope=\"row\">%s</th><td>%s</td></tr>",
                                        escape(fact.getKey()), escape(fact.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static String list(List<String> lines) {
        return lines.isEmpty()
                ? "<p>Nobody.</p>"
                : lines.stream()
                        .map(line -> "<li>" + escape(line) + "</li>")
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    /** From the jar that Maven has fetched; its map for debuggers stays behind. */
    private static String library() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(resource("chart.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String name = String.format(LIBRARY, properties.getProperty("version"));
        return Checkout.resource(name).replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip();
    }

    private static String resource(String name) {
        return Checkout.resource(FOLDER + name).strip();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

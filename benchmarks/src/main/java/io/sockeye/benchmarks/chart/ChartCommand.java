package io.sockeye.benchmarks.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code chart} command. */
@Command(
        name = "chart",
        mixinStandardHelpOptions = true,
        description =
                "Draws the ratios to the reference of a run of compare: a group of bars for each table.")
public final class ChartCommand implements Callable<Integer> {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 520;

    /** Twice as many pixels as points, for screens that have them. */
    private static final int DPI = 144;

    /** A server that costs much more would leave no room for the differences that matter. */
    private static final double HIGHEST = 2;

    private static final Map<String, List<Integer>> SHADES =
            Map.of(
                    "c", List.of(0x6e7781, 0xafb8c1),
                    "jdk", List.of(0x9a6700, 0xd4a72c),
                    "netty", List.of(0x1f6feb, 0x79b8ff, 0x0b3d91),
                    "sockeye", List.of(0xa62317, 0xe5533d, 0xff9c86, 0xf7cabf),
                    "cpython", List.of(0x1a7f37, 0x56d364));

    @Parameters(index = "0", paramLabel = "RUN.json", description = "What compare --json wrote.")
    Path json;

    @Parameters(index = "1", paramLabel = "CHART.png", description = "The picture to write.")
    Path picture;

    @Option(
            names = "--servers",
            paramLabel = "REGEX",
            description = "Only servers whose name has a match. Default: ${DEFAULT-VALUE}")
    Pattern servers =
            Pattern.compile(
                    "^(c-io_uring|java.nio|netty (nio|epoll|io_uring)"
                            + "|reactor (jni.(epoll|io_uring)|ffm.epoll|nio))$");

    /** Runs the command and returns the exit code. */
    public static int run(String... args) {
        // No screen is needed, and servers have none.
        System.setProperty("java.awt.headless", "true");
        return new CommandLine(new ChartCommand())
                .setExecutionExceptionHandler(ChartCommand::fail)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        Run run = Run.read(json);
        String name = picture.toString().replaceFirst("\\.png$", "");
        BitmapEncoder.saveBitmapWithDPI(draw(run), name, BitmapEncoder.BitmapFormat.PNG, DPI);
        return 0;
    }

    private CategoryChart draw(Run run) throws IOException {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title(run))
                        .xAxisTitle("echo by connections, and the other scenarios")
                        .yAxisTitle("CPU time, ratio to " + run.reference + beyond(run))
                        .build();
        style(chart.getStyler());
        List<String> labels = run.tables.stream().map(Run.Table::label).toList();
        Map<String, Integer> used = new HashMap<>();
        for (Map.Entry<String, String> server : chosen(run).entrySet()) {
            List<Double> ratios = new ArrayList<>();
            run.tables.forEach(table -> ratios.add(table.ratio(server.getKey())));
            String group = server.getValue();
            int shade = used.merge(group, 1, Integer::sum) - 1;
            chart.addSeries(server.getKey(), labels, ratios).setFillColor(color(group, shade));
        }
        chart.addAnnotation(new AnnotationLine(1, false, false));
        return chart;
    }

    private String beyond(Run run) throws IOException {
        Map<String, String> names = chosen(run);
        boolean cut =
                run.tables.stream()
                        .flatMap(table -> table.servers.stream())
                        .anyMatch(row -> names.containsKey(row.name) && row.ratio > HIGHEST);
        return cut ? " (at the top: more than 2)" : "";
    }

    private static String title(Run run) {
        return "What a request costs on "
                + run.machine.getOrDefault("CPU", "an unknown CPU")
                + ", "
                + run.machine.getOrDefault("kernel", "")
                + ", JDK "
                + run.machine.getOrDefault("JDK of the servers", "").replaceFirst("[+-].*", "");
    }

    /** Names and groups: groups together, and names in order. */
    private Map<String, String> chosen(Run run) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String group : List.of("sockeye", "netty", "jdk", "c", "cpython")) {
            for (Run.Table table : run.tables) {
                table.servers.stream()
                        .filter(row -> row.group.equals(group) && isChosen(run, row))
                        .sorted(Comparator.comparing(row -> row.name))
                        .forEach(row -> found.put(row.name, row.group));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(json + " has no server whose name matches " + servers);
        }
        return found;
    }

    private boolean isChosen(Run run, Run.Row row) {
        return !row.name.equals(run.reference) && servers.matcher(row.name).find();
    }

    private static Color color(String group, int shade) {
        List<Integer> shades = SHADES.getOrDefault(group, List.of(0));
        return new Color(shades.get(shade % shades.size()));
    }

    private static void style(org.knowm.xchart.style.CategoryStyler style) {
        style.setAvailableSpaceFill(0.8);
        style.setYAxisMin(0.0).setYAxisMax(HIGHEST).setPlotGridVerticalLinesVisible(false);
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        style.setChartTitleBoxVisible(false).setLegendBorderColor(Color.WHITE);
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendLayout(Styler.LegendLayout.Horizontal);
        style.setAnnotationLineColor(Color.BLACK).setAnnotationLineStroke(new BasicStroke(1));
    }

    private static int fail(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        command.getErr().println("chart: " + e.getMessage());
        return 1;
    }
}

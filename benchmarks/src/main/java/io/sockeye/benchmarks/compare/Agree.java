package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Load;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The {@code agree} command: measures servers with the load generator of {@code compare} and with
 * one in C that shares nothing with it, in turns, and says whether they agree.
 */
@Command(
        name = "agree",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures echo servers with two independent load generators and says whether their"
                    + " figures agree: that of compare, and sockeye-echo-load in C, which counts"
                    + " itself and reads CPU time from /proc/PID/stat.",
            "Exit code 0 if they agree within what single rounds differ, 1 if not."
        })
public final class Agree implements Callable<Integer> {
    private static final Pattern COUNTED =
            Pattern.compile("(\\d+) requests ([0-9.]+) seconds ([0-9.]+) cpu\\s*");

    @Spec CommandSpec spec;

    @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.")
    int connections = 50;

    @Option(names = "--size", description = "Bytes in a message. Default: ${DEFAULT-VALUE}.")
    int size = Workload.USUAL_SIZE;

    @Option(names = "--rounds", description = "Turns of each generator. Default: 9.")
    int rounds = 9;

    @Option(names = "--seconds", description = "Length of a turn. Default: ${DEFAULT-VALUE}.")
    double seconds = 1;

    @Option(
            names = "--servers",
            paramLabel = "REGEX",
            description = "As for compare. Default: ${DEFAULT-VALUE}")
    Pattern servers = Pattern.compile("^(java.nio|netty epoll|reactor jni.epoll)$");

    @Option(names = "--java", paramLabel = "HOME", description = "As for compare.")
    Path javaHome = Path.of(System.getProperty("java.home"));

    /** What both generators found out about one server. */
    private record Pair(Turns ours, Turns theirs) {
        double times(ToDoubleFunction<Slice> figure) {
            return median(theirs, figure) / median(ours, figure);
        }

        /** Whether the two differ by no more than each differs from itself. */
        boolean agrees() {
            double times = times(Slice::cost);
            return Math.abs(times - 1) <= Math.max(spread(ours), spread(theirs));
        }

        static double median(Turns turns, ToDoubleFunction<Slice> figure) {
            return Ratios.median(turns.slices().stream().mapToDouble(figure).boxed().toList());
        }

        /** How far single rounds are from their median, such as 0.03. */
        static double spread(Turns turns) {
            double median = median(turns, Slice::cost);
            return turns.slices().stream()
                    .mapToDouble(slice -> Math.abs(slice.cost() / median - 1))
                    .max()
                    .orElse(0);
        }
    }

    /** Runs the command and returns the exit code. */
    public static int run(String... args) {
        return new CommandLine(new Agree()).setExecutionExceptionHandler(Agree::fail).execute(args);
    }

    @Override
    public Integer call() throws CompareException {
        Path load = Checkout.program("sockeye-echo-load").orElse(null);
        if (load == null || !CpuTime.isKnown()) {
            throw new CompareException(
                    "agree needs sockeye-echo-load, which the native build makes, and /proc");
        }
        Path java = javaHome.resolve("bin").resolve("java");
        Choice choice = new Choice(Optional.of(servers), false, false);
        Lineup lineup = Lineup.find(java, Checkout.cli(), choice);
        Cpus cpus = Cpus.detect();
        cpus.pinSelf();
        Map<Server, Pair> found = new LinkedHashMap<>();
        for (Server server : lineup.servers()) {
            found.put(server, measure(server, load, cpus));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                connections + " connections, messages of " + size + " bytes; " + cpus.describe());
        out.println(table(found, found.get(lineup.reference())));
        boolean agree = found.values().stream().allMatch(Pair::agrees);
        out.println(
                agree
                        ? "The two generators agree: they differ by no more than single rounds do."
                        : "The two generators DISAGREE: they differ by more than single rounds do.");
        out.flush();
        return agree ? 0 : 1;
    }

    private Pair measure(Server server, Path load, Cpus cpus) throws CompareException {
        Workload workload = Workload.echo(new Load(connections, size, 1));
        try (Contestant contestant = Contestant.start(server, cpus)) {
            contestant.warmUp(workload, 2 * seconds);
            Pair pair = new Pair(Turns.none(server), Turns.none(server));
            for (int round = 0; round < rounds; round++) {
                // Whoever came first comes last: a server gets cheaper while it is compiled.
                boolean first = round % 2 == 0;
                if (first) {
                    contestant.turn(workload, seconds, pair.ours());
                }
                pair.theirs().slices().add(theirTurn(contestant, load));
                if (!first) {
                    contestant.turn(workload, seconds, pair.ours());
                }
            }
            return pair;
        }
    }

    private Slice theirTurn(Contestant contestant, Path load) throws CompareException {
        List<String> command = new ArrayList<>(List.of(load.toString()));
        command.addAll(contestant.address());
        command.addAll(List.of(Integer.toString(connections), Integer.toString(size)));
        command.addAll(List.of(Double.toString(seconds), Long.toString(contestant.pid())));
        String text = Programs.run(command);
        Matcher counted = COUNTED.matcher(text);
        if (!counted.matches()) {
            throw new CompareException(load + " printed " + text.strip());
        }
        long wallNanos = (long) (Double.parseDouble(counted.group(2)) * 1e9);
        long cpuNanos = (long) (Double.parseDouble(counted.group(3)) * 1e9);
        return new Slice(Long.parseLong(counted.group(1)), wallNanos, cpuNanos, 0);
    }

    private static String table(Map<Server, Pair> found, Pair reference) {
        TextTable table =
                new TextTable(
                        List.of(
                                "server",
                                "requests/s",
                                "in C",
                                "CPU µs/request",
                                "in C",
                                "times",
                                "rounds differ",
                                "in C",
                                "ratio to C",
                                "in C"));
        found.forEach((server, pair) -> table.add(row(server, pair, reference)));
        return table.render();
    }

    private static List<String> row(Server server, Pair pair, Pair reference) {
        ToDoubleFunction<Slice> cost = Slice::cost;
        ToDoubleFunction<Slice> rate = Slice::unitsPerSecond;
        return List.of(
                server.name(),
                format("%,.0f", Pair.median(pair.ours(), rate)),
                format("%,.0f", Pair.median(pair.theirs(), rate)),
                format("%.2f", Pair.median(pair.ours(), cost) / 1e3),
                format("%.2f", Pair.median(pair.theirs(), cost) / 1e3),
                format("%.3f", pair.times(cost)),
                Report.percent(Pair.spread(pair.ours())),
                Report.percent(Pair.spread(pair.theirs())),
                format(
                        "%.2f",
                        Pair.median(pair.ours(), cost) / Pair.median(reference.ours(), cost)),
                format(
                        "%.2f",
                        Pair.median(pair.theirs(), cost) / Pair.median(reference.theirs(), cost)));
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    private static int fail(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof CompareException)) {
            throw e;
        }
        command.getErr().println("agree: " + e.getMessage());
        return 2;
    }
}

package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.ChurnGenerator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code compare} command. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Compares echo servers by the CPU time that each request costs them.",
            "The scenarios:",
            "  echo    small messages over connections that stay",
            "  churn   connect, one message, close: a connection for each message",
            "  stream  a long stream in both directions at once",
            "  idle    few busy connections among many idle ones: what the idle ones cost, in"
                    + " time (slow-down) and in memory (heap and native bytes each)"
        })
public final class Compare implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean help;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "echo, churn, stream or idle. Default: echo.")
    Scenario scenario = Scenario.ECHO;

    @Option(names = "--short", description = "Fewer and shorter rounds: one to two minutes.")
    boolean brief;

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = {
                "Open connections, a table for each number.",
                "Default: echo 50,1000; churn 50 at a time; stream 1; idle 50 busy ones."
            })
    List<Integer> connections;

    @Option(names = "--size", description = "Bytes in a message. Default: ${DEFAULT-VALUE}.")
    int size = 64;

    @Option(
            names = "--depth",
            description = "Messages under way per connection. Default: ${DEFAULT-VALUE}.")
    int depth = 1;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "echo: requests per second of all connections together, sent when they are due"
                            + " and timed from then, whether the server keeps up or not. Default: as"
                            + " many as the server answers.")
    Integer rate;

    @Option(
            names = "--bytes",
            description =
                    "stream: bytes each way in a turn, of all connections together. Default: 1 GiB,"
                            + " short 256 MiB.")
    Long bytes;

    @Option(
            names = "--idle",
            paramLabel = "N",
            description = "idle: how many connections are idle. Default: ${DEFAULT-VALUE}.")
    int idle = 10_000;

    @Option(
            names = "--allocations",
            description =
                    "Also counts the bytes that each request makes a Java server allocate, in a"
                            + " turn of its own after all others.")
    boolean allocations;

    @Option(names = "--rounds", description = "Turns of each server. Default: 9, short 5.")
    Integer rounds;

    @Option(names = "--seconds", description = "Length of a turn. Default: 1, short 0.4.")
    Double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description = "Load before the first round, at least. Default: 3, short 0.8.")
    Double warmup;

    @Option(
            names = "--servers",
            paramLabel = "REGEX",
            description = {
                "Only servers whose name has a match; the reference always runs. '.' is all.",
                "Default: c-epoll, c-io_uring, java.nio, Netty on nio and epoll, the reactor on every"
                        + " engine and multiplexer, and the best one of the selectors, which is"
                        + " 'sockeye jni+epoll' on Linux; without --short also Netty on io_uring,"
                        + " poll and select on other engines than the best, and"
                        + " 'java virtual', a virtual thread of the JDK (21+) for each connection;"
                        + " echo and churn without --short also have those of socketserver and of"
                        + " CPython, but for forking ones; --strace has those of --short.",
                "'socketserver|cpython' is these: socketserver threading, virtual (JDK 21+),"
                        + " forking (a process for each of up to 10 connections) and forking-reuse"
                        + " (processes that stay); cpython asyncio, threading and forking, where there is a"
                        + " python3."
            })
    Pattern servers;

    @Option(
            names = "--java",
            paramLabel = "HOME",
            description = "The Java that runs the servers. Default: this one.")
    Path javaHome = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--cli",
            paramLabel = "JAR",
            description = "The sockeye command. Default: java/cli/target/sockeye.jar.")
    Path cli;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes every round to a file.")
    Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Writes a report with charts, which needs no network to be looked at. Default: a"
                            + " new file beside that of --json or in this folder; with --short none.")
    Path html;

    @Option(
            names = "--strace",
            description = "Counts system calls per request instead of measuring time.")
    boolean countsCalls;

    /** Runs the command and returns the exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Compare())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Compare::refuse)
                .setExecutionExceptionHandler(Compare::fail);
    }

    @Override
    public Integer call() throws CompareException {
        Path java = java();
        Optional<Path> command = cliJar();
        Settings settings = settings();
        boolean canCount = !countsCalls || Programs.onPath("strace").isPresent();
        require(canCount, "--strace: there is no strace on the PATH");
        Cpus cpus = Cpus.detect();
        cpus.pinSelf();
        // Each is started once to find out, which takes seconds; somebody waits meanwhile.
        System.err.println("finding out which servers run here ...");
        Lineup lineup = Lineup.find(java, command, choice());
        PrintWriter out = spec.commandLine().getOut();
        if (countsCalls) {
            out.print(countCalls(settings, lineup));
        } else {
            printHead(out, settings, lineup, cpus);
            Map<String, String> machine = Machine.facts(java, cpus);
            List<Scores> tables = measure(out, settings, lineup, cpus);
            report(out, new Results(settings, lineup, machine, tables));
        }
        out.flush();
        return 0;
    }

    /**
     * Threads and processes need seconds to warm up, and strace follows one thread. Those of
     * socketserver can do nothing better than others when nothing is asked of them.
     */
    private Choice choice() {
        boolean hasTime = !brief && !countsCalls;
        boolean suits = scenario == Scenario.ECHO || scenario == Scenario.CHURN;
        return new Choice(Optional.ofNullable(servers), !hasTime, hasTime && suits);
    }

    private static List<Scores> measure(
            PrintWriter out, Settings settings, Lineup lineup, Cpus cpus) throws CompareException {
        double planned = Rounds.plannedSeconds(settings, lineup.servers().size() + 1);
        Progress progress = new Progress(System.err, Progress.isTerminal(), planned);
        List<Scores> tables = new Rounds(settings, lineup, cpus, progress).run();
        for (Scores table : tables) {
            out.println(Report.of(table));
        }
        return tables;
    }

    /** The files first: the winner has the last word. */
    private void report(PrintWriter out, Results results) throws CompareException {
        if (json != null) {
            write(json, JsonReport.of(results));
        }
        Path page = html == null && !brief ? usualPage() : html;
        if (page != null) {
            write(page, HtmlReport.of(results));
            out.println("report: " + page.toAbsolutePath().normalize());
            out.println();
        }
        out.println(results.verdict().sentence());
    }

    private Path usualPage() {
        String now = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").format(LocalDateTime.now());
        String name = "compare-" + scenario.name().toLowerCase(Locale.ROOT) + "-" + now + ".html";
        return json == null ? Path.of(name) : json.resolveSibling(name);
    }

    private String countCalls(Settings settings, Lineup lineup) throws CompareException {
        Path strace = Programs.onPath("strace").orElseThrow();
        List<Server> servers = lineup.servers();
        Progress progress = new Progress(System.err, Progress.isTerminal(), servers.size());
        return new SystemCalls(settings, strace, progress).table(servers);
    }

    private static void write(Path file, String text) throws CompareException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CompareException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void printHead(PrintWriter out, Settings settings, Lineup lineup, Cpus cpus) {
        out.println(settings.describe() + "; " + cpus.describe());
        out.println("load generator: " + LoadGenerator.describe() + ", every byte checked");
        if (!CpuTime.isKnown()) {
            out.println(
                    !settings.first().load().isOpenLoop()
                            ? "no /proc/PID/schedstat here: the ratios are of time per request instead of CPU time"
                            : "no /proc/PID/schedstat here: at a fixed rate only the latencies say something");
        }
        for (String line : lineup.leftOut()) {
            out.println("left out: " + line);
        }
        out.println();
        out.flush();
    }

    private Settings settings() {
        int turns = rounds == null ? brief ? 5 : 9 : rounds;
        double length = seconds == null ? brief ? 0.4 : 1 : seconds;
        require(turns >= 1, "--rounds is " + turns + "; it must be at least 1");
        require(length > 0 && length <= 3600, "--seconds is " + length + "; it must be above 0");
        double before = warmup == null ? brief ? 0.8 : 3.0 : warmup;
        require(before > 0 && before <= 3600, "--warmup is " + before + "; it must be above 0");
        return new Settings(workloads(), turns, length, before, allocations);
    }

    private List<Workload> workloads() {
        List<Integer> counts = connections == null ? usualConnections() : connections;
        require(!counts.isEmpty(), "--connections needs a number");
        boolean churns = scenario == Scenario.CHURN;
        require(!churns || depth == 1, "--depth is not for churn: a connection has one message");
        require(
                !churns || size <= ChurnGenerator.LARGEST_SIZE,
                "--size is " + size + "; for churn at most " + ChurnGenerator.LARGEST_SIZE);
        require(!countsCalls || scenario == Scenario.ECHO, "--strace is for echo only");
        require(rate == null || scenario == Scenario.ECHO, "--rate is for echo only");
        require(rate == null || rate >= 1, "--rate is " + rate + "; it must be at least 1");
        require(rate == null || !countsCalls, "--rate and --strace do not go together");
        require(idle >= 1, "--idle is " + idle + "; it must be at least 1");
        long length = bytes == null ? (brief ? 1L << 28 : 1L << 30) : bytes;
        require(length >= 1, "--bytes is " + length + "; it must be at least 1");
        int beside = scenario == Scenario.IDLE ? idle : 0;
        return affordable(
                counts.stream()
                        .map(each -> new Workload(scenario, load(each), beside, length))
                        .toList());
    }

    private List<Integer> usualConnections() {
        return switch (scenario) {
            case ECHO -> List.of(50, 1000);
            case CHURN, IDLE -> List.of(50);
            case STREAM -> List.of(1);
        };
    }

    private Load load(int each) {
        try {
            return new Load(each, size, depth, rate == null ? 0 : rate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    /** What the limit of open files allows; a JVM has some for itself. */
    private List<Workload> affordable(List<Workload> workloads) {
        long most = FileLimit.most() - 100;
        List<Workload> fit = workloads.stream().filter(each -> each.open() <= most).toList();
        require(!fit.isEmpty(), "ulimit -n allows " + most + " connections only");
        if (fit.size() < workloads.size()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("ulimit -n allows " + most + " connections; more are left out");
            err.flush();
        }
        return fit;
    }

    private Path java() {
        Path java = javaHome.resolve("bin").resolve("java");
        require(Files.isExecutable(java), "--java: there is no " + java);
        return java;
    }

    private Optional<Path> cliJar() {
        require(cli == null || Files.isRegularFile(cli), "--cli: there is no " + cli);
        return cli == null ? Checkout.cli() : Optional.of(cli);
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static int refuse(ParameterException e, String[] args) {
        return tell(e, e.getCommandLine(), CommandLine.ExitCode.USAGE);
    }

    private static int fail(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof CompareException)) {
            throw e;
        }
        return ServerProcess.isEnding() ? FAILED : tell(e, command, FAILED);
    }

    /** One line, whatever the message. */
    private static int tell(Exception e, CommandLine command, int exitCode) {
        command.getErr().println("compare: " + e.getMessage().lines().findFirst().orElse(""));
        return exitCode;
    }
}

package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
                    + " time (slow-down) and in memory (heap and native bytes each)",
            "  udp     datagrams from many sockets to one; what gets lost is counted"
        })
public final class Compare implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean help;

    @Mixin LoadOptions load;

    @Option(
            names = "--allocations",
            description =
                    "Also counts the bytes that each request makes a Java server allocate, in a"
                            + " turn of its own after all others.")
    boolean allocations;

    @Option(names = "--rounds", description = "Turns of each server. Default: 9, short 5, full 7.")
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
                        + " echo, churn and udp without --short also have those of socketserver and of"
                        + " CPython, but for forking ones; --strace has those of --short.",
                "'socketserver|cpython' is these: socketserver threading, virtual (JDK 21+),"
                        + " forking (a process for each of up to 10 connections) and forking-reuse"
                        + " (processes that stay); cpython asyncio, threading and forking, where there is a"
                        + " python3; for datagrams socketserver udp, cpython udp and asyncio."
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
        List<Scenario> scenarios = load.scenarios();
        load.check(countsCalls);
        List<Settings> settings = scenarios.stream().map(this::settings).toList();
        boolean canCount = !countsCalls || Programs.onPath("strace").isPresent();
        require(canCount, "--strace: there is no strace on the PATH");
        Cpus cpus = Cpus.detect();
        cpus.pinSelf();
        // Each is started once to find out, which takes seconds; somebody waits meanwhile.
        System.err.println("finding out which servers run here ...");
        List<Part> planned = planned(settings, java, command);
        PrintWriter out = spec.commandLine().getOut();
        if (countsCalls) {
            out.print(countCalls(planned.get(0)));
        } else {
            Map<String, String> machine = Machine.facts(java, cpus);
            report(out, new Results(measure(out, planned, cpus), machine));
        }
        out.flush();
        return 0;
    }

    /** Scenarios that the same servers are for share them: finding out takes long. */
    private List<Part> planned(List<Settings> settings, Path java, Optional<Path> command)
            throws CompareException {
        List<Part> planned = new ArrayList<>();
        for (Settings each : settings) {
            Scenario scenario = each.first().scenario();
            Optional<Part> alike =
                    planned.stream().filter(part -> isAlike(part.scenario(), scenario)).findFirst();
            Lineup lineup =
                    alike.isPresent() ? alike.get().lineup() : lineup(java, command, scenario);
            planned.add(new Part(each, lineup, List.of()));
        }
        return planned;
    }

    private boolean isAlike(Scenario one, Scenario other) {
        boolean datagrams = one == Scenario.UDP;
        return datagrams == (other == Scenario.UDP) && choice(one).equals(choice(other));
    }

    private Lineup lineup(Path java, Optional<Path> command, Scenario scenario)
            throws CompareException {
        Choice choice = choice(scenario);
        return scenario == Scenario.UDP
                ? Lineup.findDatagrams(java, choice)
                : Lineup.find(java, command, choice);
    }

    /**
     * Threads and processes need seconds to warm up, and strace shows little of them. Those of
     * socketserver can do nothing better than others when nothing is asked of them.
     */
    private Choice choice(Scenario scenario) {
        boolean hasTime = !load.brief && !countsCalls;
        return new Choice(
                Optional.ofNullable(servers), !hasTime, hasTime && scenario.suitsThreads());
    }

    private static List<Part> measure(PrintWriter out, List<Part> planned, Cpus cpus)
            throws CompareException {
        double seconds =
                planned.stream()
                        .mapToDouble(
                                part ->
                                        Rounds.plannedSeconds(
                                                part.settings(),
                                                part.lineup().servers().size() + 1))
                        .sum();
        Progress progress = new Progress(System.err, Progress.isTerminal(), seconds);
        List<Part> measured = new ArrayList<>();
        for (Part part : planned) {
            if (planned.size() > 1) {
                out.println("---- " + part.scenario().title());
            }
            printHead(out, part.settings(), part.lineup(), cpus);
            Rounds rounds = new Rounds(part.settings(), part.lineup(), cpus, progress);
            List<Scores> tables = rounds.run(table -> show(out, table));
            measured.add(new Part(part.settings(), part.lineup(), tables));
        }
        return measured;
    }

    private static void show(PrintWriter out, Scores table) {
        out.println(Report.of(table));
        out.flush();
    }

    /** The files first: the winner has the last word. */
    private void report(PrintWriter out, Results results) throws CompareException {
        if (json != null) {
            write(json, JsonReport.of(results));
        }
        Path page = html == null && !load.brief ? usualPage() : html;
        if (page != null) {
            write(page, HtmlReport.of(results));
            out.println("report: " + page.toAbsolutePath().normalize());
            out.println();
        }
        out.println(results.verdict().sentence());
    }

    private Path usualPage() {
        String now = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").format(LocalDateTime.now());
        List<Scenario> all = load.scenarios();
        String what = all.size() == 1 ? all.get(0).name().toLowerCase(Locale.ROOT) : "all";
        String name = "compare-" + what + "-" + now + ".html";
        return json == null ? Path.of(name) : json.resolveSibling(name);
    }

    private static String countCalls(Part part) throws CompareException {
        Path strace = Programs.onPath("strace").orElseThrow();
        List<Server> servers = part.lineup().servers();
        Progress progress = new Progress(System.err, Progress.isTerminal(), servers.size());
        Load load = part.settings().first().load();
        return SystemCalls.table(strace, load, servers, progress);
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

    private Settings settings(Scenario scenario) {
        boolean full = load.full;
        int turns = rounds == null ? load.brief ? 5 : full ? 7 : 9 : rounds;
        double length = seconds == null ? load.brief ? 0.4 : 1 : seconds;
        require(turns >= 1, "--rounds is " + turns + "; it must be at least 1");
        require(length > 0 && length <= 3600, "--seconds is " + length + "; it must be above 0");
        double before = warmup == null ? load.brief ? 0.8 : 3.0 : warmup;
        require(before > 0 && before <= 3600, "--warmup is " + before + "; it must be above 0");
        List<Workload> workloads = affordable(load.workloads(scenario));
        return new Settings(workloads, turns, length, before, allocations || full, full);
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

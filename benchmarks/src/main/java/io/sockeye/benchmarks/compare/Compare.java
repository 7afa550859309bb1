package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        description = "Compares echo servers by the CPU time that each request costs them.")
public final class Compare implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean help;

    @Option(names = "--short", description = "Fewer and shorter rounds: one to two minutes.")
    boolean brief;

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "Open connections, a table for each number. Default: 50,1000.")
    List<Integer> connections = List.of(50, 1000);

    @Option(names = "--size", description = "Bytes in a message. Default: ${DEFAULT-VALUE}.")
    int size = 64;

    @Option(
            names = "--depth",
            description = "Messages under way per connection. Default: ${DEFAULT-VALUE}.")
    int depth = 1;

    @Option(names = "--rounds", description = "Turns of each server. Default: 9, short 5.")
    Integer rounds;

    @Option(names = "--seconds", description = "Length of a turn. Default: 1, short 0.4.")
    Double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description = "Load before the first round, at least. Default: 3, short 1.")
    Double warmup;

    @Option(
            names = "--servers",
            paramLabel = "REGEX",
            description = {
                "Only servers whose name has a match; the reference always runs. '.' is all.",
                "Default: c-epoll, java.nio, the reactor on every engine and multiplexer, and the"
                        + " best one of the selectors, which is 'sockeye jni+epoll' on Linux."
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
            names = "--strace",
            description = "Counts system calls per request instead of measuring time.")
    boolean countsCalls;

    /** Runs the command and returns the exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Compare())
                .setParameterExceptionHandler(Compare::refuse)
                .setExecutionExceptionHandler(Compare::fail);
    }

    @Override
    public Integer call() throws CompareException {
        Path java = java();
        Optional<Path> command = cliJar();
        Settings settings = settings();
        Cpus cpus = Cpus.detect();
        cpus.pinSelf();
        Lineup lineup = Lineup.find(java, command, Optional.ofNullable(servers));
        PrintWriter out = spec.commandLine().getOut();
        if (countsCalls) {
            out.print(countCalls(settings, lineup));
        } else {
            printHead(out, settings, lineup, cpus);
            measure(out, settings, lineup, cpus);
        }
        out.flush();
        return 0;
    }

    private void measure(PrintWriter out, Settings settings, Lineup lineup, Cpus cpus)
            throws CompareException {
        double planned = Rounds.plannedSeconds(settings, lineup.servers().size() + 1);
        Progress progress = new Progress(System.err, Progress.isTerminal(), planned);
        List<Scores> tables = new Rounds(settings, lineup, cpus, progress).run();
        for (Scores table : tables) {
            out.println(Report.of(table));
        }
        out.println(new Verdict(tables).sentence());
        if (json != null) {
            write(JsonReport.of(settings, cpus, lineup, tables));
        }
    }

    private String countCalls(Settings settings, Lineup lineup) throws CompareException {
        Optional<Path> strace = Programs.onPath("strace");
        require(strace.isPresent(), "--strace: there is no strace on the PATH");
        List<Server> servers = lineup.servers();
        Progress progress = new Progress(System.err, Progress.isTerminal(), servers.size());
        return new SystemCalls(settings, strace.get(), progress).table(servers);
    }

    private void write(String text) throws CompareException {
        try {
            Files.writeString(json, text);
        } catch (IOException e) {
            throw new CompareException("cannot write " + json + ": " + e.getMessage(), e);
        }
    }

    private static void printHead(PrintWriter out, Settings settings, Lineup lineup, Cpus cpus) {
        out.println(settings.describe() + "; " + cpus.describe());
        out.println("load generator: " + LoadGenerator.describe() + ", every byte checked");
        if (!CpuTime.isKnown()) {
            out.println("no /proc here: the ratios are of time per request instead of CPU time");
        }
        for (String line : lineup.leftOut()) {
            out.println("left out: " + line);
        }
        out.println();
        out.flush();
    }

    private Settings settings() {
        require(!connections.isEmpty(), "--connections needs a number");
        for (int each : connections) {
            checkLoad(each);
        }
        int turns = rounds == null ? brief ? 5 : 9 : rounds;
        double length = seconds == null ? brief ? 0.4 : 1 : seconds;
        require(turns >= 1, "--rounds is " + turns + "; it must be at least 1");
        require(length > 0 && length <= 3600, "--seconds is " + length + "; it must be above 0");
        double before = warmup == null ? brief ? 1.0 : 3.0 : warmup;
        require(before > 0 && before <= 3600, "--warmup is " + before + "; it must be above 0");
        return new Settings(affordable(), size, depth, turns, length, before);
    }

    private void checkLoad(int each) {
        try {
            new Load(each, size, depth);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    /** What the limit of open files allows; a JVM has some for itself. */
    private List<Integer> affordable() {
        long most = FileLimit.most() - 100;
        List<Integer> fit = new ArrayList<>(connections);
        fit.removeIf(each -> each > most);
        require(!fit.isEmpty(), "ulimit -n allows " + most + " connections only");
        if (fit.size() < connections.size()) {
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

package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.ChurnGenerator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.UdpGenerator;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the command that say what is done to the servers. */
final class LoadOptions {
    /** Of the full run, which varies one thing at a time. */
    private static final List<Integer> FULL_CONNECTIONS = List.of(1, 50, 1000, 10_000);

    private static final List<Integer> FULL_SIZES = List.of(1024, 16_384);
    private static final int FULL_DEPTH = 16;
    private static final int USUAL_CONNECTIONS = 50;

    private static final long BYTES = 1L << 30;
    private static final long BYTES_OF_SHORT = 1L << 28;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = "--scenario",
            split = ",",
            paramLabel = "NAME",
            description = "echo, churn, stream, idle or udp, or some of them. Default: echo.")
    List<Scenario> scenarios;

    @Option(names = "--short", description = "Fewer and shorter rounds: one to two minutes.")
    boolean brief;

    @Option(
            names = "--full",
            description = {
                "All scenarios, and echo with 1, 50, 1000 and 10,000 connections, messages of 64"
                        + " bytes, 1 and 16 KiB, 1 and 16 under way, one of these varied at a time;"
                        + " with allocations, and with system calls where there is an strace.",
                "More than an hour."
            })
    boolean full;

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = {
                "Open connections, a table for each number.",
                "Default: echo 50,1000; churn 50 at a time; stream 1; idle 50 busy ones; udp 50"
                        + " sockets."
            })
    List<Integer> connections;

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "N",
            description = "Bytes in a message, a table for each number. Default: 64.")
    List<Integer> sizes;

    @Option(
            names = "--depth",
            split = ",",
            paramLabel = "N",
            description = "Messages under way per connection, a table for each number. Default: 1.")
    List<Integer> depths;

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
            paramLabel = "N",
            description =
                    "stream: bytes each way in a turn, of all connections together. Default: 1 GiB,"
                            + " short 256 MiB.")
    Long bytes;

    @Option(
            names = "--idle",
            paramLabel = "N",
            description = "idle: how many connections are idle. Default: ${DEFAULT-VALUE}.")
    int idle = 10_000;

    /** What is asked for, each once. */
    List<Scenario> scenarios() {
        if (scenarios == null) {
            return full ? List.of(Scenario.values()) : List.of(Scenario.ECHO);
        }
        return scenarios.stream().distinct().toList();
    }

    /** Refuses what does not go together. */
    void check(boolean countsCalls) {
        boolean echoOnly = scenarios().equals(List.of(Scenario.ECHO));
        require(!brief || !full, "--short and --full do not go together");
        require(!countsCalls || echoOnly, "--strace is for echo only");
        require(!countsCalls || !full, "--full counts system calls anyway");
        require(rate == null || echoOnly, "--rate is for echo only");
        require(rate == null || rate >= 1, "--rate is " + rate + "; it must be at least 1");
        require(rate == null || !countsCalls, "--rate and --strace do not go together");
        require(idle >= 1, "--idle is " + idle + "; it must be at least 1");
        require(bytes() >= 1, "--bytes is " + bytes + "; it must be at least 1");
    }

    /** What is measured in one scenario. */
    List<Workload> workloads(Scenario scenario) {
        int beside = scenario == Scenario.IDLE ? idle : 0;
        List<Load> loads = variesOneAtATime(scenario) ? oneAtATime() : all(scenario);
        loads.forEach(load -> check(scenario, load));
        return loads.stream().map(load -> new Workload(scenario, load, beside, bytes())).toList();
    }

    private boolean variesOneAtATime(Scenario scenario) {
        boolean free = connections == null && sizes == null && depths == null;
        return full && free && scenario == Scenario.ECHO && rate == null;
    }

    private List<Load> oneAtATime() {
        List<Load> loads = new ArrayList<>();
        FULL_CONNECTIONS.forEach(each -> loads.add(load(each, Workload.USUAL_SIZE, 1)));
        FULL_SIZES.forEach(size -> loads.add(load(USUAL_CONNECTIONS, size, 1)));
        loads.add(load(USUAL_CONNECTIONS, Workload.USUAL_SIZE, FULL_DEPTH));
        return loads;
    }

    private List<Load> all(Scenario scenario) {
        List<Load> loads = new ArrayList<>();
        for (int size : sizes == null ? List.of(Workload.USUAL_SIZE) : sizes) {
            for (int depth : depths == null ? List.of(1) : depths) {
                for (int each : connections == null ? usualConnections(scenario) : connections) {
                    loads.add(load(each, size, depth));
                }
            }
        }
        require(!loads.isEmpty(), "--connections, --size and --depth need a number");
        return loads;
    }

    private void check(Scenario scenario, Load load) {
        boolean churns = scenario == Scenario.CHURN;
        int size = load.size();
        require(
                !churns || load.depth() == 1,
                "--depth is not for churn: a connection has one message");
        require(
                !churns || size <= ChurnGenerator.LARGEST_SIZE,
                "--size is " + size + "; for churn at most " + ChurnGenerator.LARGEST_SIZE);
        boolean fits = size >= UdpGenerator.LEAST_SIZE && size <= UdpGenerator.LARGEST_SIZE;
        require(
                scenario != Scenario.UDP || fits,
                "--size is " + size + "; for udp 8 to " + UdpGenerator.LARGEST_SIZE);
    }

    private long bytes() {
        return bytes == null ? (brief ? BYTES_OF_SHORT : BYTES) : bytes;
    }

    private static List<Integer> usualConnections(Scenario scenario) {
        return switch (scenario) {
            case ECHO -> List.of(USUAL_CONNECTIONS, 1000);
            case CHURN, IDLE, UDP -> List.of(USUAL_CONNECTIONS);
            case STREAM -> List.of(1);
        };
    }

    private Load load(int each, int size, int depth) {
        try {
            return new Load(each, size, depth, rate == null ? 0 : rate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}

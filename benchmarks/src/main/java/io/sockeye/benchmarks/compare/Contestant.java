package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Generator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadException;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A server that runs, and how it is measured. It stays up until all is over. */
final class Contestant implements AutoCloseable {
    /** Before each measurement: caches, and the memory of new connections. */
    private static final double SETTLE_SECONDS = 0.05;

    /** After the last answer a server still has to go to sleep; see {@link CpuTime}. */
    private static final long IDLE_MILLIS = 2;

    private static final int WARMUP_STEPS = 4;
    private static final int ENOUGH_FLAT_STEPS = 2;
    private static final int LONGEST_WARMUP = 2;
    private static final double CHEAPER = 0.95;

    /** Even alone on its CPU a server sleeps now and then. */
    private static final double NEARLY = 0.9;

    private static final double PATIENCE_SECONDS = 60;
    private static final double CLOSING_SECONDS = 5;

    private final Server server;
    private final ServerProcess process;

    private Contestant(Server server, ServerProcess process) {
        this.server = server;
        this.process = process;
    }

    static Contestant start(Server server, Cpus cpus) throws CompareException {
        return new Contestant(
                server, ServerProcess.start(server.name(), cpus.pin(server.command())));
    }

    Server server() {
        return server;
    }

    /**
     * Loads the server until its requests get no cheaper, and at least until it has used so much
     * CPU time: a compiler that is still at work would be charged to the first rounds, and on a
     * busy machine it comes to its work late.
     */
    void warmUp(Workload workload, double seconds) throws CompareException {
        double step = seconds / WARMUP_STEPS;
        double usedNanos = 0;
        double lowest = Double.POSITIVE_INFINITY;
        int flat = 0;
        for (int i = 0; i < LONGEST_WARMUP * WARMUP_STEPS; i++) {
            Slice slice = warmUpStep(workload.atFullLoad(), step);
            usedNanos += slice.hasCpu() ? slice.cpuNanos() : slice.wallNanos();
            flat = slice.cost() < CHEAPER * lowest ? 0 : flat + 1;
            lowest = Math.min(lowest, slice.cost());
            if (usedNanos >= NEARLY * seconds * 1e9 && flat >= ENOUGH_FLAT_STEPS) {
                return;
            }
        }
    }

    /**
     * How many units a second it does under a load with a rate. The best of some tries counts, as
     * something else may have had the CPU.
     */
    double fastest(Workload workload, double seconds) throws CompareException {
        double fastest = 0;
        for (int i = 0; i < WARMUP_STEPS && !workload.keepsUp(fastest); i++) {
            Slice slice = warmUpStep(workload, seconds / WARMUP_STEPS);
            fastest = Math.max(fastest, slice.unitsPerSecond());
        }
        return fastest;
    }

    private Slice warmUpStep(Workload workload, double seconds) throws CompareException {
        try (Generator generator = connect(workload)) {
            settle(generator);
            Histogram unused = LoadGenerator.newHistogram();
            return measure(generator, seconds, Long.MAX_VALUE, unused);
        }
    }

    /** The server's part of one round. */
    void turn(Workload workload, double seconds, Turns into) throws CompareException {
        long open = process.openFiles();
        takeTurn(workload, seconds, into);
        awaitOpenFiles(open);
    }

    private void takeTurn(Workload workload, double seconds, Turns into) throws CompareException {
        try (Generator generator = connect(workload)) {
            settle(generator);
            if (workload.idle() == 0) {
                measureTurn(generator, workload, seconds, into);
                return;
            }
            Histogram unused = LoadGenerator.newHistogram();
            into.alone().add(measure(generator, seconds, Long.MAX_VALUE, unused));
            Generator idle = openIdle(workload);
            try {
                settle(generator);
                measureTurn(generator, workload, seconds, into);
            } finally {
                idle.close();
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** A server that still closes thousands of connections is in the next one's way. */
    private void awaitOpenFiles(long most) throws CompareException {
        long start = System.nanoTime();
        while (process.openFiles() > most && System.nanoTime() - start < CLOSING_SECONDS * 1e9) {
            idle();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Host and port. */
    List<String> address() {
        return List.of(process.host(), Integer.toString(process.port()));
    }

    Generator connect(Workload workload) throws CompareException {
        try {
            return workload.connect(process.host(), process.port());
        } catch (IOException e) {
            throw process.failure(e.getMessage(), e);
        }
    }

    /** Opens the idle connections; each has had one request, as most that are idle have. */
    Generator openIdle(Workload workload) throws CompareException {
        Load load = new Load(workload.idle(), workload.load().size(), 1);
        Generator idle = connect(Workload.echo(load));
        askEach(idle, workload);
        return idle;
    }

    /** Makes one request on each idle connection. */
    void askEach(Generator idle, Workload workload) throws CompareException {
        run(idle, PATIENCE_SECONDS, workload.idle(), LoadGenerator.newHistogram());
    }

    void settle(Generator generator) throws CompareException {
        run(generator, SETTLE_SECONDS, Long.MAX_VALUE, LoadGenerator.newHistogram());
    }

    long run(Generator generator, double seconds, long most, Histogram latency)
            throws CompareException {
        try {
            return generator.run((long) (seconds * 1e9), most, latency);
        } catch (LoadException e) {
            throw process.failure(e.getMessage(), e);
        }
    }

    private void measureTurn(Generator generator, Workload workload, double seconds, Turns into)
            throws CompareException {
        double length = workload.turnSeconds(seconds);
        into.slices().add(measure(generator, length, workload.turnUnits(), into.latency()));
    }

    private Slice measure(Generator generator, double seconds, long most, Histogram latency)
            throws CompareException {
        try {
            return CpuTime.isKnown()
                    ? measureWithCpu(generator, seconds, most, latency)
                    : measureWall(generator, seconds, most, latency);
        } catch (IOException e) {
            throw process.failure(e.getMessage(), e);
        }
    }

    private Slice measureWithCpu(Generator generator, double seconds, long most, Histogram latency)
            throws IOException, CompareException {
        idle();
        CpuTime ourBefore = CpuTime.of(ProcessHandle.current().pid());
        CpuTime before = CpuTime.of(process.pid());
        Slice slice = measureWall(generator, seconds, most, latency);
        idle();
        CpuTime after = CpuTime.of(process.pid());
        CpuTime ourAfter = CpuTime.of(ProcessHandle.current().pid());
        long waited = Math.max(after.waitedSince(before), ourAfter.waitedSince(ourBefore));
        return slice.using(after.usedSince(before), waited);
    }

    private Slice measureWall(Generator generator, double seconds, long most, Histogram latency)
            throws CompareException {
        long start = System.nanoTime();
        long units = run(generator, seconds, most, latency);
        long nanos = System.nanoTime() - start - generator.waitedNanos();
        return Slice.withoutCpu(units, nanos).losing(generator.lost());
    }

    private static void idle() throws CompareException {
        try {
            Thread.sleep(IDLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompareException("interrupted", e);
        }
    }

    static void closeAll(List<Contestant> contestants) {
        contestants.forEach(Contestant::close);
    }
}

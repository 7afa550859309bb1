package io.sockeye.benchmarks.compare;

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
    void warmUp(Load load, double seconds) throws CompareException {
        double step = seconds / WARMUP_STEPS;
        double usedNanos = 0;
        double lowest = Double.POSITIVE_INFINITY;
        int flat = 0;
        for (int i = 0; i < LONGEST_WARMUP * WARMUP_STEPS; i++) {
            Slice slice = measure(load, step, LoadGenerator.newHistogram());
            usedNanos += slice.hasCpu() ? slice.cpuNanos() : slice.wallNanos();
            flat = slice.cost() < CHEAPER * lowest ? 0 : flat + 1;
            lowest = Math.min(lowest, slice.cost());
            if (usedNanos >= NEARLY * seconds * 1e9 && flat >= ENOUGH_FLAT_STEPS) {
                return;
            }
        }
    }

    /** Loads the server and measures. */
    Slice measure(Load load, double seconds, Histogram latency) throws CompareException {
        try (LoadGenerator generator = connect(load)) {
            run(generator, SETTLE_SECONDS, LoadGenerator.newHistogram());
            return CpuTime.isKnown()
                    ? measureWithCpu(generator, seconds, latency)
                    : measureWall(generator, seconds, latency);
        } catch (IOException e) {
            throw process.failure(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private LoadGenerator connect(Load load) throws IOException {
        return new LoadGenerator(process.host(), process.port(), load);
    }

    private Slice measureWithCpu(LoadGenerator generator, double seconds, Histogram latency)
            throws IOException, CompareException {
        idle();
        CpuTime ourBefore = CpuTime.of(ProcessHandle.current().pid());
        CpuTime before = CpuTime.of(process.pid());
        Slice slice = measureWall(generator, seconds, latency);
        idle();
        CpuTime after = CpuTime.of(process.pid());
        CpuTime ourAfter = CpuTime.of(ProcessHandle.current().pid());
        long waited = Math.max(after.waitedSince(before), ourAfter.waitedSince(ourBefore));
        return new Slice(slice.requests(), slice.wallNanos(), after.usedSince(before), waited);
    }

    private Slice measureWall(LoadGenerator generator, double seconds, Histogram latency)
            throws CompareException {
        long start = System.nanoTime();
        long requests = run(generator, seconds, latency);
        return Slice.withoutCpu(requests, System.nanoTime() - start);
    }

    private long run(LoadGenerator generator, double seconds, Histogram latency)
            throws CompareException {
        try {
            return generator.run((long) (seconds * 1e9), Long.MAX_VALUE, latency);
        } catch (LoadException e) {
            throw process.failure(e.getMessage(), e);
        }
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

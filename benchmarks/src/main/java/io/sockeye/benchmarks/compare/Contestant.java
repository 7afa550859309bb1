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

    /** Loads the server without measuring. */
    void warmUp(Load load, double seconds) throws CompareException {
        try (LoadGenerator generator = connect(load)) {
            run(generator, seconds, LoadGenerator.newHistogram());
        } catch (IOException e) {
            throw process.failure(e.getMessage(), e);
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
        CpuTime before = CpuTime.of(process.pid());
        Slice slice = measureWall(generator, seconds, latency);
        idle();
        long cpuNanos = CpuTime.of(process.pid()).nanosSince(before);
        return new Slice(slice.requests(), slice.wallNanos(), cpuNanos);
    }

    private Slice measureWall(LoadGenerator generator, double seconds, Histogram latency)
            throws CompareException {
        long start = System.nanoTime();
        long requests = run(generator, seconds, latency);
        return new Slice(requests, System.nanoTime() - start, -1);
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

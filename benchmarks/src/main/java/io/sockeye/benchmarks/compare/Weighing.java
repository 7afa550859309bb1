package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Generator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.util.List;

/** Finds out what a server needs of memory, beside the turns in which its time is measured. */
final class Weighing {
    private static final Workload COMING_AND_GOING =
            new Workload(Scenario.CHURN, new Load(50, 64, 1), 0, 0);

    private static final double COMING_AND_GOING_SECONDS = 0.2;

    private final Contestant contestant;
    private final Turns into;
    private final List<String> leftOut;

    /**
     * Of one server.
     *
     * @param into gets the figures
     * @param leftOut gets a line for each that cannot be found out
     */
    Weighing(Contestant contestant, Turns into, List<String> leftOut) {
        this.contestant = contestant;
        this.into = into;
        this.leftOut = leftOut;
    }

    /**
     * What one idle connection takes, in a process for this alone: only the first time tells,
     * because memory that was once taken is not given back. A few connections have to come and go
     * before, or the classes that they need would be counted as theirs.
     */
    void idleConnections(Workload workload) throws CompareException {
        try (Generator churn = contestant.connect(COMING_AND_GOING)) {
            run(churn, COMING_AND_GOING_SECONDS);
        }
        try {
            Memory before = memory();
            Memory after = memoryWithIdle(workload);
            double connections = workload.idle();
            into.figures().put(Figure.NATIVE, (after.outside() - before.outside()) / connections);
            if (contestant.server().isJvm()) {
                into.figures().put(Figure.HEAP, (after.heap() - before.heap()) / connections);
            }
        } catch (IOException e) {
            leftOut.add("memory of " + contestant.server().name() + ": " + e.getMessage());
        }
    }

    /** What one unit makes a JVM allocate. */
    void allocations(Workload workload, double seconds) throws CompareException {
        try (Generator generator = contestant.connect(workload);
                Allocations allocations = Allocations.of(contestant.pid())) {
            contestant.settle(generator);
            long before = allocations.bytes();
            double units = workload.scenario().rate(run(generator, seconds));
            into.figures().put(Figure.ALLOCATED, (allocations.bytes() - before) / units);
        } catch (IOException e) {
            leftOut.add("allocations of " + contestant.server().name() + ": " + e.getMessage());
        }
    }

    private Memory memoryWithIdle(Workload workload) throws CompareException, IOException {
        Generator idle = contestant.openIdle(workload);
        try {
            Memory memory = memory();
            // A server that had dropped some of them would have been found light.
            contestant.askEach(idle, workload);
            return memory;
        } finally {
            idle.close();
        }
    }

    private Memory memory() throws IOException {
        return Memory.of(contestant.server(), contestant.pid());
    }

    private long run(Generator generator, double seconds) throws CompareException {
        return contestant.run(generator, seconds, Long.MAX_VALUE, LoadGenerator.newHistogram());
    }
}

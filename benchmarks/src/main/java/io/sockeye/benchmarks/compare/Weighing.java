package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Generator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.util.List;

/** Finds out what a server needs of memory, before or after its time is measured. */
final class Weighing {
    private static final Workload COMING_AND_GOING =
            new Workload(Scenario.CHURN, new Load(50, 64, 1), 0, 0);

    private static final double COMING_AND_GOING_SECONDS = 0.5;

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
     * What one idle connection takes. Only the first time tells: memory that was once taken is not
     * given back. Before that, all code for connections that come and go has to be compiled, or the
     * compiler's memory would be taken for theirs.
     */
    void idleConnections(Workload workload) throws CompareException {
        try (Generator churn = contestant.connect(COMING_AND_GOING)) {
            run(churn, COMING_AND_GOING_SECONDS);
        }
        try {
            Memory before = Memory.of(contestant.server(), contestant.pid());
            Generator idle = contestant.openIdle(workload);
            Memory after = Memory.of(contestant.server(), contestant.pid());
            idle.close();
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

    private long run(Generator generator, double seconds) throws CompareException {
        return contestant.run(generator, seconds, Long.MAX_VALUE, LoadGenerator.newHistogram());
    }
}

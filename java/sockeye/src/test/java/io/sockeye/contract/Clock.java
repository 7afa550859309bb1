package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Checks that nothing returns early; how late it may be is nobody's promise. */
final class Clock {
    private Clock() {}

    static void assertLasts(long nanos, ContractTest.Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        long lasted = System.nanoTime() - start;
        assertTrue(lasted >= nanos, "returned after " + lasted + " ns, not " + nanos);
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engine;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * How much the current thread allocates; by reflection, because the library needs no management.
 */
public final class Allocations {
    private static final long COMPILED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final Object BEAN;
    private static final Method ALLOCATED;

    static {
        try {
            Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
            BEAN = factory.getMethod("getThreadMXBean").invoke(null);
            ALLOCATED =
                    Class.forName("com.sun.management.ThreadMXBean")
                            .getMethod("getThreadAllocatedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Allocations() {}

    /** One run of what needs no engine may allocate nothing. */
    public static void expectNone(Callable<?> action) throws Exception {
        double bytes = perRun(action::call, 0);
        assertTrue(bytes < 1, bytes + " bytes for each run");
    }

    /**
     * One run may allocate nothing. The JDK's selector boxes the number of each descriptor above
     * 127 that is ready: for nio that much is let pass.
     */
    static void expectNone(Engine engine, ContractTest.Action action) throws Exception {
        expectAtMost(engine, 0, action);
    }

    /** One run may allocate so many bytes, and for nio what the JDK boxes. */
    static void expectAtMost(Engine engine, int most, ContractTest.Action action) throws Exception {
        int allowed = most + ofTheJdk(engine);
        double bytes = perRun(action, allowed);
        assertTrue(bytes < allowed + 1, bytes + " bytes for each run");
    }

    /**
     * What the JDK allocates in one run, in which an engine makes at most three calls. The linker
     * of ffm slices the memory for errno, 40 bytes a call wherever its code is not inlined.
     */
    private static int ofTheJdk(Engine engine) {
        if (!engine.hasRealFds()) {
            return 16;
        }
        return engine.name().equals("ffm") ? 3 * 40 : 0;
    }

    /** One run may make another thread allocate so many bytes. */
    static void expectAtMost(Thread other, int most, ContractTest.Action action) throws Exception {
        double bytes = perRun(other, action, most);
        assertTrue(bytes < most + 1, bytes + " bytes for each run");
    }

    private static double perRun(ContractTest.Action action, int enough) throws Exception {
        return perRun(Thread.currentThread(), action, enough);
    }

    /**
     * Bytes for each run, in the best of several rounds: others are for compilers and caches. The
     * optimising compiler comes late on a busy machine.
     */
    private static double perRun(Thread thread, ContractTest.Action action, int enough)
            throws Exception {
        int runs = 1000;
        double best = Double.MAX_VALUE;
        long deadline = System.nanoTime() + COMPILED_WITHIN_NANOS;
        while (best > enough + 0.5 && System.nanoTime() < deadline) {
            long before = bytes(thread);
            for (int i = 0; i < runs; i++) {
                action.run();
            }
            long ownCost = measureNothing(thread);
            best = Math.min(best, Math.max(0, bytes(thread) - before - ownCost) / (double) runs);
        }
        return best;
    }

    private static long measureNothing(Thread thread) throws Exception {
        long before = bytes(thread);
        return bytes(thread) - before;
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    private static long bytes(Thread thread) throws Exception {
        return (long) ALLOCATED.invoke(BEAN, thread.getId());
    }
}

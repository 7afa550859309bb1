package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that a server has had done is forgotten, and nothing counts twice. */
@Timeout(60)
class CpuTimeTest {
    private static final long TICK_NANOS = 10_000_000;
    private static final long BURNT_NANOS = 20 * TICK_NANOS;

    /** Tells of the CPU time that a child has used, keeps it as a zombie, reaps it, and waits. */
    private static final String PARENT =
            """
            import os, sys, time
            def say(what):
                print(what, flush=True)
                sys.stdin.readline()
            read, write = os.pipe()
            say('begin')
            child = os.fork()
            if child == 0:
                while time.process_time() < 0.2:
                    pass
                os.write(write, b'%d' % time.process_time_ns())
                os._exit(0)
            used = os.read(read, 99).decode()
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            say('zombie ' + used)
            os.waitpid(child, 0)
            say('reaped')
            """;

    @BeforeEach
    void theSystemTells() {
        assumeTrue(CpuTime.isKnown(), "there is no /proc that tells of CPU time");
    }

    @Test
    void threadsThatHaveEndedCount() throws Exception {
        CpuTime before = CpuTime.of(ProcessHandle.current().pid());
        long[] used = new long[1];
        Thread thread = new Thread(() -> used[0] = burn());
        thread.start();
        thread.join();
        CpuTime after = CpuTime.of(ProcessHandle.current().pid());
        assertTrue(after.usedSince(before) >= used[0], after.usedSince(before) + " < " + used[0]);
    }

    @Test
    void childrenCountOnceWhetherTheyWereWaitedForOrNot() throws Exception {
        assumeTrue(Programs.onPath("python3").isPresent(), "there is no python3");
        Process parent = new ProcessBuilder("python3", "-c", PARENT).start();
        try (BufferedReader said = parent.inputReader();
                OutputStream go = parent.getOutputStream()) {
            assertEquals("begin", said.readLine());
            CpuTime before = CpuTime.of(parent.pid());
            long used = Long.parseLong(next(go, said).substring("zombie ".length()));
            long asZombie = CpuTime.of(parent.pid()).usedSince(before);
            assertEquals("reaped", next(go, said));
            long asReaped = CpuTime.of(parent.pid()).usedSince(before);
            assertTrue(asZombie >= used, asZombie + " < " + used);
            assertEquals(asZombie, asReaped, 2.0 * TICK_NANOS + asZombie - used);
        } finally {
            parent.destroyForcibly();
        }
    }

    private static String next(OutputStream go, BufferedReader said) throws IOException {
        go.write('\n');
        go.flush();
        return said.readLine();
    }

    private static long burn() {
        long used;
        do {
            used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        } while (used < BURNT_NANOS);
        return used;
    }
}

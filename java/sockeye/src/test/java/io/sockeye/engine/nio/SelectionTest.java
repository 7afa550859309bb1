package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final long SHORT = 5_000_000;

    private Selection selection;

    @BeforeEach
    void open() throws Exception {
        selection = new Selection(watch -> {});
    }

    @AfterEach
    void close() throws Exception {
        selection.close();
    }

    @Test
    void aFlushDoesNotUseUpTheWakeupOfAThreadThatIsAboutToWait() throws Exception {
        selection.attend();
        selection.wakeup();
        selection.flush();
        assertTrue(nanosOfSelect(Calls.PATIENCE) < Calls.PATIENCE);
    }

    @Test
    void aFlushBeforeTheLookCostsTheWaitNothing() throws Exception {
        selection.wakeup();
        selection.flush();
        selection.attend();
        assertTrue(nanosOfSelect(SHORT) >= SHORT);
    }

    @Test
    void aWakeupIfAttentiveIsNothingWhileNobodyWaits() throws Exception {
        selection.wakeupIfAttentive();
        selection.attend();
        assertTrue(nanosOfSelect(SHORT) >= SHORT);
    }

    private long nanosOfSelect(long nanos) throws Exception {
        long start = System.nanoTime();
        assertEquals(0, selection.select(nanos, key -> {}));
        return System.nanoTime() - start;
    }
}

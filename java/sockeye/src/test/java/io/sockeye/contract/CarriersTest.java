package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many waiting virtual threads and two carriers, in a JVM of its own. */
@Tag("contract")
class CarriersTest extends ContractTest {
    @Test
    void waitingVirtualThreadsHoldNoCarrier() throws Exception {
        runsOnTwoCarriers(CarriersChild.class);
    }

    @Test
    void selectingVirtualThreadsHoldNoCarrier() throws Exception {
        runsOnTwoCarriers(SelectingChild.class);
    }

    private void runsOnTwoCarriers(Class<?> main) throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        ChildJvm.Result child =
                ChildJvm.of(main, engine.name())
                        .with("-Djdk.virtualThreadScheduler.parallelism=2")
                        .with("-Djdk.virtualThreadScheduler.maxPoolSize=2")
                        .run();
        assertEquals("ok\n", child.output());
        assertEquals(0, child.status());
    }
}

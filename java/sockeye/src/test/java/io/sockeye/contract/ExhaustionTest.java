package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** No descriptors left, in a JVM of its own. */
class ExhaustionTest extends ContractTest {
    @Test
    void withoutDescriptorsCallsFailOrWaitAndNothingLeaks() throws Exception {
        ChildJvm.Result child = ChildJvm.of(ExhaustionChild.class, engine.name()).run();
        assertEquals("ok\n", child.output());
        assertEquals(0, child.status());
    }
}

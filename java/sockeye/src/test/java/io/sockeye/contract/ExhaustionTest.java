package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** No descriptors left, in a JVM of its own. */
class ExhaustionTest extends ContractTest {
    @Test
    void withoutDescriptorsCallsFailOrWaitAndNothingLeaks() throws Exception {
        assertEquals("ok\n", new ChildJvm().run(ExhaustionChild.class, engine.name()));
    }
}

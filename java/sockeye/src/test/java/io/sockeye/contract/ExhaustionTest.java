package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No descriptors left, in a JVM of its own. */
class ExhaustionTest extends ContractTest {
    @BeforeEach
    void helperIsBuilt() {
        Helper.assumeBuilt();
    }

    @Test
    void withoutDescriptorsCallsFailOrWaitAndNothingLeaks() throws Exception {
        assertEquals("ok\n", new ChildJvm().run(ExhaustionChild.class, engine.name()));
    }
}

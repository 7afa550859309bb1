package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that has no descriptors left, in a JVM of its own. */
@Tag("contract")
class ServerExhaustionTest extends ContractTest {
    @BeforeEach
    void helperIsBuilt() {
        Helper.assumeBuilt();
    }

    @Test
    void withoutDescriptorsItPausesAndThenAcceptsAgain() throws Exception {
        assertEquals("ok\n", new ChildJvm().run(ServerExhaustionChild.class, engine.name()));
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reactor that has no descriptors left, in a JVM of its own. */
class ReactorExhaustionTest extends ReactorContract {
    @BeforeEach
    void helperIsBuilt() {
        Helper.assumeBuilt();
    }

    @Test
    void withoutDescriptorsItPausesAndThenAcceptsAgain() throws Exception {
        String printed =
                new ChildJvm().run(ReactorExhaustionChild.class, engine.name(), kind.toString());
        assertEquals("ok\n", printed);
    }
}

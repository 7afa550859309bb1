package io.sockeye.examples;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sockeye.engine.Engine;
import org.junit.jupiter.api.Test;

class PlaceholderTest {
    @Test
    void seesTheLibrary() {
        assertNotNull(Engine.class.getResource("/io/sockeye/engine/Engine.class"));
    }
}

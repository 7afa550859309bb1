package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a connection of a reactor costs that only waits, in a JVM of its own. */
class ReactorIdleTest extends ReactorContract {
    @Test
    void anIdleConnectionHoldsNoBuffers() throws Exception {
        ChildJvm child = new ChildJvm().option("-XX:+UseSerialGC");
        String printed = child.run(ReactorIdleChild.class, engine.name(), kind.toString());
        int bytes = Integer.parseInt(printed.strip());
        int limit = engine.hasRealFds() ? 1024 : 2048;
        assertTrue(bytes <= limit, bytes + " bytes for each connection");
    }
}

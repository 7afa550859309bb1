package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a connection costs that only waits, in a JVM of its own. */
class IdleTest extends SelectorContract {
    @Test
    void anIdleConnectionCostsAtMostHalfAKilobyteOfHeap() throws Exception {
        ChildJvm child = new ChildJvm().option("-XX:+UseSerialGC");
        String printed = child.run(IdleChild.class, engine.name(), kind.toString());
        int bytes = Integer.parseInt(printed.strip());
        assertTrue(bytes <= limit(), bytes + " bytes for each connection");
    }

    /** With nio the JDK's channel, its key and its address come on top. */
    private int limit() {
        return engine.hasRealFds() ? 512 : 1536;
    }
}

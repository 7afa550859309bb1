package io.sockeye.benchmarks.compare;

/** What is measured once for each server and not in rounds. */
enum Figure {
    /** Of the Java heap, for each idle connection, after a full collection. */
    HEAP("heap B/idle", "heapBytesPerIdleConnection"),

    /** Anonymous memory outside the Java heap, for each idle connection. */
    NATIVE("native B/idle", "nativeBytesPerIdleConnection"),

    /** Allocated on the Java heap for each unit, garbage included. */
    ALLOCATED("B/", "allocatedBytesPerUnit"),

    /** System calls for each unit, of all threads that serve. */
    CALLS("calls/", "systemCallsPerUnit");

    private final String heading;
    private final String key;

    Figure(String heading, String key) {
        this.heading = heading;
        this.key = key;
    }

    String heading(Scenario scenario) {
        return heading.endsWith("/") ? heading + scenario.unit() : heading;
    }

    /** In JSON. */
    String key() {
        return key;
    }
}

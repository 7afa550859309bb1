package io.sockeye.engine;

/** What the blocking calls of one engine wait with. */
public final class Waits {
    /**
     * For engines.
     *
     * @param engine whose descriptors are waited for
     */
    public Waits(Engine engine) {}
}

package io.sockeye.engine;

/** One way to reach the operating system. */
public interface Engine {
    /**
     * The name by which this engine is chosen.
     *
     * @return the name, as {@code -Dsockeye.engine} takes it
     */
    String name();
}

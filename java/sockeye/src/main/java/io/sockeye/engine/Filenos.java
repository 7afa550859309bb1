package io.sockeye.engine;

/** The rules about whose descriptor may be used where. */
public final class Filenos {
    private Filenos() {}

    /**
     * Refuses descriptors of different engines in one call, unless both are the operating system's.
     *
     * @param one an engine
     * @param other the engine of another object
     * @throws IllegalArgumentException naming both
     */
    public static void requireSameWorld(Engine one, Engine other) {
        if (one != other && !(one.hasRealFds() && other.hasRealFds())) {
            throw new IllegalArgumentException(
                    "descriptors of the engines "
                            + one.name()
                            + " and "
                            + other.name()
                            + " cannot be used in one call: the nio engine's are numbers of its own;"
                            + " make both objects with one engine");
        }
    }
}

package io.sockeye.engine;

/** The rules about whose descriptor may be used where. */
public final class Filenos {
    private Filenos() {}

    /**
     * The descriptor of an object, whatever its own method does once it is closed.
     *
     * @param f an object with a descriptor
     * @return the descriptor, -1 if the object is closed
     */
    public static int of(HasFileno f) {
        Lease lease = f.lease();
        return lease != null && lease.isClosed() ? -1 : f.fileno();
    }

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

package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/**
 * Anything with a file descriptor: Python's "has a {@code fileno()}" protocol. Multiplexers and
 * selectors take it; {@code () -> 0} is standard input.
 */
@FunctionalInterface
public interface HasFileno {
    /**
     * The descriptor.
     *
     * @return the file descriptor, or -1 once it was closed or detached
     */
    int fileno();

    /**
     * The engine that the descriptor belongs to.
     *
     * @return the engine; by default the one that {@link Engines#best()} chooses
     */
    default Engine engine() {
        return Engines.best();
    }

    /**
     * What keeps the descriptor from being closed under a call. Objects of this library that own
     * their descriptor have one; whoever wraps such an object hands its lease on.
     *
     * @return the lease, or null for a descriptor that is outside the promises about closing
     */
    default @Nullable Lease lease() {
        return null;
    }
}

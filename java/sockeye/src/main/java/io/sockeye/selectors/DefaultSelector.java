package io.sockeye.selectors;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import java.io.IOException;

/**
 * The selector that waits with the best multiplexer of the engine: the one that {@code
 * -Dsockeye.multiplexer} asks for, then {@code SOCKEYE_MULTIPLEXER}, then rank.
 */
public final class DefaultSelector extends BaseSelector {
    /**
     * A selector of {@link Engines#best()}.
     *
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public DefaultSelector() throws IOException {
        this(Engines.best());
    }

    /**
     * A selector of an engine.
     *
     * @param engine whose descriptors are watched
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public DefaultSelector(Engine engine) throws IOException {
        super(engine, Engines.multiplexer(engine));
    }
}

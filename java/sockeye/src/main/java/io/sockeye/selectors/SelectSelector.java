package io.sockeye.selectors;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;

/** A selector over select(2), for descriptors below FD_SETSIZE. */
public final class SelectSelector extends BaseSelector {
    /**
     * A selector of {@link Engines#best()}.
     *
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public SelectSelector() throws IOException {
        this(Engines.best());
    }

    /**
     * A selector of an engine.
     *
     * @param engine whose descriptors are watched
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public SelectSelector(Engine engine) throws IOException {
        super(engine, Multiplexer.SELECT);
    }
}

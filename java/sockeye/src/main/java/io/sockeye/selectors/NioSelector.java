package io.sockeye.selectors;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;

/** A selector over {@link java.nio.channels.Selector}, for the nio engine. */
public final class NioSelector extends BaseSelector {
    /**
     * A selector of {@link Engines#best()}.
     *
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public NioSelector() throws IOException {
        this(Engines.best());
    }

    /**
     * A selector of an engine.
     *
     * @param engine whose descriptors are watched
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public NioSelector(Engine engine) throws IOException {
        super(engine, Multiplexer.NIO);
    }
}

package io.sockeye.selectors;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;

/** A selector over kqueue(2); BSD and macOS. */
public final class KqueueSelector extends BaseSelector {
    /**
     * A selector of {@link Engines#best()}.
     *
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public KqueueSelector() throws IOException {
        this(Engines.best());
    }

    /**
     * A selector of an engine.
     *
     * @param engine whose descriptors are watched
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public KqueueSelector(Engine engine) throws IOException {
        super(engine, Multiplexer.KQUEUE);
    }
}

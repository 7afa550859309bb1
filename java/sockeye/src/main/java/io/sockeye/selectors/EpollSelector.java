package io.sockeye.selectors;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;

/** A selector over epoll(7), level triggered; Linux. */
public final class EpollSelector extends BaseSelector implements HasFileno {
    /**
     * A selector of {@link Engines#best()}.
     *
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public EpollSelector() throws IOException {
        this(Engines.best());
    }

    /**
     * A selector of an engine.
     *
     * @param engine whose descriptors are watched
     * @throws IOException if the engine has no such multiplexer, or the OS refuses it (EMFILE)
     */
    public EpollSelector(Engine engine) throws IOException {
        super(engine, Multiplexer.EPOLL);
    }

    /** The epoll descriptor, which is readable when something is ready; -1 after close. */
    @Override
    public int fileno() {
        return isClosed() ? -1 : poller.fileno();
    }
}

package io.sockeye.reactor.driver;

/** Any descriptor of somebody else's that is only watched. */
public abstract class ReadySource extends Source {
    /** It is being closed: its number may soon be that of another descriptor. */
    boolean unwatched;

    /**
     * For whoever watches.
     *
     * @param fd any descriptor that can be watched
     */
    protected ReadySource(int fd) {
        super(fd);
    }

    /**
     * It is ready.
     *
     * @param events {@link io.sockeye.engine.Poller#READ} and its kin
     */
    protected abstract void ready(int events);
}

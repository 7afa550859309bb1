package io.sockeye.reactor.driver;

/** A socket that is being connected. */
public abstract class ConnectSource extends Source {
    /**
     * For whoever connects.
     *
     * @param fd a non-blocking socket
     */
    protected ConnectSource(int fd) {
        super(fd);
    }

    /**
     * The attempt is over.
     *
     * @param errno 0 if it is connected
     */
    protected abstract void connected(int errno);
}

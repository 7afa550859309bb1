package io.sockeye.reactor;

/** This side gave the connection up with {@link Transport#abortConnection()}. */
public final class ConnectionAborted extends ConnectionLost {
    private static final long serialVersionUID = 1L;

    static final ConnectionAborted ABORTED = new ConnectionAborted();

    private ConnectionAborted() {
        super("Connection was aborted locally.", null);
    }
}

package io.sockeye.reactor;

/**
 * What a server of {@link Streams#startServer} does with one connection, in blocking style, on a
 * thread of its own. Python's {@code client_connected_cb}.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Serves one connection. When this returns or throws, what was written is sent and the
     * connection closed; the server goes on.
     *
     * @param reader what the peer sends
     * @param writer what goes to the peer
     * @throws Exception anything; it is logged
     */
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
}

package io.sockeye.reactor;

/**
 * For a protocol that goes on when only one direction of its connection is closed. Twisted's {@code
 * IHalfCloseableProtocol}.
 *
 * <p>A protocol without this interface loses its connection as soon as the peer closes its sending
 * side; one with it hears of that and may go on writing.
 */
public interface HalfCloseableProtocol {
    /**
     * The peer sends nothing more. Lose the connection when there is nothing left to write.
     *
     * @throws Exception anything; it ends the connection
     */
    void readConnectionLost() throws Exception;

    /**
     * The sending side was closed, after the last byte: {@link Transport#loseWriteConnection} is
     * done.
     *
     * @throws Exception anything; it ends the connection
     */
    void writeConnectionLost() throws Exception;
}

package io.sockeye.socket;

import java.io.Closeable;
import java.io.IOException;

/**
 * What {@code accept} returns: a new connection and who is at its other end.
 *
 * @param socket the connection
 * @param address the peer
 */
public record Accepted(Socket socket, Address address) implements Closeable {
    /** Closes the connection, so that {@code try (var a = s.accept())} works. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}

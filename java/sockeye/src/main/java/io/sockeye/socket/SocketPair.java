package io.sockeye.socket;

import java.io.Closeable;
import java.io.IOException;

/**
 * Two sockets that are connected to each other.
 *
 * @param first one end
 * @param second the other end
 */
public record SocketPair(Socket first, Socket second) implements Closeable {
    /** Closes both ends. */
    @Override
    public void close() throws IOException {
        try (second) {
            first.close();
        }
    }
}

package io.sockeye.reactor;

import java.io.Closeable;

/**
 * A connection made by {@link Streams#openConnection}: both of its directions.
 *
 * @param reader what the peer sends
 * @param writer what goes to the peer
 */
public record StreamPair(StreamReader reader, StreamWriter writer) implements Closeable {
    /** Closes the connection after the last byte that was written, without waiting for it. */
    @Override
    public void close() {
        writer.close();
    }
}

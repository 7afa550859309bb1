package io.sockeye.reactor;

/**
 * Receives messages that each begin with their length in one byte: at most 255 bytes of message.
 * Twisted's {@code Int8StringReceiver}.
 *
 * <pre>{@code
 * class Echo extends Int8StringReceiver {
 *     @Override
 *     protected void stringReceived(ByteBuffer string) {
 *         sendString(string);
 *     }
 * }
 * reactor.listenTCP("127.0.0.1", 8000, Echo::new);
 * }</pre>
 *
 * <p>{@link IntNStringReceiver} says more.
 */
public abstract class Int8StringReceiver extends IntNStringReceiver {
    /** A receiver of messages of at most 255 bytes. */
    protected Int8StringReceiver() {
        super(1);
    }
}

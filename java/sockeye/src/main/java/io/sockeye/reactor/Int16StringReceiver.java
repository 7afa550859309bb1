package io.sockeye.reactor;

/**
 * Receives messages that each begin with their length in two bytes, the higher first: at most 65535
 * bytes of message. Twisted's {@code Int16StringReceiver}.
 *
 * <pre>{@code
 * class Echo extends Int16StringReceiver {
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
public abstract class Int16StringReceiver extends IntNStringReceiver {
    /** A receiver of messages of at most 65535 bytes. */
    protected Int16StringReceiver() {
        super(2);
    }
}

package io.sockeye.reactor;

/**
 * Receives messages that each begin with their length in four bytes, the highest first: at most
 * {@link #maxLength()} bytes of message. Twisted's {@code Int32StringReceiver}.
 *
 * <pre>{@code
 * class Echo extends Int32StringReceiver {
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
public abstract class Int32StringReceiver extends IntNStringReceiver {
    /** A receiver of messages of at most 99999 bytes, unless {@link #maxLength(int)} is called. */
    protected Int32StringReceiver() {
        super(4);
    }
}

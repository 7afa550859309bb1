package io.sockeye.reactor;

import java.nio.ByteBuffer;

/**
 * Receives messages that each begin with their length in a fixed number of bytes, unsigned and
 * highest byte first. Twisted's {@code IntNStringReceiver}; {@link Int8StringReceiver}, {@link
 * Int16StringReceiver} and {@link Int32StringReceiver} are the usual ones.
 *
 * <pre>{@code
 * class Echo24 extends IntNStringReceiver {
 *     Echo24() {
 *         super(3);
 *     }
 *
 *     @Override
 *     protected void stringReceived(ByteBuffer string) {
 *         sendString(string);
 *     }
 * }
 * }</pre>
 *
 * <p>A message that lies whole in what one read of the socket brought is delivered from there,
 * without a copy. A length above {@link #maxLength()} is refused before any memory is taken, and
 * below it memory is taken as bytes come, not as they are announced. What came of a message before
 * the connection was lost is dropped.
 *
 * <p>While one message is being delivered, everything else waits; nothing is delivered after {@link
 * #pauseProducing} until {@link #resumeProducing}, nor after {@link Transport#loseConnection}.
 */
public abstract class IntNStringReceiver extends StringProtocol {
    private final int prefixLength;
    private int prefixRead;

    /** Of the message that is arriving, or so much of it as has been read. */
    private long length;

    /** What has yet to be thrown away of a message that was too long. */
    private long skipping;

    /**
     * A receiver of messages of at most 99999 bytes.
     *
     * @param prefixLength how many bytes the length has, from 1 to 4
     * @throws IllegalArgumentException if it is another number
     */
    protected IntNStringReceiver(int prefixLength) {
        if (prefixLength < 1 || prefixLength > 4) {
            throw new IllegalArgumentException("a length has 1 to 4 bytes, not " + prefixLength);
        }
        this.prefixLength = prefixLength;
    }

    /**
     * A message is announced that is longer than {@link #maxLength()}. Unless overridden, the
     * connection is lost. An override that leaves it open does not see this message; the next one
     * is delivered again.
     *
     * @param announced how long it says it is, in bytes
     * @throws Exception anything; it ends the connection
     */
    protected void lengthLimitExceeded(long announced) throws Exception {
        transport().loseConnection();
    }

    @Override
    public void sendString(ByteBuffer string) {
        int size = string.remaining();
        if (size >= 1L << 8 * prefixLength) {
            throw new IllegalArgumentException(
                    size + " bytes are too many: the length has " + prefixLength + " byte(s)");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Integer.BYTES).putInt(size);
        transport().write(prefix.flip().position(Integer.BYTES - prefixLength));
        transport().write(string);
    }

    @Override
    final boolean deliverNext(Incoming from) throws Exception {
        if (skipping > 0) {
            return skip(from);
        }
        if (!readPrefix(from)) {
            return false;
        }
        if (length > maxLength()) {
            skipping = length;
            prefixRead = 0;
            lengthLimitExceeded(length);
            return true;
        }
        if (!from.has(length)) {
            return false;
        }
        prefixRead = 0;
        stringReceived(from.take((int) length));
        return true;
    }

    /** Byte by byte, so that half a prefix needs no buffer. */
    private boolean readPrefix(Incoming from) {
        while (prefixRead < prefixLength) {
            int next = from.read();
            if (next < 0) {
                return false;
            }
            length = (prefixRead == 0 ? 0 : length << 8) | next;
            prefixRead++;
        }
        return true;
    }

    private boolean skip(Incoming from) {
        int now = (int) Math.min(skipping, from.available());
        from.skip(now);
        skipping -= now;
        return skipping == 0;
    }
}

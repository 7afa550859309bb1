package io.sockeye.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/** What the receivers of messages that begin with their length have in common. */
abstract class StringProtocol extends FramedProtocol {
    private int maxLength = 99999;

    /**
     * A message has arrived, a string of bytes.
     *
     * @param string the message without what framed it, between position and limit, valid until
     *     this method returns; what is left unread is not offered again
     * @throws Exception anything; it ends the connection
     */
    protected abstract void stringReceived(ByteBuffer string) throws Exception;

    /**
     * Sends a message.
     *
     * @param string the message, between position and limit; may be reused when this returns
     * @throws IllegalArgumentException if its length cannot be expressed; nothing was sent then
     */
    public abstract void sendString(ByteBuffer string);

    /**
     * Sends a message.
     *
     * @param string the message
     * @throws IllegalArgumentException if its length cannot be expressed; nothing was sent then
     */
    public void sendString(byte[] string) {
        sendString(ByteBuffer.wrap(string));
    }

    /**
     * Sends a message.
     *
     * @param string the message, sent in UTF-8
     * @throws IllegalArgumentException if its length cannot be expressed; nothing was sent then
     */
    public void sendString(CharSequence string) {
        sendString(UTF_8.encode(CharBuffer.wrap(string)));
    }

    /**
     * How long a message to be received may be: at first 99999 bytes. What is sent is not limited
     * by it.
     *
     * @return in bytes
     */
    public final int maxLength() {
        return maxLength;
    }

    /**
     * Sets how long a message to be received may be; more memory than that is never taken for one.
     *
     * @param bytes how many
     * @throws IllegalArgumentException if it is negative
     */
    protected final void maxLength(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxLength is negative: " + bytes);
        }
        maxLength = bytes;
    }
}

package io.sockeye.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Receives netstrings: messages written as their length in decimal digits, a colon, the bytes and a
 * comma, such as {@code 5:hello,}. Twisted's {@code NetstringReceiver}.
 *
 * <pre>{@code
 * class Echo extends NetstringReceiver {
 *     @Override
 *     protected void stringReceived(ByteBuffer string) {
 *         sendString(string);
 *     }
 * }
 * reactor.listenTCP("127.0.0.1", 8000, Echo::new);
 * }</pre>
 *
 * <p>What is not a netstring ends the connection, and nothing behind it is delivered: a length that
 * is missing, has a leading zero or is above {@link #maxLength()}, and a message without its comma.
 * The length is judged digit by digit, before any memory is taken; below the limit memory is taken
 * as bytes come, not as they are announced. What came of a message before the connection was lost
 * is dropped.
 *
 * <p>A message that lies whole in what one read of the socket brought is delivered from there,
 * without a copy. While one is being delivered, everything else waits; nothing is delivered after
 * {@link #pauseProducing} until {@link #resumeProducing}, nor after {@link
 * Transport#loseConnection}.
 */
public abstract class NetstringReceiver extends StringProtocol {
    private static final byte[] COMMA = {','};

    private int digits;
    private long length;
    private boolean lengthRead;

    /** A receiver of netstrings of at most 99999 bytes. */
    protected NetstringReceiver() {}

    /**
     * The peer sent what is not a netstring, or too long a one. Does nothing unless overridden; the
     * connection is lost afterwards in any case.
     *
     * @param problem what was wrong, in English
     * @throws Exception anything; it ends the connection
     */
    protected void parseFailed(String problem) throws Exception {}

    @Override
    public void sendString(ByteBuffer string) {
        transport().write(string.remaining() + ":", US_ASCII);
        transport().write(string);
        transport().write(COMMA);
    }

    @Override
    final boolean deliverNext(Incoming from) throws Exception {
        return readLength(from) && deliverString(from);
    }

    private boolean deliverString(Incoming from) throws Exception {
        if (!from.has(length + 1)) {
            return false;
        }
        byte last = from.peek((int) length);
        if (last != ',') {
            return fail("no comma but " + describe(last) + " after " + length + " bytes");
        }
        ByteBuffer string = from.take((int) length);
        from.skip(1);
        digits = 0;
        length = 0;
        lengthRead = false;
        stringReceived(string);
        return true;
    }

    /** Byte by byte, so that half a length needs no buffer. */
    private boolean readLength(Incoming from) throws Exception {
        while (!lengthRead) {
            int next = from.read();
            if (next < 0 || !accept(next)) {
                return false;
            }
        }
        return true;
    }

    private boolean accept(int next) throws Exception {
        if (next == ':' && digits > 0) {
            lengthRead = true;
            return true;
        }
        if (next < '0' || next > '9') {
            return fail(describe(next) + " in a length");
        }
        if (digits > 0 && length == 0) {
            return fail("a length with a leading zero");
        }
        digits++;
        length = length * 10 + next - '0';
        return length <= maxLength() || fail("a length above " + maxLength());
    }

    private boolean fail(String problem) throws Exception {
        try {
            parseFailed(problem);
        } finally {
            transport().loseConnection();
        }
        return false;
    }

    private static String describe(int unexpected) {
        return String.format("byte 0x%02x", unexpected & 0xff);
    }
}

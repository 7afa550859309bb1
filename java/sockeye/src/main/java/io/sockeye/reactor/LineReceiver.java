package io.sockeye.reactor;

import java.nio.ByteBuffer;

/**
 * Receives lines, however TCP cut and glued them, and raw bytes in between if need be. Twisted's
 * {@code LineReceiver}.
 *
 * <pre>{@code
 * class Greeter extends LineReceiver {
 *     @Override
 *     protected void lineReceived(ByteBuffer line) {
 *         sendLine("Hello, " + UTF_8.decode(line));
 *     }
 * }
 * reactor.listenTCP("127.0.0.1", 8000, Greeter::new);
 * }</pre>
 *
 * <p>A line ends with CR LF unless {@link #delimiter(String)} says otherwise, and has at most
 * {@link #maxLength()} bytes. A line that lies whole in what one read of the socket brought is
 * delivered from there, without a copy. What came of a line before the connection was lost is
 * dropped.
 *
 * <p>After {@link #setRawMode} bytes are given to {@link #rawDataReceived} as they come. A body of
 * known length between lines reads thus:
 *
 * <pre>{@code
 * @Override
 * protected void rawDataReceived(ByteBuffer data) throws Exception {
 *     int length = Math.min(data.remaining(), body.length - filled);
 *     data.get(body, filled, length);
 *     filled += length;
 *     if (filled == body.length) {
 *         setLineMode(data); // what is left unread in it are lines again
 *     }
 * }
 * }</pre>
 *
 * <p>While one line is being delivered, everything else waits: bytes given to {@link #dataReceived}
 * or {@link #setLineMode(ByteBuffer)} meanwhile are put behind what has already arrived. Nothing is
 * delivered after {@link #pauseProducing} until {@link #resumeProducing}, nor after {@link
 * Transport#loseConnection}. A receiver can be registered as the producer of another transport.
 */
public abstract class LineReceiver extends LineProtocol {
    private boolean raw;

    /** A receiver in line mode, with CR LF and 16384 bytes. */
    protected LineReceiver() {}

    /**
     * Bytes have arrived in raw mode. Must be overridden by whoever calls {@link #setRawMode}.
     *
     * @param data some, between position and limit, valid until this method returns; what is left
     *     unread is not offered again, unless it is given to {@link #setLineMode(ByteBuffer)}
     * @throws Exception anything; it ends the connection
     */
    protected void rawDataReceived(ByteBuffer data) throws Exception {
        throw new IllegalStateException(
                getClass().getName() + " is in raw mode and does not override rawDataReceived");
    }

    /** From here on bytes are not searched for lines but given to {@link #rawDataReceived}. */
    public final void setRawMode() {
        raw = true;
        searchAnew();
    }

    /** From here on bytes are lines again. */
    public final void setLineMode() {
        raw = false;
    }

    /**
     * From here on bytes are lines again, and these are the next. They are delivered before this
     * method returns, unless it is called while something is being delivered.
     *
     * @param extra what did not belong to the raw data: its position is moved to its limit
     * @throws Exception what the receiver of a line throws; it has aborted the connection
     */
    public final void setLineMode(ByteBuffer extra) throws Exception {
        raw = false;
        feed(extra);
    }

    /**
     * Takes away what has arrived and was not delivered; the next byte to arrive begins a new line.
     *
     * @return a copy of it
     */
    public final byte[] clearLineBuffer() {
        searchAnew();
        return takeAll();
    }

    @Override
    final boolean deliverNext(Incoming from) throws Exception {
        if (!raw) {
            return super.deliverNext(from);
        }
        if (from.isEmpty()) {
            return false;
        }
        rawDataReceived(from.takeSome());
        return true;
    }
}

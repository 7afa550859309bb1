package io.sockeye.reactor;

import java.nio.ByteBuffer;

/**
 * Receives lines and nothing else, however TCP cut and glued them. Twisted's {@code
 * LineOnlyReceiver}: a {@link LineReceiver} without raw mode, for protocols that have none.
 *
 * <pre>{@code
 * class Log extends LineOnlyReceiver {
 *     Log() {
 *         delimiter("\n");
 *         maxLength(1024);
 *     }
 *
 *     @Override
 *     protected void lineReceived(ByteBuffer line) {
 *         System.out.println(UTF_8.decode(line));
 *     }
 * }
 * }</pre>
 *
 * <p>A longer line than {@link #maxLength()} loses the connection, unless {@link
 * #lineLengthExceeded(ByteBuffer)} is overridden.
 */
public abstract class LineOnlyReceiver extends LineProtocol {
    /** A receiver of lines that end with CR LF and have at most 16384 bytes. */
    protected LineOnlyReceiver() {}
}

package io.sockeye.reactor;

import io.sockeye.socket.Address;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as its {@link Protocol} sees it: write to it, close it, stop and go on reading.
 * Twisted's {@code ITCPTransport}.
 *
 * <p>Nothing here blocks. What is written is sent when the callback that wrote it returns, several
 * writes of one callback in one system call; what the kernel does not take waits in memory, and the
 * {@linkplain #setWriteMarks marks} say how much. What is written after {@link #loseConnection} or
 * after the connection was lost goes nowhere, as in Twisted: {@link Protocol#connectionLost} tells.
 *
 * <p>A transport belongs to the thread of its loop; any other gets an {@link
 * IllegalStateException}. {@link #reactor} is the way in: {@code transport.reactor()
 * .callFromThread(() -> transport.write(bytes))}.
 */
public interface Transport extends PushProducer {
    /**
     * Writes what is between position and limit, and moves the position to the limit.
     *
     * @param bytes may be reused when this returns
     */
    void write(ByteBuffer bytes);

    /**
     * Writes bytes.
     *
     * @param bytes all of them
     */
    default void write(byte[] bytes) {
        write(ByteBuffer.wrap(bytes));
    }

    /**
     * Writes part of an array.
     *
     * @param bytes the array
     * @param offset of the first
     * @param length how many
     * @throws IndexOutOfBoundsException if they are not in the array
     */
    default void write(byte[] bytes, int offset, int length) {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    /**
     * Writes a text.
     *
     * @param text the text
     * @param charset how it becomes bytes
     */
    default void write(CharSequence text, Charset charset) {
        write(charset.encode(CharBuffer.wrap(text)));
    }

    /**
     * Writes several buffers, one after another.
     *
     * @param buffers each as in {@link #write(ByteBuffer)}
     */
    default void writeSequence(Iterable<ByteBuffer> buffers) {
        buffers.forEach(this::write);
    }

    /**
     * Closes the connection after the last byte that was written, and after a registered producer
     * has been unregistered. Nothing more is delivered to the protocol but {@link
     * Protocol#connectionLost} with {@link ConnectionDone}.
     *
     * <p>What the peer still sends is read and thrown away for up to two seconds if there is any at
     * the end: closing over unread bytes would make the kernel take back what it has not yet sent.
     */
    void loseConnection();

    /**
     * Closes only the sending side, after the last byte that was written: the peer sees the end of
     * the stream and can still send.
     */
    void loseWriteConnection();

    /**
     * Closes the connection at once; what was not sent is thrown away and the peer gets a reset.
     * {@link Protocol#connectionLost} gets {@link ConnectionAborted}.
     */
    void abortConnection();

    /**
     * Closes the connection at once, for a reason: a time that has passed, or an error of the peer.
     *
     * @param cause of the {@link ConnectionLost} that the protocol gets
     */
    void abortConnection(Throwable cause);

    /** Stops reading from the peer, whose bytes then wait in the kernel and at the peer. */
    @Override
    void pauseProducing();

    /** Goes on reading after {@link #pauseProducing}. */
    @Override
    void resumeProducing();

    /** The same as {@link #loseConnection}. */
    @Override
    default void stopProducing() {
        loseConnection();
    }

    /**
     * Stops or goes on reading because of what waits to be sent, independently of {@link
     * #pauseProducing}: reading goes on when neither stops it. {@link Protocol#pauseWriting} uses
     * it.
     *
     * @param hold whether to stop
     */
    void holdReading(boolean hold);

    /**
     * Lets a producer write as fast as the peer reads.
     *
     * @param producer a {@link PushProducer} is paused above the high mark and resumed at the low
     *     one; any other is asked for more when everything was sent
     * @throws IllegalStateException if there is one already
     */
    void registerProducer(Producer producer);

    /** The producer has written its last byte. Does nothing if there is none. */
    void unregisterProducer();

    /**
     * Sets how much may wait to be sent before {@link Protocol#pauseWriting} is called or the
     * producer paused, and how little before {@link Protocol#resumeWriting}. At first 16 KiB and 64
     * KiB.
     *
     * @param low in bytes
     * @param high in bytes
     * @throws IllegalArgumentException unless {@code 0 <= low <= high}
     */
    void setWriteMarks(int low, int high);

    /**
     * How much was written and has not been handed to the kernel.
     *
     * @return in bytes
     */
    long bytesQueued();

    /**
     * Whether the connection is being closed by this side, or is closed.
     *
     * @return true after {@link #loseConnection}
     */
    boolean disconnecting();

    /**
     * The other end.
     *
     * @return its address, also after the connection was lost
     */
    Address getPeer();

    /**
     * This end.
     *
     * @return its address, also after the connection was lost
     */
    Address getHost();

    /**
     * Whether small writes are sent at once (TCP_NODELAY), which they are at first. Without effect
     * on a Unix socket.
     *
     * @param on true to send at once
     */
    void setTcpNoDelay(boolean on);

    /**
     * Whether the kernel tries an idle connection now and then (SO_KEEPALIVE), which it does not at
     * first.
     *
     * @param on true to try
     */
    void setTcpKeepAlive(boolean on);

    /**
     * As {@link Protocol#setIdleTimeout}.
     *
     * @param timeout how long, or null for no limit
     */
    void setIdleTimeout(@Nullable Duration timeout);

    /**
     * As {@link Protocol#setReadTimeout}.
     *
     * @param timeout how long, or null for no limit
     */
    void setReadTimeout(@Nullable Duration timeout);

    /**
     * As {@link Protocol#setWriteTimeout}.
     *
     * @param timeout how long, or null for no limit
     */
    void setWriteTimeout(@Nullable Duration timeout);

    /**
     * The reactor, seen from this connection's loop: {@link Reactor#callFromThread} runs there.
     *
     * @return for use from other threads, and for timers
     */
    Reactor reactor();
}

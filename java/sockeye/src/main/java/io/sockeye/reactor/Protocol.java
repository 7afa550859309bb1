package io.sockeye.reactor;

import io.sockeye.engine.OsTimeoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a server or a client does with one connection: subclass it and say what happens when bytes
 * arrive. Twisted's {@code Protocol}.
 *
 * <p>The loop calls {@link #connectionMade} once, then {@link #dataReceived} as often as bytes
 * arrive, then {@link #connectionLost} exactly once. All calls come on the loop of the connection,
 * one after another, so a protocol needs no locks; calls of its {@link #transport} belong on that
 * loop too. A callback must not block: the loop serves nobody else meanwhile.
 *
 * <p>What a callback throws ends the connection, whose {@link #connectionLost} then gets a {@link
 * ConnectionLost} with the exception as its cause, and is logged.
 */
public abstract class Protocol {
    private @Nullable Transport transport;
    @Nullable Factory factory;

    /** A protocol without a connection. */
    protected Protocol() {}

    /**
     * The connection.
     *
     * @return what to write to
     * @throws IllegalStateException before the connection is made
     */
    public final Transport transport() {
        Transport now = transport;
        if (now == null) {
            throw new IllegalStateException(
                    "there is no transport before connectionMade: do this there and not in the"
                            + " constructor");
        }
        return now;
    }

    /**
     * The factory that built this protocol.
     *
     * @return its factory
     * @throws IllegalStateException if no factory built it
     */
    public final Factory factory() {
        Factory now = factory;
        if (now == null) {
            throw new IllegalStateException("this protocol was not built by a factory");
        }
        return now;
    }

    /**
     * Gives the protocol its connection and calls {@link #connectionMade}. Reactors call this; so
     * may a test with a transport of its own.
     *
     * @param made the connection
     * @throws Exception what connectionMade throws
     */
    public final void makeConnection(Transport made) throws Exception {
        transport = made;
        connectionMade();
    }

    /**
     * The connection is there. Does nothing unless overridden.
     *
     * @throws Exception anything; it ends the connection
     */
    protected void connectionMade() throws Exception {}

    /**
     * Bytes have arrived: some, in order, but not message by message, because TCP knows no
     * messages; {@code LineReceiver} and its kin find them. Does nothing unless overridden.
     *
     * @param data between position and limit, valid until this method returns; what is left unread
     *     is not offered again
     * @throws Exception anything; it ends the connection
     */
    protected void dataReceived(ByteBuffer data) throws Exception {}

    /**
     * The connection is over; called exactly once. Nothing can be written any more. Does nothing
     * unless overridden.
     *
     * @param reason {@link ConnectionDone} if it was closed in order by either side, else {@link
     *     ConnectionLost} with what happened as its cause
     * @throws Exception anything; it is logged
     */
    protected void connectionLost(IOException reason) throws Exception {}

    /**
     * More is waiting to be sent than the high mark of {@link Transport#setWriteMarks}: the peer
     * reads more slowly than this protocol writes. Unless overridden, nothing is read from the peer
     * until {@link #resumeWriting}, so that a protocol that answers what it reads stays within the
     * marks. A registered producer is paused instead.
     *
     * @throws Exception anything; it ends the connection
     */
    protected void pauseWriting() throws Exception {
        transport().holdReading(true);
    }

    /**
     * What was waiting has gone down to the low mark.
     *
     * @throws Exception anything; it ends the connection
     */
    protected void resumeWriting() throws Exception {
        transport().holdReading(false);
    }

    /**
     * A time set by {@link #setIdleTimeout}, {@link #setReadTimeout} or {@link #setWriteTimeout}
     * has passed. Unless overridden, the connection is aborted and {@link #connectionLost} gets a
     * {@link ConnectionLost} with the timeout as its cause. An override that leaves the connection
     * open is called again after the same time.
     *
     * @param timeout says which time it was
     * @throws Exception anything; it ends the connection
     */
    protected void timeoutConnection(OsTimeoutException timeout) throws Exception {
        transport().abortConnection(timeout);
    }

    /**
     * The reactor is draining: it accepts nobody any more, and what this peer had sent by now was
     * delivered. Unless overridden, what was written is sent and the connection closed. An override
     * may go on until the conversation has reached its end, and then lose the connection; what is
     * open at the deadline is aborted.
     *
     * @throws Exception anything; it ends the connection
     */
    protected void draining() throws Exception {
        transport().loseConnection();
    }

    /**
     * Ends the connection when nothing was received or sent for a time; costs nothing per message.
     *
     * @param timeout how long, or null for no limit
     * @throws IllegalArgumentException if it is zero or negative
     */
    public final void setIdleTimeout(@Nullable Duration timeout) {
        transport().setIdleTimeout(timeout);
    }

    /**
     * Ends the connection when nothing was received for a time. Time during which reading is paused
     * does not count.
     *
     * @param timeout how long, or null for no limit
     * @throws IllegalArgumentException if it is zero or negative
     */
    public final void setReadTimeout(@Nullable Duration timeout) {
        transport().setReadTimeout(timeout);
    }

    /**
     * Ends the connection when something is waiting to be sent and the peer takes none of it for a
     * time.
     *
     * @param timeout how long, or null for no limit
     * @throws IllegalArgumentException if it is zero or negative
     */
    public final void setWriteTimeout(@Nullable Duration timeout) {
        transport().setWriteTimeout(timeout);
    }
}

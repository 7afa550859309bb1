package io.sockeye.reactor;

import java.nio.ByteBuffer;

/**
 * Receives records that all have the same number of bytes, however TCP cut and glued them.
 *
 * <pre>{@code
 * class Ticks extends FixedLengthReceiver {
 *     Ticks() {
 *         super(Long.BYTES);
 *     }
 *
 *     @Override
 *     protected void recordReceived(ByteBuffer record) {
 *         System.out.println(record.getLong());
 *     }
 * }
 * }</pre>
 *
 * <p>A record that lies whole in what one read of the socket brought is delivered from there,
 * without a copy. What came of a record before the connection was lost is dropped.
 *
 * <p>While one record is being delivered, everything else waits; nothing is delivered after {@link
 * #pauseProducing} until {@link #resumeProducing}, nor after {@link Transport#loseConnection}.
 */
public abstract class FixedLengthReceiver extends FramedProtocol {
    private final int recordLength;

    /**
     * A receiver of records.
     *
     * @param recordLength how many bytes each has
     * @throws IllegalArgumentException if it is not positive
     */
    protected FixedLengthReceiver(int recordLength) {
        if (recordLength < 1) {
            throw new IllegalArgumentException("a record has at least 1 byte, not " + recordLength);
        }
        this.recordLength = recordLength;
    }

    /**
     * How many bytes each record has.
     *
     * @return what the constructor was given
     */
    public final int recordLength() {
        return recordLength;
    }

    /**
     * A record has arrived.
     *
     * @param record the record, between position and limit, valid until this method returns; what
     *     is left unread is not offered again
     * @throws Exception anything; it ends the connection
     */
    protected abstract void recordReceived(ByteBuffer record) throws Exception;

    @Override
    final boolean deliverNext(Incoming from) throws Exception {
        if (!from.has(recordLength)) {
            return false;
        }
        recordReceived(from.take(recordLength));
        return true;
    }
}

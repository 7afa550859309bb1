package io.sockeye.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the receivers have in common: they are fed bytes in any pieces, deliver messages one by one,
 * and can be paused in between.
 */
abstract class FramedProtocol extends Protocol implements PushProducer {
    private final Incoming incoming = new Incoming();
    private boolean delivering;
    private boolean paused;
    private boolean writingPaused;

    /**
     * Delivers the next message, or part of one, or throws some bytes away.
     *
     * @return whether there may be more; false if that needs bytes that have not come
     */
    abstract boolean deliverNext(Incoming from) throws Exception;

    /**
     * Finds the messages in what has arrived and delivers them. Bytes that are given to it while it
     * is delivering one are put behind those that have already arrived.
     *
     * @param data as much of a message, or as many of them, as happened to arrive
     * @throws Exception what the receiver of a message throws; the messages behind it are kept
     */
    @Override
    protected void dataReceived(ByteBuffer data) throws Exception {
        accept(data);
    }

    /**
     * Forgets what has arrived of a message that will never be whole.
     *
     * @param reason as in {@link Protocol#connectionLost}
     * @throws Exception anything; it is logged
     */
    @Override
    protected void connectionLost(IOException reason) throws Exception {
        forget();
    }

    /**
     * Stops delivering, and stops reading from the peer. Messages that have already arrived are
     * kept for {@link #resumeProducing}.
     */
    @Override
    public void pauseProducing() {
        paused = true;
        transport().pauseProducing();
    }

    /**
     * Delivers what has arrived before {@link #pauseProducing}, and then goes on reading. If called
     * while a message is being delivered, the others follow when that is done.
     *
     * @throws Exception what the receiver of a message throws; it has aborted the connection
     */
    @Override
    public void resumeProducing() throws Exception {
        paused = false;
        transport().resumeProducing();
        feed(Incoming.NONE);
    }

    /** Stops delivering for good and closes the connection, as {@link Transport#loseConnection}. */
    @Override
    public void stopProducing() {
        paused = true;
        transport().stopProducing();
        forget();
    }

    /**
     * Too much is waiting to be sent. Unless overridden, nothing is read and no message delivered
     * until {@link #resumeWriting}, so that a receiver that answers each message stays within the
     * marks also if many arrive at once.
     *
     * @throws Exception anything; it ends the connection
     */
    @Override
    protected void pauseWriting() throws Exception {
        writingPaused = true;
        super.pauseWriting();
    }

    /**
     * What was waiting has gone down to the low mark.
     *
     * @throws Exception anything; it ends the connection
     */
    @Override
    protected void resumeWriting() throws Exception {
        writingPaused = false;
        super.resumeWriting();
        accept(Incoming.NONE);
    }

    /**
     * As if the bytes had arrived, but called from anywhere: so a failure has to be seen to here.
     */
    final void feed(ByteBuffer extra) throws Exception {
        try {
            accept(extra);
        } catch (Throwable failure) {
            transport().abortConnection(failure);
            throw failure;
        }
    }

    /** Takes everything that has arrived and was not delivered. */
    final byte[] takeAll() {
        byte[] all = incoming.takeAll();
        if (!delivering) {
            incoming.keep();
        }
        return all;
    }

    /** How much memory waits for the rest of a message. */
    final int heldCapacity() {
        return incoming.capacity();
    }

    private void accept(ByteBuffer data) throws Exception {
        if (delivering) {
            incoming.append(data);
        } else {
            deliver(data);
        }
    }

    private void deliver(ByteBuffer data) throws Exception {
        Transport transport = transport();
        incoming.offer(data);
        delivering = true;
        try {
            while (!paused
                    && !writingPaused
                    && !transport.disconnecting()
                    && deliverNext(incoming)) {}
        } finally {
            delivering = false;
            if (transport.disconnecting()) {
                forget();
            }
            incoming.keep();
        }
    }

    private void forget() {
        incoming.skip(incoming.available());
        if (!delivering) {
            incoming.keep();
        }
    }
}

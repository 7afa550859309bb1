package io.sockeye.reactor;

/**
 * Writes a lot to a transport, and only as fast as the peer takes it. Twisted's {@code
 * IPullProducer}: each call of {@link #resumeProducing} writes once; a {@link PushProducer} writes
 * until it is paused.
 */
public interface Producer {
    /**
     * There is room: write more. A producer without more to write calls {@link
     * Transport#unregisterProducer}.
     *
     * @throws Exception anything; it ends the connection
     */
    void resumeProducing() throws Exception;

    /** The connection is over: forget what was left to write. */
    void stopProducing();
}

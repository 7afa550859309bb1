package io.sockeye.reactor;

/**
 * A producer that goes on writing by itself until it is paused. Twisted's {@code IPushProducer}. A
 * {@link Transport} is one, with its peer as the source.
 */
public interface PushProducer extends Producer {
    /**
     * There is no room: stop until {@link #resumeProducing}.
     *
     * @throws Exception anything; it ends the connection
     */
    void pauseProducing() throws Exception;
}

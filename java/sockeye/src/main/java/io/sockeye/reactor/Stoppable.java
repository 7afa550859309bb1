package io.sockeye.reactor;

/** A source that ends when its loop does. */
interface Stoppable {
    /** The loop ends: close, and tell whom it concerns. */
    void reactorStopped();
}

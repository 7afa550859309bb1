package io.sockeye.cli;

import java.io.IOException;

/** A server that runs until it is told to stop. */
interface Served {
    /**
     * Serves until {@link #stop}; then answers what was received.
     *
     * @return false if clients did not take all of it in time
     */
    boolean serve() throws IOException;

    /** Makes {@link #serve} return; from any thread. */
    void stop();
}

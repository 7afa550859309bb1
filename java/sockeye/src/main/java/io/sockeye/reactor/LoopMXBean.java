package io.sockeye.reactor;

/** The counters of one loop, for JMX; {@link LoopStats} says what each one means. */
public interface LoopMXBean {
    /**
     * Connections that were accepted or opened.
     *
     * @return since the loop was made
     */
    long getConnectionsMade();

    /**
     * Connections that are open.
     *
     * @return now
     */
    long getConnectionsOpen();

    /**
     * Bytes received.
     *
     * @return since the loop was made
     */
    long getBytesReceived();

    /**
     * Bytes sent.
     *
     * @return since the loop was made
     */
    long getBytesSent();

    /**
     * How often the loop waited.
     *
     * @return since the loop was made
     */
    long getTurns();

    /**
     * Events that came.
     *
     * @return since the loop was made
     */
    long getEvents();

    /**
     * Events per turn.
     *
     * @return on average
     */
    double getEventsPerTurn();

    /**
     * The most events that came at once.
     *
     * @return since the loop was made
     */
    long getMaxEventsPerTurn();

    /**
     * Delayed calls that were called.
     *
     * @return since the loop was made
     */
    long getTimersRun();

    /**
     * The latest that a delayed call was, behind its time.
     *
     * @return in nanoseconds
     */
    long getMaxTimerLagNanos();

    /**
     * How often accepting paused because descriptors or memory ran out.
     *
     * @return since the loop was made
     */
    long getAcceptPauses();

    /**
     * Callbacks that threw.
     *
     * @return since the loop was made
     */
    long getFailures();

    /**
     * Reports of a blocked loop.
     *
     * @return since the loop was made
     */
    long getBlockedReports();
}

package io.sockeye.reactor;

/**
 * What one loop has done since it was made.
 *
 * @param name of the loop
 * @param connectionsMade how many connections were accepted or opened
 * @param connectionsOpen how many are open now
 * @param bytesReceived from all connections
 * @param bytesSent to all connections
 * @param turns how often it waited for events
 * @param events how many came; {@code events / turns} is how busy it is
 * @param maxEventsPerTurn the most that came at once
 * @param timersRun how many delayed calls were called
 * @param maxTimerLagNanos the latest that one was, behind its time
 * @param acceptPauses how often accepting paused because descriptors or memory ran out
 * @param failures how many callbacks threw
 * @param blockedReports how often {@link ReactorOptions#reportBlockedAfter} reported
 */
public record LoopStats(
        String name,
        long connectionsMade,
        long connectionsOpen,
        long bytesReceived,
        long bytesSent,
        long turns,
        long events,
        long maxEventsPerTurn,
        long timersRun,
        long maxTimerLagNanos,
        long acceptPauses,
        long failures,
        long blockedReports) {}

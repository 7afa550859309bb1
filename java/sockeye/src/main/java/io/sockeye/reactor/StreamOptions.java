package io.sockeye.reactor;

import io.sockeye.engine.Timeouts;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of {@link Streams#startServer(StreamHandler, String, int,
 * java.util.function.Consumer)} and {@link Streams#openConnection(String, int,
 * java.util.function.Consumer)}.
 */
public final class StreamOptions {
    int limit = 64 * 1024;
    int backlog = 100;
    long timeoutNanos = TimeUnit.SECONDS.toNanos(30);
    @Nullable Reactor reactor;
    @Nullable Executor executor;

    StreamOptions() {}

    /**
     * How long a line, or what {@code readuntil} returns, may be without its separator; 64 KiB if
     * none is given. Twice as much may be received without being read before the peer has to wait.
     *
     * @param bytes at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public StreamOptions limit(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + bytes);
        }
        limit = bytes;
        return this;
    }

    /**
     * How many connections may wait to be accepted; 100 if none is given. For servers.
     *
     * @param connections how many
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public StreamOptions backlog(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("backlog must be non-negative, not " + connections);
        }
        backlog = connections;
        return this;
    }

    /**
     * The reactor that does the work; it must run, or run soon. If none is given, all streams share
     * one with a daemon thread, which begins with the first of them and ends with the last.
     *
     * @param chosen a reactor, which the caller closes
     * @return this
     */
    public StreamOptions reactor(Reactor chosen) {
        reactor = chosen;
        return this;
    }

    /**
     * What runs blocking handlers, one task for each connection. If none is given, each gets a
     * virtual thread on JDK 21 and later, and elsewhere a platform thread from a pool without a
     * bound, because handlers may wait for each other; idle ones end after 10 seconds. All are
     * daemon threads and named {@code streams-handler-N}. For servers.
     *
     * @param chosen an executor, which the caller shuts down; a connection that it rejects is
     *     closed
     * @return this
     */
    public StreamOptions executor(Executor chosen) {
        executor = chosen;
        return this;
    }

    /**
     * How long resolving and connecting may take together; 30 seconds if none is given. For
     * clients.
     *
     * @param timeout null for no limit
     * @return this
     */
    public StreamOptions timeout(@Nullable Duration timeout) {
        timeoutNanos = Timeouts.nanos(timeout);
        return this;
    }

    /**
     * How long resolving and connecting may take together. For clients.
     *
     * @param seconds 5000 is not 5 s
     * @return this
     */
    public StreamOptions timeout(double seconds) {
        timeoutNanos = Timeouts.nanos(seconds);
        return this;
    }
}

package io.sockeye.cli;

import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Serves echo as users of the reactor write it: with a protocol that writes back what it gets. */
final class ReactorEcho implements Served {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final Reactor reactor;
    private volatile CompletableFuture<Void> drained;

    /** The protocol. */
    static final class Echo extends Protocol {
        @Override
        protected void dataReceived(ByteBuffer data) {
            transport().write(data);
        }
    }

    ReactorEcho(Reactor reactor) {
        this.reactor = reactor;
    }

    @Override
    public boolean serve() throws IOException {
        reactor.run();
        CompletableFuture<Void> ending = drained;
        try {
            if (ending != null) {
                ending.join();
            }
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof OsTimeoutException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void stop() {
        drained = reactor.drain(DRAIN_LIMIT).toCompletableFuture();
    }
}

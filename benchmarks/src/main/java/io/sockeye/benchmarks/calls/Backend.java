package io.sockeye.benchmarks.calls;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.EpollSelector;
import io.sockeye.selectors.NioSelector;
import io.sockeye.selectors.PollSelector;
import io.sockeye.selectors.SelectSelector;
import java.io.IOException;

/**
 * An engine and one of its multiplexers. io_uring is none here: it completes calls instead of
 * telling when they are possible, so it has neither a poller nor a selector.
 */
record Backend(Engine engine, Multiplexer multiplexer) {
    /** Such as {@code "jni+epoll"}. */
    static Backend named(String name) {
        int plus = name.indexOf('+');
        return new Backend(
                Engines.named(name.substring(0, plus)),
                Multiplexer.named(name.substring(plus + 1)));
    }

    Poller poller() throws IOException {
        return engine.poller(multiplexer);
    }

    BaseSelector selector() throws IOException {
        return switch (multiplexer) {
            case SELECT -> new SelectSelector(engine);
            case POLL -> new PollSelector(engine);
            case EPOLL -> new EpollSelector(engine);
            case NIO -> new NioSelector(engine);
            default ->
                    throw new IllegalArgumentException("no selector is known for " + multiplexer);
        };
    }
}

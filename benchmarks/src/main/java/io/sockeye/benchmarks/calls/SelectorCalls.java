package io.sockeye.benchmarks.calls;

import static io.sockeye.benchmarks.calls.EngineSockets.expect;
import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.ReadyKeys;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a selector is asked for beside waiting: to watch a socket and no longer, and to watch it for
 * something else; and a select that is ready, with a list of its own and without.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectorCalls extends OnEachBackend {
    private final ReadyKeys readyKeys = new ReadyKeys();
    private BaseSelector selector;
    private SocketPair pair;
    private SocketPair other;
    private boolean writes;

    @Setup
    public void open() throws IOException {
        Backend chosen = Backend.named(backend);
        selector = chosen.selector();
        pair = Sockets.socketpair(chosen.engine(), AF_UNIX, SOCK_STREAM, 0);
        other = Sockets.socketpair(chosen.engine(), AF_UNIX, SOCK_STREAM, 0);
        selector.register(pair.first(), EVENT_READ);
        pair.second().send(new byte[1]);
    }

    @TearDown
    public void close() throws IOException {
        selector.close();
        pair.close();
        other.close();
    }

    @Benchmark
    public SelectorKey registerAndUnregister() throws IOException {
        selector.register(other.first(), EVENT_READ);
        return selector.unregister(other.first());
    }

    @Benchmark
    public SelectorKey modify() throws IOException {
        writes = !writes;
        return selector.modify(pair.first(), writes ? EVENT_READ | EVENT_WRITE : EVENT_READ);
    }

    @Benchmark
    public int select() throws IOException {
        return expect(1, selector.select(0).size());
    }

    @Benchmark
    public int selectInto() throws IOException {
        return expect(1, selector.selectInto(readyKeys, 0));
    }
}

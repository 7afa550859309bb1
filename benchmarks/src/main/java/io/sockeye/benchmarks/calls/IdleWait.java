package io.sockeye.benchmarks.calls;

import static io.sockeye.benchmarks.calls.EngineSockets.expect;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.ReadyKeys;
import io.sockeye.selectors.Selectors;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One wait that finds one descriptor ready among idle ones: bare, and through the selectors. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdleWait extends OnEachBackend {
    @Param({"10", "100", "1000"})
    public int idle;

    private final List<SocketPair> pairs = new ArrayList<>();
    private final ReadyKeys readyKeys = new ReadyKeys();
    private Poller poller;
    private BaseSelector selector;

    @Setup
    public void open() throws IOException {
        Backend chosen = Backend.named(backend);
        Engine engine = chosen.engine();
        poller = chosen.poller();
        selector = chosen.selector();
        SocketPair ready = Sockets.socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        pairs.add(ready);
        watch(ready.first());
        for (int i = 0; i < idle / 2; i++) {
            SocketPair pair = Sockets.socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
            pairs.add(pair);
            watch(pair.first());
            watch(pair.second());
        }
        ready.second().send(new byte[1]);
    }

    @TearDown
    public void close() throws IOException {
        selector.close();
        poller.close();
        for (SocketPair pair : pairs) {
            pair.close();
        }
    }

    @Benchmark
    public int poller() {
        return expect(1, poller.waitFor(0));
    }

    @Benchmark
    public int selector() throws IOException {
        return expect(1, selector.selectInto(readyKeys, 0));
    }

    private void watch(Socket socket) throws IOException {
        int added = poller.add(socket.fileno(), Poller.READ, 0);
        if (added < 0) {
            throw OsException.of(-added, "add");
        }
        selector.register(socket, Selectors.EVENT_READ);
    }
}

package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.EpollSelector;
import io.sockeye.selectors.KqueueSelector;
import io.sockeye.selectors.NioSelector;
import io.sockeye.selectors.PollSelector;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.selectors.SelectSelector;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** A test of the contract of selectors: it runs with every multiplexer of every engine. */
@ParameterizedClass(name = "{0}, {1}")
abstract class SelectorContract extends ContractTest {
    @Parameter(1)
    Multiplexer kind;

    BaseSelector selector;

    /** What an engine's selectors wait with, best first. */
    static List<Multiplexer> kinds(Engine engine) {
        return engine.multiplexers().stream().filter(Multiplexer::hasPoller).toList();
    }

    /** The selector class for a multiplexer. */
    static BaseSelector open(Engine engine, Multiplexer kind) throws IOException {
        return switch (kind) {
            case SELECT -> new SelectSelector(engine);
            case POLL -> new PollSelector(engine);
            case EPOLL -> new EpollSelector(engine);
            case KQUEUE -> new KqueueSelector(engine);
            case NIO -> new NioSelector(engine);
            case IO_URING -> throw new AssertionError("there is no selector over io_uring");
        };
    }

    @BeforeEach
    void openSelector() throws IOException {
        selector = own(open(engine, kind));
    }

    /** What one select gives, by descriptor. */
    static List<ReadyKey> sorted(List<ReadyKey> ready) {
        return ready.stream().sorted(Comparator.comparingInt(each -> each.key().fd())).toList();
    }

    static List<ReadyKey> ready(SelectorKey key, int events) {
        return List.of(new ReadyKey(key, events));
    }

    /** A socket with the number of one that was just closed: the lowest free one. */
    Socket reopen(int number) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = udp();
            if (socket.fileno() == number) {
                return socket;
            }
        }
        throw new AssertionError("the number " + number + " did not come back");
    }

    /** Whether an object of a user's own stands for a descriptor of this engine. */
    HasFileno wrapper(Socket socket) {
        return new HasFileno() {
            @Override
            public int fileno() {
                return socket.fileno();
            }

            @Override
            public Engine engine() {
                return engine;
            }
        };
    }
}

package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.selectors.Selectors.EVENT_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.select.Epoll;
import io.sockeye.select.Poll;
import io.sockeye.select.Select;
import io.sockeye.socket.Socket;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signals that interrupt waits for many descriptors: none ends early, fails or never ends. */
class SelectStormTest extends SelectorContract {
    @BeforeEach
    void helperIsBuilt() {
        Helper.assumeBuilt();
    }

    private static final List<Socket> NONE = List.of();

    private Socket socket;

    @BeforeEach
    void connect() throws Exception {
        socket = connected().client();
    }

    @Test
    void aSelectorWaitsItsTime() throws Exception {
        selector.register(socket, EVENT_READ);
        // Across the border of a second, which the kernel's timeouts have and ours do not.
        inAStorm(1.1, () -> assertEquals(List.of(), selector.select(1.1)));
    }

    @Test
    void selectPollAndEpollWaitTheirTime() throws Exception {
        if (kind != engine.multiplexers().iterator().next()) {
            return;
        }
        List<Socket> one = List.of(socket);
        inAStorm(0.1, () -> assertEquals(NONE, Select.select(one, NONE, NONE, 0.1).readable()));
        Poll poll = own(new Poll(engine));
        poll.register(socket, 1);
        inAStorm(0.1, () -> assertEquals(List.of(), poll.poll(100)));
        if (Epoll.isAvailable(engine)) {
            Epoll epoll = own(new Epoll(engine));
            epoll.register(socket, 1);
            inAStorm(0.1, () -> assertEquals(List.of(), epoll.poll(0.1)));
        }
    }

    private void inAStorm(double seconds, Action action) throws Exception {
        // The JDK's selector loses whole milliseconds with each signal, in the wrong direction.
        long everyMicros = engine.hasRealFds() ? 300 : 5000;
        var waiting =
                inBackground(
                        () -> {
                            Helper.beginStorm(Background.currentTid(), everyMicros);
                            try {
                                assertLasts((long) (seconds * 1e9), action);
                            } finally {
                                Helper.endStorm();
                            }
                        });
        waiting.result();
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signals rain on the loop's thread while it serves: no wait ends the reactor, nothing is lost. */
class ReactorStormTest extends ReactorContract {
    private static final long INTERVAL_MICROS = 200;

    @AfterEach
    void calm() {
        if (engine.hasRealFds() && Helper.isBuilt()) {
            Helper.endStorm();
        }
    }

    @Test
    void aStormOfSignalsDisturbsNoEcho() throws Exception {
        assumeTrue(engine.hasRealFds(), "the JDK's own waits are not sockeye's");
        Helper.assumeBuilt();
        Reactor reactor = reactor();
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        int tid = onLoop(reactor, Helper::gettid);
        Helper.beginStorm(tid, INTERVAL_MICROS);
        for (int i = 0; i < 20; i++) {
            byte[] data = pattern(i % 4 == 0 ? 200_000 : 100 + i);
            var sending = inBackground(() -> client.sendall(data));
            assertArrayEquals(data, receive(client, data.length));
            sending.result();
            Helper.awaitSignals(5);
        }
        assertTrue(reactor.running());
        assertEquals(0, reactor.stats().get(0).failures());
    }
}

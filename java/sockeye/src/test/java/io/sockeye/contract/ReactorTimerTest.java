package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.reactor.DelayedCall;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Delayed calls on a loop that runs. */
@Tag("contract")
class ReactorTimerTest extends ReactorContract {
    @Test
    void callsComeInTheOrderOfTheirTimesAndNotEarly() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        List<String> calls = new ArrayList<>();
        long start = System.nanoTime();
        runOnLoop(
                reactor,
                () -> {
                    reactor.callLater(0.03, () -> done.complete(calls));
                    reactor.callLater(Duration.ofMillis(20), () -> calls.add("c"));
                    reactor.callLater(0.01, () -> calls.add("b"));
                    reactor.callLater(0, () -> calls.add("a"));
                });
        assertEquals(List.of("a", "b", "c"), get(done));
        assertTrue(System.nanoTime() - start >= 30_000_000);
        assertEquals(4, reactor.stats().get(0).timersRun());
    }

    @Test
    void cancelledCallsDoNotCome() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        List<String> calls = new ArrayList<>();
        runOnLoop(
                reactor,
                () -> {
                    DelayedCall first = reactor.callLater(0, () -> calls.add("cancelled"));
                    first.cancel();
                    assertFalse(first.active());
                    assertThrows(IllegalStateException.class, first::cancel);
                    assertThrows(IllegalStateException.class, () -> first.reset(1));
                    assertThrows(IllegalStateException.class, () -> first.delay(1));
                    DelayedCall[] victim = new DelayedCall[1];
                    reactor.callLater(0.001, () -> victim[0].cancel());
                    victim[0] = reactor.callLater(0.001, () -> calls.add("cancelled in time"));
                    reactor.callLater(0.01, () -> done.complete(calls));
                });
        assertEquals(List.of(), get(done));
    }

    @Test
    void aCallIsNotActiveInItself() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        DelayedCall[] self = new DelayedCall[1];
        runOnLoop(
                reactor,
                () ->
                        self[0] =
                                reactor.callLater(
                                        0,
                                        () -> {
                                            assertThrows(
                                                    IllegalStateException.class, self[0]::cancel);
                                            done.complete(self[0].active());
                                        }));
        assertFalse(get(done));
    }

    @Test
    void movedCallsComeWhenTheyAreDue() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        List<String> calls = new ArrayList<>();
        runOnLoop(
                reactor,
                () -> {
                    DelayedCall later = reactor.callLater(0.001, () -> calls.add("later"));
                    DelayedCall sooner = reactor.callLater(1000, () -> calls.add("sooner"));
                    DelayedCall much = reactor.callLater(0.001, () -> calls.add("never"));
                    later.delay(0.01);
                    sooner.reset(0.005);
                    much.reset(Duration.ofHours(1));
                    reactor.callLater(0.02, () -> done.complete(calls));
                });
        assertEquals(List.of("sooner", "later"), get(done));
    }

    @Test
    void aCallThatThrowsHarmsNoOther() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        runOnLoop(
                reactor,
                () -> {
                    reactor.callLater(
                            0,
                            () -> {
                                throw new IllegalStateException(Logs.ON_PURPOSE);
                            });
                    reactor.callLater(0, () -> done.complete(true));
                });
        get(done);
        assertEquals(1, reactor.stats().get(0).failures());
    }

    @Test
    void callsWithoutDelayDoNotStarveConnections() throws Exception {
        Reactor reactor = reactor();
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        Runnable again =
                new Runnable() {
                    @Override
                    public void run() {
                        reactor.callLater(0, this);
                    }
                };
        reactor.callFromThread(again);
        for (int i = 0; i < 20; i++) {
            client.sendall(bytes("x"));
            assertEquals("x", text(receive(client, 1)));
        }
    }
}

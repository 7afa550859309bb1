package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.ConnectionException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.ConnectionAborted;
import io.sockeye.reactor.ConnectionDone;
import io.sockeye.reactor.ConnectionLost;
import io.sockeye.reactor.HalfCloseableProtocol;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Producer;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways in which a connection ends: each is told once, with its reason. */
@Tag("contract")
class ReactorEndTest extends ReactorContract {
    private static final Duration SOON = Duration.ofMillis(20);

    private static RuntimeException onPurpose() {
        return new IllegalStateException(Logs.ON_PURPOSE);
    }

    private static void assertLostOnce(Recorder protocol) {
        assertEquals(1, protocol.count("lost"), protocol.calls().toString());
        List<String> calls = protocol.calls();
        assertEquals("lost", calls.get(calls.size() - 1));
    }

    // ---- by this side

    @Test
    void thePeerGetsEverythingThoughItHadSentMore() throws Exception {
        byte[] answer = pattern(1_000_000);
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionMade() throws Exception {
                        transport().pauseProducing();
                        super.connectionMade();
                    }
                };
        Socket client = served(protocol);
        get(protocol.made);
        client.sendall(pattern(50_000));
        runWith(
                protocol,
                () -> {
                    protocol.transport().write(answer);
                    protocol.transport().loseConnection();
                });
        assertArrayEquals(answer, receiveAll(client));
        client.close();
        assertSame(ConnectionDone.class, get(protocol.lost).getClass());
        assertEquals(List.of("made", "lost"), protocol.calls());
    }

    @Test
    void whatComesAfterLoseConnectionIsNotDelivered() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        runWith(
                protocol,
                () -> {
                    protocol.transport().write(new byte[20_000_000]);
                    protocol.transport().loseConnection();
                    protocol.transport().loseConnection();
                });
        client.sendall(bytes("too late"));
        receive(client, 20_000_000);
        client.close();
        get(protocol.lost);
        assertEquals(List.of("made", "lost"), protocol.calls());
    }

    @Test
    void abortResetsThePeerAndSaysSo() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        runWith(
                protocol,
                () -> {
                    protocol.transport().write(new byte[5_000_000]);
                    protocol.transport().abortConnection();
                });
        assertInstanceOf(ConnectionAborted.class, get(protocol.lost));
        assertThrows(ConnectionException.class, () -> receiveAll(client));
        assertLostOnce(protocol);
    }

    @Test
    void abortWorksInEveryState() throws Exception {
        Recorder early = new Doing(p -> p.transport().abortConnection());
        Recorder late =
                new Doing(
                        p -> {
                            p.transport().write(new byte[5_000_000]);
                            p.transport().loseConnection();
                            p.transport().abortConnection();
                        });
        for (Recorder each : List.of(early, late)) {
            try {
                served(each);
            } catch (ConnectionException e) {
                // It was reset before connect had returned.
            }
            assertInstanceOf(ConnectionAborted.class, get(each.lost));
        }
    }

    // ---- by halves

    /** Goes on when one direction is closed. */
    private static class Half extends Recorder implements HalfCloseableProtocol {
        @Override
        public void readConnectionLost() throws Exception {
            note("read lost");
        }

        @Override
        public void writeConnectionLost() throws Exception {
            note("write lost");
        }
    }

    @Test
    void aHalfCloseableProtocolGoesOnWritingAfterThePeersEnd() throws Exception {
        Half protocol = new Half();
        Socket client = served(protocol);
        client.shutdown(Sockets.SHUT_WR);
        Eventually.eventually("it hears of it", () -> protocol.count("read lost") == 1);
        runWith(protocol, () -> protocol.transport().write(bytes("still here")));
        assertEquals("still here", text(receive(client, 10)));
        runWith(protocol, () -> protocol.transport().loseConnection());
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals(List.of("made", "read lost", "lost"), protocol.calls());
    }

    @Test
    void loseWriteConnectionEndsOneDirectionAfterTheLastByte() throws Exception {
        byte[] much = pattern(3_000_000);
        Half protocol = new Half();
        Socket client = served(protocol);
        runWith(
                protocol,
                () -> {
                    protocol.transport().write(much);
                    protocol.transport().loseWriteConnection();
                    protocol.transport().write(bytes("never"));
                });
        assertArrayEquals(much, receiveAll(client));
        client.sendall(bytes("you still listen"));
        client.shutdown(Sockets.SHUT_WR);
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals("you still listen", protocol.text());
        assertEquals(1, protocol.count("write lost"));
        assertEquals(1, protocol.count("read lost"));
        assertLostOnce(protocol);
    }

    @Test
    void loseWriteConnectionIsForPlainProtocolsToo() throws Exception {
        Recorder protocol = new Doing(p -> p.transport().loseWriteConnection());
        Socket client = served(protocol);
        assertEquals(0, client.recv(1).length);
        client.sendall(bytes("more"));
        client.close();
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals("more", protocol.text());
    }

    @Test
    void aPeerThatHalfClosesGetsAllOfItsEcho() throws Exception {
        ListeningPort port = reactor().listenTCP("127.0.0.1", 0, Echo::new);
        Socket client = client(port);
        byte[] sent = pattern(2_000_000);
        Background<Void> sender =
                inBackground(
                        () -> {
                            client.sendall(sent);
                            client.shutdown(Sockets.SHUT_WR);
                        });
        assertArrayEquals(sent, receiveAll(client));
        sender.result();
    }

    // ---- by exceptions

    @Test
    void anExceptionInConnectionMadeIsTheReason() throws Exception {
        RuntimeException thrown = onPurpose();
        Recorder protocol =
                new Doing(
                        p -> {
                            throw thrown;
                        });
        Socket client = served(protocol);
        assertSame(thrown, get(protocol.lost).getCause());
        assertEquals(0, client.recv(1).length);
        assertLostOnce(protocol);
    }

    @Test
    void anErrorIsAReasonToo() throws Exception {
        Error thrown = new StackOverflowError(Logs.ON_PURPOSE);
        Recorder protocol =
                new Doing(
                        p -> {
                            throw thrown;
                        });
        served(protocol);
        assertSame(thrown, get(protocol.lost).getCause());
    }

    @Test
    void anExceptionInConnectionLostHarmsNobody() throws Exception {
        Reactor reactor = reactor();
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionLost(IOException reason) throws Exception {
                        super.connectionLost(reason);
                        throw onPurpose();
                    }
                };
        client(listen(reactor, protocol)).close();
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        Eventually.eventually("it is counted", () -> reactor.stats().get(0).failures() == 1);
        assertEquals(0, reactor.stats().get(0).connectionsOpen());
        assertLostOnce(protocol);
    }

    @Test
    void anExceptionInPauseWritingIsTheReason() throws Exception {
        RuntimeException thrown = onPurpose();
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionMade() {
                        transport().write(new byte[20_000_000]);
                    }

                    @Override
                    protected void pauseWriting() {
                        throw thrown;
                    }
                };
        served(protocol);
        assertSame(thrown, get(protocol.lost).getCause());
        assertLostOnce(protocol);
    }

    @Test
    void anExceptionInResumeWritingIsTheReason() throws Exception {
        RuntimeException thrown = onPurpose();
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionMade() {
                        transport().write(new byte[20_000_000]);
                    }

                    @Override
                    protected void pauseWriting() {
                        note("pause");
                    }

                    @Override
                    protected void resumeWriting() {
                        throw thrown;
                    }
                };
        Socket client = served(protocol);
        Eventually.eventually("it pauses", () -> protocol.count("pause") == 1);
        receive(client, 20_000_000 - 16 * 1024);
        assertSame(thrown, get(protocol.lost).getCause());
        assertLostOnce(protocol);
    }

    @Test
    void anExceptionInTimeoutConnectionIsTheReason() throws Exception {
        RuntimeException thrown = onPurpose();
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionMade() {
                        setIdleTimeout(SOON);
                    }

                    @Override
                    protected void timeoutConnection(OsTimeoutException timeout) {
                        throw thrown;
                    }
                };
        served(protocol);
        assertSame(thrown, get(protocol.lost).getCause());
        assertLostOnce(protocol);
    }

    @Test
    void exceptionsOfHalfCloseableProtocolsAreTheReason() throws Exception {
        RuntimeException thrown = onPurpose();
        Half reading =
                new Half() {
                    @Override
                    public void readConnectionLost() {
                        throw thrown;
                    }
                };
        served(reading).shutdown(Sockets.SHUT_WR);
        assertSame(thrown, get(reading.lost).getCause());
        Half writing =
                new Half() {
                    @Override
                    public void writeConnectionLost() {
                        throw thrown;
                    }
                };
        served(writing);
        runWith(writing, () -> writing.transport().loseWriteConnection());
        assertSame(thrown, get(writing.lost).getCause());
        assertLostOnce(writing);
    }

    @Test
    void aProducerThatThrowsWhenItIsStoppedHidesNoEnd() throws Exception {
        Producer bad =
                new Producer() {
                    @Override
                    public void resumeProducing() {}

                    @Override
                    public void stopProducing() {
                        throw onPurpose();
                    }
                };
        Recorder protocol = new Doing(p -> p.transport().registerProducer(bad));
        Socket client = served(protocol);
        get(protocol.made);
        reset(client);
        assertInstanceOf(ConnectionLost.class, get(protocol.lost));
        assertLostOnce(protocol);
    }

    // ---- by the OS

    @Test
    void aFailedSendIsTheReason() throws Exception {
        Recorder protocol = new Doing(p -> p.transport().pauseProducing());
        Socket client = served(protocol);
        get(protocol.made);
        reset(client);
        Reactor reactor = protocol.transport().reactor();
        Eventually.eventually(
                "a send fails",
                () -> {
                    runOnLoop(reactor, () -> protocol.transport().write(bytes("x")));
                    return protocol.lost.isDone();
                });
        assertInstanceOf(ConnectionException.class, get(protocol.lost).getCause());
        assertLostOnce(protocol);
    }

    // ---- by time

    private void timesOut(Doing.Deed deed, String says) throws Exception {
        Recorder protocol = new Doing(deed);
        Socket client = served(protocol);
        IOException reason = get(protocol.lost);
        assertInstanceOf(ConnectionLost.class, reason);
        String message = assertInstanceOf(OsTimeoutException.class, reason.getCause()).getMessage();
        assertEquals(true, message.contains(says), message);
        assertThrows(ConnectionException.class, () -> receiveAll(client));
        assertLostOnce(protocol);
    }

    @Test
    void anIdleConnectionIsAborted() throws Exception {
        timesOut(p -> p.transport().setIdleTimeout(SOON), "idle");
    }

    @Test
    void aSilentPeerIsAborted() throws Exception {
        timesOut(p -> p.transport().setReadTimeout(SOON), "received nothing");
    }

    @Test
    void aPeerThatTakesNothingIsAborted() throws Exception {
        timesOut(
                p -> {
                    p.transport().write(new byte[20_000_000]);
                    p.transport().setWriteTimeout(SOON);
                },
                "sent nothing");
    }

    @Test
    void anOverrideMayLeaveTheConnectionOpenAndIsCalledAgain() throws Exception {
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionMade() throws Exception {
                        super.connectionMade();
                        setReadTimeout(SOON);
                    }

                    @Override
                    protected void timeoutConnection(OsTimeoutException timeout) {
                        note("timeout");
                        if (count("timeout") == 3) {
                            setReadTimeout(null);
                            transport().loseConnection();
                        }
                    }
                };
        served(protocol);
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals(List.of("made", "timeout", "timeout", "timeout", "lost"), protocol.calls());
    }

    @Test
    void noTimeoutComesAfterTheEnd() throws Exception {
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionLost(IOException reason) throws Exception {
                        setIdleTimeout(SOON);
                        super.connectionLost(reason);
                    }

                    @Override
                    protected void timeoutConnection(OsTimeoutException timeout) {
                        note("timeout");
                    }
                };
        served(protocol).close();
        get(protocol.lost);
        Reactor reactor = protocol.transport().reactor();
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        runOnLoop(
                reactor, () -> reactor.callLater(SOON.multipliedBy(3), () -> later.complete(true)));
        get(later);
        assertEquals(List.of("made", "lost"), protocol.calls());
    }

    @Test
    void timeoutsThatAreNoneAreRefused() throws Exception {
        Recorder protocol = new Recorder();
        served(protocol);
        runWith(
                protocol,
                () -> {
                    for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
                        assertThrows(
                                IllegalArgumentException.class, () -> protocol.setIdleTimeout(bad));
                    }
                    protocol.setReadTimeout(Duration.ofDays(365_000_000));
                });
    }

    // ---- by the reactor

    @Test
    void aReactorThatStopsTellsEveryConnection() throws Exception {
        Reactor reactor = reactor();
        Recorder[] protocols = new Recorder[5];
        for (int i = 0; i < protocols.length; i++) {
            protocols[i] = new Recorder();
            client(listen(reactor, protocols[i]));
            get(protocols[i].made);
        }
        reactor.close();
        for (Recorder each : protocols) {
            assertInstanceOf(ConnectionLost.class, get(each.lost));
            assertEquals(List.of("made", "lost"), each.calls());
        }
        assertEquals(0, reactor.stats().get(0).connectionsOpen());
    }
}

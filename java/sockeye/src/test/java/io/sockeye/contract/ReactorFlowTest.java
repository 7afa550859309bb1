package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.reactor.ConnectionDone;
import io.sockeye.reactor.ConnectionLost;
import io.sockeye.reactor.Producer;
import io.sockeye.reactor.PushProducer;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.Transport;
import io.sockeye.socket.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is faster waits: pausing, write marks and producers. */
@Tag("contract")
class ReactorFlowTest extends ReactorContract {
    private static final int MUCH = 20_000_000;

    // ---- reading

    @Test
    void aPausedConnectionReadsNothingUntilItResumes() throws Exception {
        Recorder protocol = new Doing(p -> p.transport().pauseProducing());
        Socket client = served(protocol);
        Transport transport = get(protocol.made).transport();
        client.setblocking(false);
        int sent = fill(client);
        assertEquals(List.of("made"), protocol.calls());
        assertEquals(0, fill(client));
        runWith(protocol, transport::resumeProducing);
        Eventually.eventually("everything comes", () -> protocol.bytes().length == sent);
    }

    @Test
    void whatWasSentDuringAPauseComesInOrder() throws Exception {
        Recorder protocol = new Doing(p -> p.transport().pauseProducing());
        Socket client = served(protocol);
        Transport transport = get(protocol.made).transport();
        byte[] data = pattern(100_000);
        client.sendall(data);
        for (int i = 0; i < 5; i++) {
            runWith(protocol, transport::resumeProducing);
            runWith(protocol, transport::pauseProducing);
        }
        runWith(protocol, transport::resumeProducing);
        Eventually.eventually("all comes", () -> protocol.bytes().length == data.length);
        assertArrayEquals(data, protocol.bytes());
    }

    @Test
    void pausingInDataReceivedHoldsForTheNextBytes() throws Exception {
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) throws Exception {
                        super.dataReceived(data);
                        transport().pauseProducing();
                    }
                };
        Socket client = served(protocol);
        client.sendall(bytes("one"));
        Eventually.eventually("one", () -> protocol.text().equals("one"));
        client.sendall(bytes("two"));
        Socket other = client(listen(protocol.transport().reactor(), new Echo()));
        other.sendall(bytes("x"));
        receive(other, 1);
        assertEquals("one", protocol.text());
        runWith(protocol, () -> protocol.transport().resumeProducing());
        Eventually.eventually("two", () -> protocol.text().equals("onetwo"));
    }

    @Test
    void thePeersEndWaitsForAPausedConnection() throws Exception {
        Recorder protocol = new Doing(p -> p.transport().pauseProducing());
        Socket client = served(protocol);
        get(protocol.made);
        client.sendall(bytes("last words"));
        client.close();
        assertQuiet(protocol.transport().reactor());
        assertEquals(List.of("made"), protocol.calls());
        runWith(protocol, () -> protocol.transport().resumeProducing());
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals("last words", protocol.text());
    }

    @Test
    void aResetOfAPausedConnectionIsToldWhenItResumes() throws Exception {
        Recorder protocol = new Doing(p -> p.transport().pauseProducing());
        Socket client = served(protocol);
        get(protocol.made);
        reset(client);
        assertQuiet(protocol.transport().reactor());
        assertEquals(List.of("made"), protocol.calls());
        runWith(protocol, () -> protocol.transport().resumeProducing());
        assertInstanceOf(ConnectionLost.class, get(protocol.lost));
        assertEquals(List.of("made", "lost"), protocol.calls());
    }

    /** A loop that spins turns far more often than it is called. */
    private static void assertQuiet(Reactor reactor) throws Exception {
        int calls = 50;
        long before = reactor.stats().get(0).turns();
        for (int i = 0; i < calls; i++) {
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            runOnLoop(reactor, () -> reactor.callLater(0.001, () -> later.complete(true)));
            get(later);
        }
        long turns = reactor.stats().get(0).turns() - before;
        assertTrue(turns <= 4 * calls + 20, "turns: " + turns);
    }

    // ---- write marks

    /** Notes what it is told of the marks. */
    private static class Marked extends Recorder {
        @Override
        protected void pauseWriting() throws Exception {
            note("pause");
        }

        @Override
        protected void resumeWriting() throws Exception {
            note("resume at " + transport().bytesQueued());
        }
    }

    @Test
    void theMarksPauseAndResumeTheWriter() throws Exception {
        Marked protocol = new Marked();
        Socket client = served(protocol);
        runWith(
                protocol,
                () -> {
                    Transport transport = protocol.transport();
                    transport.setWriteMarks(0, 1000);
                    transport.write(new byte[MUCH]);
                    assertEquals(List.of("made", "pause"), protocol.calls());
                    assertTrue(transport.bytesQueued() > 1000);
                    transport.write(new byte[10]);
                    assertEquals(List.of("made", "pause"), protocol.calls());
                });
        receive(client, MUCH + 10);
        Eventually.eventually("it resumes", () -> protocol.calls().size() == 3);
        assertEquals(List.of("made", "pause", "resume at 0"), protocol.calls());
        assertEquals(0L, onLoop(protocol.transport().reactor(), protocol.transport()::bytesQueued));
    }

    @Test
    void whatTheKernelTakesPausesNobody() throws Exception {
        Marked protocol = new Marked();
        Socket client = served(protocol);
        runWith(
                protocol,
                () -> {
                    protocol.transport().setWriteMarks(0, 10);
                    protocol.transport().write(new byte[5000]);
                });
        receive(client, 5000);
        assertEquals(List.of("made"), protocol.calls());
    }

    @Test
    void aLongQueueChangesTheInterestTwice() throws Exception {
        assumeTrue(kind.hasPoller(), "a ring has no interest to change");
        CountingEngine counting = new CountingEngine(engine);
        Marked protocol = new Marked();
        Socket client = client(listen(reactor(o -> o.engine(counting.engine())), protocol));
        runWith(get(protocol.made), () -> protocol.transport().write(new byte[MUCH]));
        Eventually.eventually("it waits for room", () -> counting.count("modify") == 1);
        receive(client, MUCH);
        Eventually.eventually("it waits no more", () -> counting.count("modify") == 2);
        runWith(protocol, () -> protocol.transport().write(bytes("x")));
        receive(client, 1);
        assertEquals(2, counting.count("modify"));
    }

    @Test
    void marksMustMakeSense() throws Exception {
        Recorder protocol = new Recorder();
        served(protocol);
        runWith(
                protocol,
                () -> {
                    Transport transport = protocol.transport();
                    IllegalArgumentException e =
                            assertThrows(
                                    IllegalArgumentException.class,
                                    () -> transport.setWriteMarks(2, 1));
                    assertTrue(e.getMessage().contains("2 and 1"), e.getMessage());
                    assertThrows(
                            IllegalArgumentException.class, () -> transport.setWriteMarks(-1, 1));
                    transport.setWriteMarks(0, 0);
                });
    }

    @Test
    void anEchoToAPeerThatDoesNotReadStaysBounded() throws Exception {
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        transport().write(data);
                    }
                };
        Socket client = served(protocol);
        get(protocol.made);
        client.setblocking(false);
        int sent = 0;
        // Neither side takes more: the loop has stopped reading.
        for (int more = 1; more > 0; ) {
            more = fill(client);
            sent += more;
            long queued = onLoop(protocol.transport().reactor(), protocol.transport()::bytesQueued);
            assertTrue(queued <= 64 * 1024 + 64 * 1024, "queued: " + queued);
        }
        int all = sent;
        client.settimeout(20.0);
        receive(client, all);
    }

    // ---- producers

    /** Writes until it is told to pause. */
    private static final class Push implements PushProducer {
        private final Recorder protocol;
        private int left;
        private boolean paused;

        Push(Recorder protocol, int left) {
            this.protocol = protocol;
            this.left = left;
        }

        @Override
        public void resumeProducing() {
            protocol.note("resume");
            paused = false;
            write();
        }

        void write() {
            while (!paused && left > 0) {
                int n = Math.min(left, 10_000);
                left -= n;
                protocol.transport().write(new byte[n]);
            }
            if (left == 0) {
                left = -1;
                protocol.transport().unregisterProducer();
            }
        }

        @Override
        public void pauseProducing() {
            protocol.note("pause");
            paused = true;
        }

        @Override
        public void stopProducing() {
            protocol.note("stop");
        }
    }

    @Test
    void aPushProducerIsPausedAndResumedAndLoseConnectionWaitsForIt() throws Exception {
        Recorder protocol =
                new Doing(
                        p -> {
                            Push push = new Push(p, MUCH);
                            p.transport().registerProducer(push);
                            push.write();
                            p.transport().loseConnection();
                        });
        Socket client = served(protocol);
        Eventually.eventually("it pauses", () -> protocol.count("pause") == 1);
        assertEquals(MUCH, receiveAll(client).length);
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        List<String> calls = new ArrayList<>(protocol.calls());
        assertTrue(calls.contains("pause") && calls.contains("resume"), calls.toString());
        assertFalse(calls.contains("stop"), calls.toString());
    }

    /** Writes once for each call. */
    private static final class Pull implements Producer {
        private final Recorder protocol;
        private final ByteBuffer piece;
        private int left;

        Pull(Recorder protocol, ByteBuffer piece, int left) {
            this.protocol = protocol;
            this.piece = piece;
            this.left = left;
        }

        @Override
        public void resumeProducing() {
            if (left-- == 0) {
                protocol.transport().unregisterProducer();
            } else {
                protocol.transport().write(piece.clear());
            }
        }

        @Override
        public void stopProducing() {
            protocol.note("stop");
        }
    }

    private void pulls(ByteBuffer piece) throws Exception {
        Recorder protocol =
                new Doing(
                        p -> {
                            p.transport().registerProducer(new Pull(p, piece, 300));
                            p.transport().loseConnection();
                        });
        Socket client = served(protocol);
        assertEquals(300 * piece.capacity(), receiveAll(client).length);
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals(List.of("made", "lost"), protocol.calls());
    }

    @Test
    void aPullProducerIsAskedAgainAndAgain() throws Exception {
        pulls(ByteBuffer.allocate(100));
        pulls(ByteBuffer.allocate(50_000));
    }

    @Test
    void aPullProducerOfDirectBuffersIsAskedAgainAndAgain() throws Exception {
        pulls(ByteBuffer.allocateDirect(100));
        pulls(ByteBuffer.allocateDirect(50_000));
    }

    @Test
    void aPullProducerIsAskedAlsoWhenItIsRegisteredLater() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        runWith(
                protocol,
                () ->
                        protocol.transport()
                                .registerProducer(
                                        new Pull(protocol, ByteBuffer.allocateDirect(8192), 50)));
        receive(client, 50 * 8192);
    }

    @Test
    void aProducerIsStoppedWhenTheConnectionIsLost() throws Exception {
        Recorder protocol =
                new Doing(
                        p -> {
                            Push push = new Push(p, Integer.MAX_VALUE);
                            p.transport().registerProducer(push);
                            push.write();
                        });
        Socket client = served(protocol);
        receive(client, 1);
        reset(client);
        get(protocol.lost);
        assertEquals(1, protocol.count("stop"));
        int last = protocol.calls().size() - 1;
        assertEquals(List.of("stop", "lost"), protocol.calls().subList(last - 1, last + 1));
    }

    @Test
    void aProducerOfAClosedConnectionIsStoppedAtOnce() throws Exception {
        Recorder protocol = new Recorder();
        served(protocol).close();
        get(protocol.lost);
        runWith(protocol, () -> protocol.transport().registerProducer(new Push(protocol, 10)));
        assertEquals(List.of("made", "lost", "stop"), protocol.calls());
    }

    @Test
    void aSecondProducerIsRefused() throws Exception {
        Recorder protocol = new Recorder();
        served(protocol);
        runWith(
                protocol,
                () -> {
                    protocol.transport().registerProducer(new Push(protocol, 1));
                    assertThrows(
                            IllegalStateException.class,
                            () -> protocol.transport().registerProducer(new Push(protocol, 1)));
                    protocol.transport().unregisterProducer();
                    protocol.transport().registerProducer(new Push(protocol, 1));
                });
    }

    @Test
    void aConnectionReadsAgainAlthoughAProducerCameWhenItWasPaused() throws Exception {
        Recorder protocol =
                new Doing(
                        p -> {
                            p.transport().write(new byte[MUCH]);
                            p.transport().registerProducer(new Push(p, 100));
                        });
        Socket client = served(protocol);
        Eventually.eventually("it pauses", () -> protocol.count("pause") == 1);
        receive(client, MUCH + 100);
        client.sendall(bytes("do you hear me"));
        Eventually.eventually("it reads", () -> protocol.text().equals("do you hear me"));
        assertEquals(List.of("made", "pause", "resume", "data"), protocol.calls());
    }

    @Test
    void aConnectionCanBeTheProducerOfAnother() throws Exception {
        Recorder sink = new Recorder();
        Reactor reactor = reactor();
        Socket far = client(listen(reactor, sink));
        get(sink.made);
        Recorder source =
                new Recorder() {
                    @Override
                    protected void connectionMade() throws Exception {
                        sink.transport().registerProducer(transport());
                        super.connectionMade();
                    }

                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        sink.transport().write(data);
                    }
                };
        Socket near = client(listen(reactor, source));
        get(source.made);
        near.setblocking(false);
        int sent = fill(near);
        for (int more = fill(near); more > 0; more = fill(near)) {
            sent += more;
        }
        assertTrue(onLoop(reactor, sink.transport()::bytesQueued) <= 128 * 1024);
        receive(far, sent);
    }
}

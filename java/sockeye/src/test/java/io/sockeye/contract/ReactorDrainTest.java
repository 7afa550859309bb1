package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.ConnectionException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.ConnectionDone;
import io.sockeye.reactor.ConnectionLost;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A reactor that ends gently. */
@Tag("contract")
class ReactorDrainTest extends ReactorContract {
    private static final Duration LONG = Duration.ofHours(1);

    private static void await(CompletionStage<Void> drained) throws Exception {
        get(drained.toCompletableFuture());
    }

    /** Reads to the end and closes, as a peer does; a reset fails. */
    private static String endOf(Socket client) throws IOException {
        String text = text(receiveAll(client));
        client.close();
        return text;
    }

    @Test
    void idleConnectionsAreClosedInOrder() throws Exception {
        Reactor reactor = reactor(o -> o.loops(2));
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Socket[] clients = new Socket[10];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client(port);
            clients[i].sendall(bytes("x"));
            receive(clients[i], 1);
        }
        CompletionStage<Void> drained = reactor.drain(LONG);
        for (Socket client : clients) {
            assertEquals("", endOf(client));
        }
        await(drained);
        assertEquals(false, reactor.running());
        assertThrows(IOException.class, () -> client(port));
    }

    @Test
    void whatHasArrivedIsAnswered() throws Exception {
        Reactor reactor = reactor();
        Recorder echo =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        transport().write(data);
                    }
                };
        Socket client = client(listen(reactor, echo));
        get(echo.made);
        CompletableFuture<CompletionStage<Void>> draining = new CompletableFuture<>();
        reactor.callFromThread(
                () -> {
                    // While the loop is here, the request arrives and waits in the kernel.
                    try {
                        client.sendall(bytes("just in time"));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    draining.complete(reactor.drain(LONG));
                });
        assertEquals("just in time", endOf(client));
        await(get(draining));
        assertInstanceOf(ConnectionDone.class, get(echo.lost));
    }

    @Test
    void aProtocolMayFinishItsConversationFirst() throws Exception {
        Recorder polite =
                new Recorder() {
                    @Override
                    protected void draining() {
                        note("draining");
                        transport().write("bye?", US_ASCII);
                    }

                    @Override
                    protected void dataReceived(ByteBuffer data) throws Exception {
                        super.dataReceived(data);
                        transport().loseConnection();
                    }
                };
        Reactor reactor = reactor();
        Socket client = client(listen(reactor, polite));
        get(polite.made);
        CompletionStage<Void> drained = reactor.drain(LONG);
        assertEquals("bye?", text(receive(client, 4)));
        client.sendall(bytes("bye"));
        assertEquals("", endOf(client));
        await(drained);
        assertEquals(List.of("made", "draining", "data", "lost"), polite.calls());
    }

    @Test
    void whatIsLeftAtTheLimitIsAborted() throws Exception {
        Recorder stubborn =
                new Recorder() {
                    @Override
                    protected void draining() {}
                };
        Reactor reactor = reactor();
        Socket client = client(listen(reactor, stubborn));
        get(stubborn.made);
        CompletionStage<Void> drained = reactor.drain(Duration.ofMillis(20));
        ExecutionException e = assertThrows(ExecutionException.class, () -> await(drained));
        assertInstanceOf(OsTimeoutException.class, e.getCause());
        assertInstanceOf(ConnectionLost.class, get(stubborn.lost));
        assertThrows(ConnectionException.class, () -> receiveAll(client));
        assertEquals(false, reactor.running());
    }

    @Test
    void anExceptionInDrainingEndsItsConnectionOnly() throws Exception {
        Recorder bad =
                new Recorder() {
                    @Override
                    protected void draining() {
                        throw new IllegalStateException(Logs.ON_PURPOSE);
                    }
                };
        Reactor reactor = reactor();
        client(listen(reactor, bad));
        Recorder good = new Recorder();
        Socket other = client(listen(reactor, good));
        get(bad.made);
        get(good.made);
        CompletionStage<Void> drained = reactor.drain(LONG);
        endOf(other);
        await(drained);
        assertInstanceOf(ConnectionDone.class, get(good.lost));
        assertInstanceOf(ConnectionLost.class, get(bad.lost));
    }

    @Test
    void everyoneWhoDrainsIsTold() throws Exception {
        Reactor reactor = reactor();
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        client.sendall(bytes("x"));
        receive(client, 1);
        CompletionStage<Void> first = reactor.drain(LONG);
        CompletionStage<Void> second = reactor.drain(LONG);
        endOf(client);
        await(first);
        await(second);
        await(reactor.drain(LONG));
    }

    @Test
    void drainingInACallbackInterruptsNoCallback() throws Exception {
        CompletableFuture<CompletionStage<Void>> draining = new CompletableFuture<>();
        Reactor reactor = reactor();
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) throws Exception {
                        if (!draining.isDone()) {
                            Thread.yield();
                            draining.complete(reactor.drain(LONG));
                        }
                        super.dataReceived(data);
                        note("returns");
                    }
                };
        Socket client = client(listen(reactor, protocol));
        get(protocol.made);
        reactor.callFromThread(
                () -> {
                    try {
                        client.sendall(pattern(100_000));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        CompletionStage<Void> drained = get(draining);
        endOf(client);
        await(drained);
        List<String> calls = protocol.calls();
        for (int i = 1; i < calls.size() - 1; i += 2) {
            assertEquals(List.of("data", "returns"), calls.subList(i, i + 2), calls.toString());
        }
        assertEquals(true, same(pattern(protocol.bytes().length), protocol.bytes()));
    }

    @Test
    void aStopEndsADrain() throws Exception {
        Reactor reactor = reactor();
        Recorder stubborn =
                new Recorder() {
                    @Override
                    protected void draining() {
                        note("draining");
                    }
                };
        client(listen(reactor, stubborn));
        get(stubborn.made);
        CompletionStage<Void> drained = reactor.drain(LONG);
        Eventually.eventually("it drains", () -> stubborn.count("draining") == 1);
        reactor.stop();
        await(drained);
        assertInstanceOf(ConnectionLost.class, get(stubborn.lost));
    }

    @Test
    void limitsThatAreNoneAreRefused() throws Exception {
        Reactor reactor = reactor();
        assertThrows(NullPointerException.class, () -> reactor.drain(null));
        assertThrows(IllegalArgumentException.class, () -> reactor.drain(Duration.ofSeconds(-1)));
        assertEquals(true, reactor.running());
    }
}

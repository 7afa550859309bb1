package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ConnectionResetException;
import io.sockeye.reactor.ClientFactory;
import io.sockeye.reactor.ConnectionDone;
import io.sockeye.reactor.ConnectionLost;
import io.sockeye.reactor.Connector;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that a reactor accepts: made, served, lost. */
@Tag("contract")
class ReactorTest extends ReactorContract {
    @Test
    void echoesManyConnectionsAtOnce() throws Exception {
        ListeningPort port = reactor().listenTCP("127.0.0.1", 0, Echo::new);
        Socket[] clients = new Socket[50];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client(port);
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < clients.length; i++) {
                clients[i].sendall(("client " + i).getBytes(UTF_8));
            }
            for (int i = 0; i < clients.length; i++) {
                String wanted = "client " + i;
                assertEquals(wanted, new String(receive(clients[i], wanted.length()), UTF_8));
            }
        }
    }

    @Test
    void echoesAStreamLargerThanEveryBuffer() throws Exception {
        Socket client = client(reactor().listenTCP("127.0.0.1", 0, Echo::new));
        byte[] sent = new byte[8_000_000];
        new Random(1).nextBytes(sent);
        Background<Void> sender =
                inBackground(
                        () -> {
                            client.sendall(sent);
                            client.shutdown(Sockets.SHUT_WR);
                        });
        assertArrayEquals(sent, receiveAll(client));
        sender.result();
    }

    @Test
    void tellsAProtocolOfItsConnectionInOrder() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = client(listen(reactor(), protocol));
        client.sendall("hello".getBytes(UTF_8));
        client.close();
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
        assertEquals("hello", protocol.text());
        assertEquals(List.of("made", "data", "lost"), protocol.calls());
    }

    @Test
    void reportsAResetWithItsCause() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = client(listen(reactor(), protocol));
        get(protocol.made);
        reset(client);
        IOException reason = get(protocol.lost);
        assertInstanceOf(ConnectionLost.class, reason);
        assertInstanceOf(ConnectionResetException.class, reason.getCause());
    }

    @Test
    void losesTheConnectionAfterTheLastByte() throws Exception {
        byte[] much = new byte[3_000_000];
        new Random(2).nextBytes(much);
        Recorder protocol =
                new Recorder() {
                    @Override
                    protected void connectionMade() throws Exception {
                        super.connectionMade();
                        transport().write(much);
                        transport().loseConnection();
                        transport().write("never".getBytes(UTF_8));
                    }
                };
        Socket client = client(listen(reactor(), protocol));
        assertArrayEquals(much, receiveAll(client));
        assertInstanceOf(ConnectionDone.class, get(protocol.lost));
    }

    @Test
    void anExceptionEndsItsOwnConnectionOnly() throws Exception {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        Recorder bad =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        throw thrown;
                    }
                };
        Reactor reactor = reactor();
        Socket victim = client(listen(reactor, bad));
        Socket other = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        victim.sendall("x".getBytes(UTF_8));
        assertSame(thrown, get(bad.lost).getCause());
        assertEquals(List.of("made", "lost"), bad.calls());
        other.sendall("y".getBytes(UTF_8));
        assertEquals("y", new String(receive(other, 1), UTF_8));
        assertEquals(1, reactor.stats().get(0).failures());
    }

    @Test
    void aReactorRunsOnce() throws Exception {
        Reactor reactor = reactor();
        assertThrows(IllegalStateException.class, reactor::run);
        reactor.close();
        assertThrows(IllegalStateException.class, reactor::start);
    }

    @Test
    void stopEndsRunAndEveryConnectionHearsOfIt() throws Exception {
        Reactor reactor = idle(o -> {});
        Recorder protocol = new Recorder();
        ListeningPort port = listen(reactor, protocol);
        Background<Void> running = inBackground(reactor::run);
        Socket client = client(port);
        get(protocol.made);
        reactor.stop();
        running.result();
        assertInstanceOf(ConnectionLost.class, get(protocol.lost));
        assertEquals(0, client.recv(1).length);
        assertThrows(IOException.class, () -> client(port));
    }

    @Test
    void severalLoopsServeOnePort() throws Exception {
        Reactor reactor = reactor(o -> o.loops(3).name("several"));
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Socket[] clients = new Socket[60];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client(port);
            clients[i].sendall(new byte[] {(byte) i});
        }
        for (int i = 0; i < clients.length; i++) {
            assertArrayEquals(new byte[] {(byte) i}, receive(clients[i], 1));
        }
        assertEquals(60, reactor.stats().stream().mapToLong(s -> s.connectionsMade()).sum());
        List<String> names = reactor.stats().stream().map(s -> s.name()).toList();
        assertEquals(List.of("several-0", "several-1", "several-2"), names);
        assertTrue(
                Arrays.stream(new int[] {0, 1, 2})
                                .filter(i -> reactor.stats().get(i).connectionsMade() > 0)
                                .count()
                        > 1,
                "one loop got all 60");
    }

    @Test
    void itsThreadsLetTheProgramEndIfAsked() throws Exception {
        assertTrue(onLoop(reactor(o -> o.daemon(true)), () -> Thread.currentThread().isDaemon()));
        assertFalse(onLoop(reactor(), () -> Thread.currentThread().isDaemon()));
    }

    @Test
    void anAttemptThatHasNotBegunHearsOfTheEnd() throws Exception {
        Reactor reactor = idle(o -> {});
        CompletableFuture<IOException> failed = new CompletableFuture<>();
        reactor.connectTCP(
                "localhost",
                1,
                new ClientFactory() {
                    @Override
                    protected void clientConnectionFailed(Connector connector, IOException reason) {
                        failed.complete(reason);
                    }
                });
        reactor.close();
        assertInstanceOf(ConnectionLost.class, get(failed));
    }

    @Test
    void anAttemptUnderWayHearsOfTheEnd() throws Exception {
        Address full = fullListener().getsockname();
        Reactor reactor = reactor();
        CompletableFuture<Connector> started = new CompletableFuture<>();
        CompletableFuture<IOException> failed = new CompletableFuture<>();
        reactor.connectTCP(
                "127.0.0.1",
                ((Address.Inet) full).port(),
                new ClientFactory() {
                    @Override
                    protected void startedConnecting(Connector connector) {
                        started.complete(connector);
                    }

                    @Override
                    protected void clientConnectionFailed(Connector connector, IOException reason) {
                        failed.complete(reason);
                    }
                });
        get(started);
        runOnLoop(reactor, () -> {});
        reactor.close();
        assertInstanceOf(ConnectionLost.class, get(failed));
    }
}

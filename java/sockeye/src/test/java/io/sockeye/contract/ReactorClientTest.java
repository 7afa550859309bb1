package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.ClientFactory;
import io.sockeye.reactor.ConnectionDone;
import io.sockeye.reactor.ConnectionLost;
import io.sockeye.reactor.Connector;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.ReconnectingClientFactory;
import io.sockeye.socket.Address;
import io.sockeye.socket.GaiException;
import io.sockeye.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that a reactor makes. */
@Tag("contract")
class ReactorClientTest extends ReactorContract {
    /** Notes what it is told. */
    private static class Client extends ClientFactory {
        final Recorder protocol = new Recorder();
        final CompletableFuture<IOException> failed = new CompletableFuture<>();
        final CompletableFuture<IOException> lost = new CompletableFuture<>();
        final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        private final List<String> calls = new ArrayList<>();

        void note(String call) {
            synchronized (calls) {
                calls.add(call);
            }
        }

        List<String> calls() {
            synchronized (calls) {
                return List.copyOf(calls);
            }
        }

        @Override
        protected void startFactory() {
            note("start");
        }

        @Override
        protected void startedConnecting(Connector connector) throws Exception {
            note("connecting");
        }

        @Override
        public Protocol buildProtocol(Address peer) throws Exception {
            note("build");
            return protocol;
        }

        @Override
        protected void clientConnectionFailed(Connector connector, IOException reason)
                throws Exception {
            note("failed");
            failed.complete(reason);
        }

        @Override
        protected void clientConnectionLost(Connector connector, IOException reason)
                throws Exception {
            note("lost");
            lost.complete(reason);
        }

        @Override
        protected void stopFactory() {
            note("stop");
            stopped.complete(true);
        }
    }

    private static int port(Address address) {
        return ((Address.Inet) address).port();
    }

    private Connector connect(Reactor reactor, Address to, ClientFactory factory) {
        return reactor.connectTCP(((Address.Inet) to).host(), port(to), factory);
    }

    // ---- that succeed

    @Test
    void connectsTalksAndDisconnects() throws Exception {
        Reactor reactor = reactor();
        ListeningPort echo = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Client client = new Client();
        Connector connector = connect(reactor, echo.getHost(), client);
        assertEquals(echo.getHost(), connector.getDestination());
        get(client.protocol.made);
        runWith(
                client.protocol,
                () -> {
                    assertFalse(connector.connecting());
                    assertEquals(echo.getHost(), client.protocol.transport().getPeer());
                    client.protocol.transport().write(bytes("hello"));
                });
        Eventually.eventually("it echoes", () -> client.protocol.text().equals("hello"));
        runWith(client.protocol, connector::disconnect);
        assertInstanceOf(ConnectionDone.class, get(client.lost));
        get(client.stopped);
        assertEquals(List.of("start", "connecting", "build", "lost", "stop"), client.calls());
        assertEquals(List.of("made", "data", "lost"), client.protocol.calls());
    }

    @Test
    void talksToAPythonServer() throws Exception {
        if (kind != engine.multiplexers().iterator().next()) {
            // Once for each engine: a Python takes its time to start.
            return;
        }
        assumeTrue(Python.exists(), "python3 is not here");
        String script =
                "import socket\n"
                        + "s = socket.create_server(('127.0.0.1', 0))\n"
                        + "print(s.getsockname()[1], flush=True)\n"
                        + "c, _ = s.accept()\n"
                        + "while True:\n"
                        + "    d = c.recv(1000)\n"
                        + "    if not d: break\n"
                        + "    c.sendall(d.upper())\n";
        Process python = new ProcessBuilder("python3", "-c", script).start();
        own(python::destroyForcibly);
        BufferedReader printed =
                own(
                        new BufferedReader(
                                new InputStreamReader(
                                        python.getInputStream(), StandardCharsets.US_ASCII)));
        int port = Integer.parseInt(printed.readLine());
        Client client = new Client();
        reactor().connectTCP("127.0.0.1", port, client);
        get(client.protocol.made);
        runWith(
                client.protocol,
                () -> {
                    client.protocol.transport().write(bytes("hello"));
                    client.protocol.transport().loseWriteConnection();
                });
        assertInstanceOf(ConnectionDone.class, get(client.lost));
        assertEquals("HELLO", client.protocol.text());
        assertEquals(0, python.waitFor());
        python.getOutputStream().close();
        python.getErrorStream().close();
    }

    @Test
    void connectsToUnixSockets() throws Exception {
        Reactor reactor = reactor();
        Path path = socketPath();
        reactor.listenUNIX(path, Echo::new);
        Client client = new Client();
        reactor.connectUNIX(path, client);
        get(client.protocol.made);
        runWith(client.protocol, () -> client.protocol.transport().write(bytes("hello")));
        Eventually.eventually("it echoes", () -> client.protocol.text().equals("hello"));
    }

    @Test
    void comesFromWhereItIsTold() throws Exception {
        Reactor reactor = reactor();
        Recorder server = new Recorder();
        ListeningPort port = listen(reactor, server);
        reactor.connectTCP(
                "127.0.0.1",
                port(port),
                new Client(),
                o -> o.bindAddress(Address.inet("127.0.0.2", 0)));
        get(server.made);
        Address peer = onLoop(reactor, () -> server.transport().getPeer());
        assertEquals("127.0.0.2", ((Address.Inet) peer).host());
    }

    @Test
    void connectsAgainFromClientConnectionLost() throws Exception {
        Reactor reactor = reactor();
        ListeningPort port =
                reactor.listenTCP(
                        "127.0.0.1", 0, () -> new Doing(p -> p.transport().loseConnection()));
        Client again =
                new Client() {
                    @Override
                    public Protocol buildProtocol(Address peer) throws Exception {
                        super.buildProtocol(peer);
                        return new Recorder();
                    }

                    @Override
                    protected void clientConnectionLost(Connector connector, IOException reason)
                            throws Exception {
                        super.clientConnectionLost(connector, reason);
                        if (calls().stream().filter("lost"::equals).count() < 3) {
                            connector.connect();
                        }
                    }
                };
        connect(reactor, port.getHost(), again);
        get(again.stopped);
        assertEquals(
                List.of(
                        "start",
                        "connecting",
                        "build",
                        "lost",
                        "connecting",
                        "build",
                        "lost",
                        "connecting",
                        "build",
                        "lost",
                        "stop"),
                again.calls());
    }

    @Test
    void aFactoryThatBuildsNothingLosesTheConnection() throws Exception {
        Reactor reactor = reactor();
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Client nothing =
                new Client() {
                    @Override
                    public Protocol buildProtocol(Address peer) {
                        return null;
                    }
                };
        connect(reactor, port.getHost(), nothing);
        get(nothing.lost);
        get(nothing.stopped);
        Eventually.eventually("the server sees its end", () -> port.connections() == 0);
    }

    // ---- several addresses

    @Test
    void anAddressThatRefusesIsFollowedByTheNext() throws Exception {
        Reactor reactor = knowingBoth();
        ListeningPort four = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Client client = new Client();
        reactor.connectTCP("both", port(four), client, o -> o.stagger(Duration.ofDays(1)));
        get(client.protocol.made);
    }

    @Test
    void anAddressThatDoesNotAnswerIsFollowedByTheNext() throws Exception {
        Reactor reactor = knowingBoth();
        ListeningPort four = null;
        while (four == null) {
            try {
                four = reactor.listenTCP("127.0.0.1", port(silentOnIpv6()), Echo::new);
            } catch (OsException e) {
                // Somebody has that port of IPv4: another one.
                assertEquals(Errno.EADDRINUSE, e.errno());
            }
        }
        Client client = new Client();
        reactor.connectTCP("both", port(four), client, o -> o.stagger(Duration.ZERO));
        get(client.protocol.made);
        assertEquals(List.of("start", "connecting", "build"), client.calls());
    }

    /** A reactor that knows a host "both" with an address of either family, and "twice". */
    private Reactor knowingBoth() throws IOException {
        CountingEngine counting = new CountingEngine(engine);
        counting.know("both", "::1", "127.0.0.1");
        counting.know("twice", "127.0.0.1", "127.0.0.1");
        return reactor(o -> o.engine(counting.engine()));
    }

    private Socket silentOnIpv6() throws IOException {
        Socket listener = tcp6();
        listener.bind("::1", 0);
        listener.listen(1);
        for (int i = 0; i < 8; i++) {
            Socket client = tcp6();
            client.setblocking(false);
            client.connectEx(listener.getsockname());
        }
        return listener;
    }

    // ---- that fail

    private static <T extends IOException> T fails(Class<T> with, Client client) throws Exception {
        T reason = assertInstanceOf(with, get(client.failed));
        get(client.stopped);
        assertEquals(List.of("start", "connecting", "failed", "stop"), client.calls());
        return reason;
    }

    @Test
    void aRefusedConnectionIsToldWithItsAddress() throws Exception {
        Address dead = deadPort();
        Client client = new Client();
        connect(reactor(), dead, client);
        String message = fails(ConnectionRefusedException.class, client).getMessage();
        assertTrue(message.contains(Integer.toString(port(dead))), message);
    }

    @Test
    void aConnectionThatIsNotAcceptedTimesOut() throws Exception {
        Client client = new Client();
        Address silent = fullListener().getsockname();
        reactor().connectTCP("127.0.0.1", port(silent), client, o -> o.timeout(0.05));
        fails(OsTimeoutException.class, client);
    }

    @Test
    void aUnixSocketThatIsNotThereFails() throws Exception {
        Client client = new Client();
        reactor().connectUNIX(socketPath(), client);
        fails(OsFileNotFoundException.class, client);
    }

    @Test
    void anUnknownNameFails() throws Exception {
        Client client = new Client();
        reactor().connectTCP("no.such.host.invalid", 80, client);
        fails(GaiException.class, client);
    }

    @Test
    void connectingCanBeStopped() throws Exception {
        Reactor reactor = reactor();
        Client client = new Client();
        Connector connector = connect(reactor, fullListener().getsockname(), client);
        runOnLoop(
                reactor,
                () -> {
                    assertTrue(connector.connecting());
                    assertThrows(IllegalStateException.class, connector::connect);
                    connector.stopConnecting();
                    assertThrows(IllegalStateException.class, connector::stopConnecting);
                    connector.disconnect();
                });
        fails(ConnectionLost.class, client);
    }

    @Test
    void connectingCanBeStoppedFromTheFirstCallback() throws Exception {
        Client client =
                new Client() {
                    @Override
                    protected void startedConnecting(Connector connector) throws Exception {
                        super.startedConnecting(connector);
                        connector.stopConnecting();
                    }
                };
        Reactor reactor = reactor();
        connect(reactor, fullListener().getsockname(), client);
        fails(ConnectionLost.class, client);
    }

    @Test
    void aReactorThatStopsTellsWhoIsConnectingOnce() throws Exception {
        Address silent = fullListener().getsockname();
        Reactor reactor = knowingBoth();
        Client waiting = new Client();
        connect(reactor, silent, waiting);
        Client two = new Client();
        reactor.connectTCP("twice", port(silent), two, o -> o.stagger(Duration.ZERO));
        Client fresh = new Client();
        runOnLoop(
                reactor,
                () -> {
                    connect(reactor, silent, fresh);
                    reactor.stop();
                });
        reactor.close();
        fails(ConnectionLost.class, waiting);
        fails(ConnectionLost.class, two);
        fails(ConnectionLost.class, fresh);
    }

    @Test
    void aPortThatIsNoneIsRefusedAtOnce() throws Exception {
        Reactor reactor = reactor();
        assertThrows(
                IllegalArgumentException.class,
                () -> reactor.connectTCP("127.0.0.1", 65536, new Client()));
    }

    @Test
    void namesAreNotResolvedOnTheLoop() throws Exception {
        CountingEngine counting = new CountingEngine(engine);
        counting.know("somebody", "127.0.0.1");
        Reactor reactor = reactor(o -> o.name("resolving").engine(counting.engine()));
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Client client = new Client();
        reactor.connectTCP("somebody", port(port), client);
        get(client.protocol.made);
        String thread = counting.resolver().getName();
        assertTrue(!thread.equals("resolving-0"), thread);
    }

    // ---- again and again

    /** Notes its delays. */
    private static final class Again extends ReconnectingClientFactory {
        final List<Double> delays = new ArrayList<>();
        final CompletableFuture<List<Double>> done = new CompletableFuture<>();
        private final int most;

        Again(int most) {
            this.most = most;
            maxRetries(most);
        }

        @Override
        protected void clientConnectionFailed(Connector connector, IOException reason)
                throws Exception {
            super.clientConnectionFailed(connector, reason);
            delays.add(delay());
            if (delays.size() > most) {
                done.complete(delays);
            }
        }
    }

    @Test
    void delaysGrowUpToTheirLimitAndThenItGivesUp() throws Exception {
        Again factory = new Again(4);
        factory.initialDelay(0.001);
        factory.factor(2);
        factory.maxDelay(0.005);
        factory.jitter(0);
        connect(reactor(), deadPort(), factory);
        assertEquals(List.of(0.002, 0.004, 0.005, 0.005, 0.005), get(factory.done));
        assertEquals(4, factory.retries());
    }

    @Test
    void jitterSpreadsTheDelays() throws Exception {
        Again factory = new Again(5);
        factory.initialDelay(0.001);
        factory.factor(1);
        connect(reactor(), deadPort(), factory);
        List<Double> delays = get(factory.done);
        assertTrue(delays.stream().distinct().count() > 1, delays.toString());
        for (double each : delays) {
            assertTrue(each > 0 && each < 0.02, delays.toString());
        }
    }

    @Test
    void itConnectsAgainUntilItIsToldToStop() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<Boolean> third = new CompletableFuture<>();
        int[] built = new int[1];
        ReconnectingClientFactory factory = new ReconnectingClientFactory();
        factory.initialDelay(0.001);
        factory.protocol(
                () ->
                        new Doing(
                                p -> {
                                    factory.resetDelay();
                                    if (++built[0] == 3) {
                                        factory.stopTrying();
                                        third.complete(true);
                                    }
                                }));
        ListeningPort port =
                reactor.listenTCP(
                        "127.0.0.1", 0, () -> new Doing(p -> p.transport().loseConnection()));
        connect(reactor, port.getHost(), factory);
        get(third);
        assertEquals(0, onLoop(reactor, factory::retries));
        assertThrows(IllegalArgumentException.class, () -> factory.maxDelay(0));
        assertThrows(IllegalArgumentException.class, () -> factory.factor(Double.NaN));
    }
}

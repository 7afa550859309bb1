package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.reactor.Factory;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What listens, and the factories behind it. */
@Tag("contract")
class ReactorPortTest extends ReactorContract {
    private static void stop(ListeningPort port) throws Exception {
        port.stopListening()
                .toCompletableFuture()
                .get(Eventually.LIMIT_NANOS, TimeUnit.NANOSECONDS);
    }

    private static void echoes(Socket client) throws IOException {
        client.sendall(bytes("ping"));
        assertEquals("ping", text(receive(client, 4)));
    }

    // ---- ports

    @Test
    void aPortStopsAndListensAgainAtTheSameAddress() throws Exception {
        ListeningPort port = reactor().listenTCP("127.0.0.1", 0, Echo::new);
        Address at = port.getHost();
        Socket before = client(port);
        echoes(before);
        stop(port);
        stop(port);
        assertThrows(IOException.class, () -> client(port));
        echoes(before);
        port.startListening();
        assertEquals(at, port.getHost());
        echoes(client(port));
        assertThrows(IllegalStateException.class, port::startListening);
    }

    @Test
    void aPortCanStopInACallback() throws Exception {
        Reactor reactor = reactor();
        ListeningPort[] port = new ListeningPort[1];
        port[0] = listen(reactor, new Doing(p -> port[0].stopListening()));
        client(port[0]);
        Eventually.eventually(
                "nobody listens",
                () -> {
                    try (Socket late = new Socket(engine, io.sockeye.socket.Sockets.AF_INET, 1)) {
                        return late.connectEx(port[0].getHost()) != 0;
                    }
                });
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        Reactor reactor = reactor();
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        IOException e =
                failsWith(
                        Errno.EADDRINUSE,
                        () -> reactor.listenTCP("127.0.0.1", port(port), Echo::new));
        assertTrue(e.getMessage().contains(Integer.toString(port(port))), e.getMessage());
        echoes(client(port));
    }

    @Test
    void listensOnIpv6OnNamesAndOnEverything() throws Exception {
        Reactor reactor = reactor();
        ListeningPort six = reactor.listenTCP("::1", 0, Echo::new);
        Socket client = tcp6();
        client.connect(six.getHost());
        echoes(client);
        echoes(client(reactor.listenTCP("localhost", 0, Echo::new)));
        ListeningPort all = reactor.listenTCP(0, Echo::new);
        Socket any = tcp();
        any.connect("127.0.0.1", port(all));
        echoes(any);
    }

    @Test
    void aDualStackPortAcceptsBothFamilies() throws Exception {
        ListeningPort port = reactor().listenTCP("::", 0, Echo::new, o -> o.dualstackIpv6(true));
        int number = ((Address.Inet6) port.getHost()).port();
        Socket four = tcp();
        four.connect("127.0.0.1", number);
        echoes(four);
        Socket six = tcp6();
        six.connect("::1", number);
        echoes(six);
    }

    @Test
    void noMoreConnectionsThanAllowedAreServedAtATime() throws Exception {
        ListeningPort port =
                reactor().listenTCP("127.0.0.1", 0, Echo::new, o -> o.maxConnections(2));
        Socket first = client(port);
        Socket second = client(port);
        echoes(first);
        echoes(second);
        Socket third = client(port);
        third.sendall(bytes("me too"));
        echoes(first);
        assertEquals(2, port.connections());
        first.close();
        assertEquals("me too", text(receive(third, 6)));
        Eventually.eventually("two are open", () -> port.connections() == 2);
    }

    @Test
    void fewerConnectionsThanLoopsAreAllowedToo() throws Exception {
        ListeningPort port =
                reactor(o -> o.loops(3))
                        .listenTCP("127.0.0.1", 0, Echo::new, o -> o.maxConnections(1));
        for (int i = 0; i < 10; i++) {
            Socket client = client(port);
            echoes(client);
            assertEquals(1, port.connections());
            client.close();
        }
    }

    @Test
    void connectionsThatEndInConnectionMadeFreeTheirPlace() throws Exception {
        ListeningPort port =
                reactor()
                        .listenTCP(
                                "127.0.0.1",
                                0,
                                () -> new Doing(p -> p.transport().loseConnection()),
                                o -> o.maxConnections(1));
        for (int i = 0; i < 5; i++) {
            assertEquals(0, client(port).recv(1).length);
        }
        Eventually.eventually("none is open", () -> port.connections() == 0);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() throws Exception {
        Reactor reactor = reactor();
        assertThrows(
                IllegalArgumentException.class,
                () -> reactor.listenTCP("", 0, Echo::new, o -> o.maxConnections(0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> reactor.listenTCP("", 0, Echo::new, o -> o.backlog(-1)));
        assertThrows(IllegalArgumentException.class, () -> Reactor.create(o -> o.loops(0)));
        assertThrows(IllegalArgumentException.class, () -> reactor.listenTCP(-1, Echo::new));
        assertThrows(IllegalArgumentException.class, () -> reactor.listenTCP(65536, Echo::new));
    }

    // ---- Unix sockets

    @Test
    void aUnixPortServesAndRemovesItsFile() throws Exception {
        Reactor reactor = reactor(o -> o.loops(2));
        Path path = socketPath();
        ListeningPort port = reactor.listenUNIX(path, Echo::new);
        Socket client = unix();
        client.connect(path);
        echoes(client);
        assertTrue(Files.exists(path));
        stop(port);
        assertFalse(Files.exists(path));
        port.startListening();
        Socket again = unix();
        again.connect(path);
        echoes(again);
        reactor.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void aFileThatIsThereAlreadyIsLeftAlone() throws Exception {
        Reactor reactor = reactor();
        Path path = socketPath();
        Files.createFile(path);
        failsWith(Errno.EADDRINUSE, () -> reactor.listenUNIX(path, Echo::new));
        assertTrue(Files.exists(path));
    }

    // ---- factories

    /** Counts. */
    private static class Counting extends Factory {
        final AtomicInteger started = new AtomicInteger();
        final AtomicInteger stopped = new AtomicInteger();

        @Override
        protected void startFactory() throws Exception {
            started.incrementAndGet();
        }

        @Override
        protected void stopFactory() throws Exception {
            stopped.incrementAndGet();
        }

        @Override
        public Protocol buildProtocol(Address peer) throws Exception {
            return new Echo();
        }
    }

    @Test
    void aFactoryStartsWithItsFirstPortAndStopsWithItsLast() throws Exception {
        Reactor reactor = reactor();
        Counting factory = new Counting();
        ListeningPort one = listen(reactor, factory);
        ListeningPort two = listen(reactor, factory);
        assertEquals(1, factory.started.get());
        stop(one);
        assertEquals(0, factory.stopped.get());
        stop(two);
        assertEquals(1, factory.stopped.get());
        two.startListening();
        assertEquals(2, factory.started.get());
        reactor.close();
        assertEquals(2, factory.stopped.get());
    }

    @Test
    void aFactoryThatDoesNotStartListensOnNothing() throws Exception {
        Reactor reactor = reactor();
        boolean[] works = new boolean[1];
        Counting factory =
                new Counting() {
                    @Override
                    protected void startFactory() throws Exception {
                        super.startFactory();
                        if (!works[0]) {
                            throw new IllegalStateException(Logs.ON_PURPOSE);
                        }
                    }
                };
        assertThrows(IllegalStateException.class, () -> listen(reactor, factory));
        works[0] = true;
        stop(listen(reactor, factory));
        assertEquals(2, factory.started.get());
        assertEquals(1, factory.stopped.get());
    }

    @Test
    void aFactoryThatBuildsNothingClosesTheConnection() throws Exception {
        Reactor reactor = reactor();
        Counting refusing =
                new Counting() {
                    @Override
                    public Protocol buildProtocol(Address peer) throws Exception {
                        return null;
                    }
                };
        Counting throwing =
                new Counting() {
                    @Override
                    public Protocol buildProtocol(Address peer) throws Exception {
                        throw new IllegalStateException(Logs.ON_PURPOSE);
                    }
                };
        assertEquals(0, client(listen(reactor, refusing)).recv(1).length);
        assertEquals(0, client(listen(reactor, throwing)).recv(1).length);
        assertEquals(0, client(listen(reactor, new Factory())).recv(1).length);
        logs.take("builds no protocols");
        assertEquals(0, reactor.stats().get(0).connectionsMade());
    }

    @Test
    void aProtocolKnowsItsFactoryAndTheFactoryThePeer() throws Exception {
        Address[] built = new Address[1];
        Recorder protocol = new Recorder();
        Factory factory =
                new Factory() {
                    @Override
                    public Protocol buildProtocol(Address peer) throws Exception {
                        built[0] = peer;
                        return protocol;
                    }
                };
        assertThrows(IllegalStateException.class, protocol::factory);
        assertThrows(IllegalStateException.class, protocol::transport);
        Socket client = client(listen(reactor(), factory));
        get(protocol.made);
        assertSame(factory, protocol.factory());
        assertEquals(client.getsockname(), built[0]);
    }
}

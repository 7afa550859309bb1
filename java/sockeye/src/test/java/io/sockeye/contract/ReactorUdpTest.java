package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.reactor.DatagramProtocol;
import io.sockeye.reactor.DatagramTransport;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Datagrams on the loop. */
@Tag("contract")
class ReactorUdpTest extends ReactorContract {
    /** Sends back what it gets, and notes what it is told. */
    private static class Echoing extends DatagramProtocol {
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
        protected void startProtocol() throws Exception {
            note("start");
        }

        @Override
        protected void datagramReceived(ByteBuffer data, Address from) throws Exception {
            note("data " + data.remaining());
            transport().write(data, from);
        }

        @Override
        protected void connectionRefused() throws Exception {
            note("refused");
        }

        @Override
        protected void stopProtocol() throws Exception {
            note("stop");
        }
    }

    private Socket sender() throws Exception {
        Socket socket = boundUdp();
        socket.settimeout(20.0);
        return socket;
    }

    private static byte[] echo(Socket sender, DatagramTransport to, byte[] data) throws Exception {
        sender.sendto(data, to.getHost());
        return sender.recv(65536);
    }

    @Test
    void echoesDatagramsOfEverySize() throws Exception {
        DatagramTransport port = reactor().listenUDP("127.0.0.1", 0, new Echoing());
        Socket sender = sender();
        for (int size : new int[] {1, 0, 1400, 65507, 0}) {
            assertArrayEquals(pattern(size), echo(sender, port, pattern(size)));
        }
    }

    @Test
    void echoesOnIpv6() throws Exception {
        DatagramTransport port = reactor().listenUDP("::1", 0, new Echoing());
        Socket sender = own(new Socket(engine, Sockets.AF_INET6, Sockets.SOCK_DGRAM));
        sender.settimeout(20.0);
        sender.bind("::1", 0);
        assertEquals("six", text(echo(sender, port, bytes("six"))));
    }

    @Test
    void everySenderGetsItsOwn() throws Exception {
        DatagramTransport port = reactor().listenUDP("127.0.0.1", 0, new Echoing());
        Socket[] senders = new Socket[20];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < senders.length; i++) {
                senders[i] = round == 0 ? sender() : senders[i];
                senders[i].sendto(bytes(round + " of " + i), port.getHost());
            }
            for (int i = 0; i < senders.length; i++) {
                assertEquals(round + " of " + i, text(senders[i].recv(100)));
            }
        }
    }

    /** However it was written when something was sent to it. */
    @Test
    void aSenderHasTheAddressThatTheKernelGives() throws Exception {
        CompletableFuture<Address> seen = new CompletableFuture<>();
        DatagramProtocol protocol =
                new Echoing() {
                    @Override
                    protected void datagramReceived(ByteBuffer data, Address from) {
                        seen.complete(from);
                    }
                };
        Reactor reactor = reactor();
        DatagramTransport port = reactor.listenUDP("::1", 0, protocol);
        Socket peer = own(new Socket(engine, Sockets.AF_INET6, Sockets.SOCK_DGRAM));
        peer.settimeout(20.0);
        peer.bind("::1", 0);
        int number = ((Address.Inet6) peer.getsockname()).port();
        runOnLoop(
                reactor,
                () ->
                        port.write(
                                ByteBuffer.wrap(bytes("x")),
                                Address.inet6("0:0::1", number, 0, 0)));
        assertEquals("x", text(peer.recv(9)));
        peer.sendto(bytes("y"), port.getHost());
        assertEquals(peer.getsockname(), get(seen));
    }

    @Test
    void aChangedAndShortenedDatagramIsSentAsItIs() throws Exception {
        DatagramProtocol protocol =
                new Echoing() {
                    @Override
                    protected void datagramReceived(ByteBuffer data, Address from)
                            throws Exception {
                        data.put(1, (byte) '-').position(1).limit(3);
                        transport().write(data, from);
                    }
                };
        DatagramTransport port = reactor().listenUDP("127.0.0.1", 0, protocol);
        assertEquals("-c", text(echo(sender(), port, bytes("abcd"))));
    }

    @Test
    void anExceptionIsLoggedAndTheSocketGoesOn() throws Exception {
        Reactor reactor = reactor();
        DatagramProtocol protocol =
                new Echoing() {
                    @Override
                    protected void datagramReceived(ByteBuffer data, Address from)
                            throws Exception {
                        if (data.remaining() == 3) {
                            throw new IllegalStateException(Logs.ON_PURPOSE);
                        }
                        super.datagramReceived(data, from);
                    }
                };
        DatagramTransport port = reactor.listenUDP("127.0.0.1", 0, protocol);
        Socket sender = sender();
        sender.sendto(bytes("bad"), port.getHost());
        assertEquals("good", text(echo(sender, port, bytes("good"))));
        assertEquals(1, reactor.stats().get(0).failures());
    }

    @Test
    void whatIsTooLongIsRefusedAndTheSocketGoesOn() throws Exception {
        Reactor reactor = reactor();
        DatagramTransport port = reactor.listenUDP("127.0.0.1", 0, new Echoing());
        Socket sender = sender();
        Address to = sender.getsockname();
        runOnLoop(
                reactor,
                () -> {
                    for (int size : new int[] {65508, 65536, 70_000}) {
                        failsWith(Errno.EMSGSIZE, () -> port.write(ByteBuffer.allocate(size), to));
                    }
                });
        assertEquals("fits", text(echo(sender, port, bytes("fits"))));
    }

    @Test
    void namesAndMissingPeersAreRefused() throws Exception {
        Reactor reactor = reactor();
        DatagramTransport port = reactor.listenUDP("127.0.0.1", 0, new Echoing());
        runOnLoop(
                reactor,
                () -> {
                    ByteBuffer data = ByteBuffer.allocate(1);
                    IllegalArgumentException e =
                            assertThrows(
                                    IllegalArgumentException.class,
                                    () -> port.write(data, Address.inet("localhost", 9)));
                    assertTrue(e.getMessage().contains("localhost"), e.getMessage());
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> port.connect(Address.inet("localhost", 9)));
                    assertThrows(IllegalStateException.class, () -> port.write(data));
                });
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> port.write(ByteBuffer.allocate(1)));
        assertTrue(e.getMessage().contains("callFromThread"), e.getMessage());
    }

    @Test
    void aConnectedSocketHearsOfClosedPorts() throws Exception {
        Reactor reactor = reactor();
        Socket nobody = boundUdp();
        Address closed = nobody.getsockname();
        nobody.close();
        Echoing protocol = new Echoing();
        DatagramTransport port = reactor.listenUDP("127.0.0.1", 0, protocol);
        runOnLoop(
                reactor,
                () -> {
                    port.connect(closed);
                    port.write(ByteBuffer.allocate(1));
                });
        Eventually.eventually("it is told", () -> protocol.calls().contains("refused"));
        Socket peer = sender();
        runOnLoop(
                reactor,
                () -> {
                    port.connect(peer.getsockname());
                    port.write(ByteBuffer.wrap(bytes("found")));
                });
        assertEquals("found", text(peer.recv(100)));
    }

    @Test
    void itStopsOnceAndIsNotUsedAfterwards() throws Exception {
        Reactor reactor = reactor();
        Echoing protocol = new Echoing();
        DatagramTransport port = reactor.listenUDP("127.0.0.1", 0, protocol);
        Address to = sender().getsockname();
        for (int i = 0; i < 2; i++) {
            port.stopListening().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        runOnLoop(
                reactor,
                () -> {
                    failsWith(Errno.EBADF, () -> port.write(ByteBuffer.allocate(1), to));
                    failsWith(Errno.EBADF, () -> port.connect(to));
                });
        assertThrows(IllegalStateException.class, port::startListening);
        reactor.close();
        assertEquals(List.of("start", "stop"), protocol.calls());
    }

    @Test
    void theEndOfTheReactorStopsIt() throws Exception {
        Reactor reactor = reactor();
        Echoing protocol = new Echoing();
        reactor.listenUDP("127.0.0.1", 0, protocol);
        reactor.close();
        assertEquals(List.of("start", "stop"), protocol.calls());
    }

    @Test
    void aProtocolThatDoesNotStartIsNotServed() throws Exception {
        Reactor reactor = reactor();
        CompletableFuture<DatagramTransport> transport = new CompletableFuture<>();
        DatagramProtocol protocol =
                new Echoing() {
                    @Override
                    protected void startProtocol() {
                        transport.complete(transport());
                        throw new IllegalStateException(Logs.ON_PURPOSE);
                    }
                };
        assertThrows(
                IllegalStateException.class, () -> reactor.listenUDP("127.0.0.1", 0, protocol));
        Address at = get(transport).getHost();
        Socket free = udp();
        free.bind(at);
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_REUSEADDR;
import static io.sockeye.socket.Sockets.SO_REUSEPORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.RequestCallback;
import io.sockeye.socketserver.ServerMixIn;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingMixIn;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Python's servers have as attributes: the same defaults, to read and to set. */
@Tag("contract")
class ServerAttributesTest extends ServerContract {
    private TCPServer unbound() throws IOException {
        return own(new TCPServer(LOOPBACK, EchoHandler::new, on(o -> o.bindAndActivate(false))));
    }

    @Test
    void theDefaultsArePythons() throws Exception {
        TCPServer server = unbound();
        assertFalse(server.allowReuseAddress());
        assertFalse(server.allowReusePort());
        assertEquals(5, server.requestQueueSize());
        assertEquals(8192, server.maxPacketSize());
        assertNull(server.timeout());
        assertNull(server.mixIn());
        ThreadingMixIn threads = new ThreadingMixIn();
        assertFalse(threads.daemonThreads());
        assertTrue(threads.blockOnClose());
        assertEquals(0, threads.activeThreads());
        ForkingMixIn processes = new ForkingMixIn();
        assertEquals(40, processes.maxChildren());
        assertEquals(1, processes.maxRequestsPerChild());
        assertTrue(processes.blockOnClose());
        assertEquals(Duration.ofSeconds(300), processes.timeout());
        assertEquals(Set.of(), processes.activeChildren());
    }

    @Test
    void theHandlerIsToldAsItWasGiven() throws Exception {
        Supplier<EchoHandler> supplier = EchoHandler::new;
        RequestCallback<Socket> callback = (request, client, server) -> {};
        Consumer<ServerOptions> unbound = on(o -> o.bindAndActivate(false));
        TCPServer byClass = own(new TCPServer(LOOPBACK, EchoHandler.class, unbound));
        assertSame(EchoHandler.class, byClass.requestHandlerClass());
        TCPServer bySupplier = own(new TCPServer(LOOPBACK, supplier, unbound));
        assertSame(supplier, bySupplier.requestHandlerClass());
        TCPServer byCallback = own(new TCPServer(LOOPBACK, callback, unbound));
        assertSame(callback, byCallback.requestHandlerClass());
    }

    @Test
    void theFamilyIsTheAddressAndTheTypeIsTheClass() throws Exception {
        assertEquals(AF_INET, unbound().addressFamily());
        assertEquals(SOCK_STREAM, unbound().socketType());
        Address six = Address.inet6("::1", 0, 0, 0);
        UDPServer udp = own(new UDPServer(six, (r, c, s) -> {}, on(o -> {})));
        assertEquals(AF_INET6, udp.addressFamily());
        assertEquals(SOCK_DGRAM, udp.socketType());
        Address path = Address.unix(socketPath());
        UnixStreamServer unix =
                own(
                        new UnixStreamServer(
                                path, EchoHandler::new, on(o -> o.bindAndActivate(false))));
        assertEquals(AF_UNIX, unix.addressFamily());
        assertEquals(path, unix.serverAddress());
    }

    @Test
    void whatIsSetBeforeItIsBoundCounts() throws Exception {
        TCPServer server = unbound();
        server.allowReuseAddress(true);
        server.allowReusePort(true);
        server.requestQueueSize(7);
        server.timeout(Duration.ofMillis(1));
        assertEquals(7, server.requestQueueSize());
        assertEquals(Duration.ofMillis(1), server.timeout());
        server.bindAndActivate();
        assertNotEquals(0, server.socket().getsockopt(SOL_SOCKET, SO_REUSEADDR));
        assertNotEquals(0, server.socket().getsockopt(SOL_SOCKET, SO_REUSEPORT));
        assertThrows(IllegalArgumentException.class, () -> server.requestQueueSize(-1));
        assertThrows(IllegalArgumentException.class, () -> server.maxPacketSize(-1));
    }

    @Test
    void anotherAddressMayBeSetBeforeItIsBound() throws Exception {
        TCPServer server = unbound();
        Address other = Address.inet("127.0.0.2", 0);
        server.serverAddress(other);
        assertEquals(other, server.serverAddress());
        server.bindAndActivate();
        assertEquals("127.0.0.2", ((Address.Inet) server.serverAddress()).host());
    }

    /** Does without super, so it has to say where it is. */
    @Test
    void anOverrideOfServerBindSaysWhereItIs() throws Exception {
        TCPServer server =
                own(
                        new TCPServer(LOOPBACK, EchoHandler::new, on(o -> {})) {
                            @Override
                            protected void serverBind() throws Exception {
                                socket().bind("127.0.0.3", 0);
                                serverAddress(socket().getsockname());
                            }
                        });
        assertEquals(server.socket().getsockname(), server.serverAddress());
        serving(server);
        Socket client = connect(server);
        echoes(client, "here");
        ends(client);
    }

    /** Python's way: a class attribute of a subclass. */
    private static final class Reusing extends TCPServer {
        Reusing(Address at, ServerContract test) throws IOException {
            super(at, (request, client, server) -> {}, test.on(o -> {}));
        }

        @Override
        public boolean allowReuseAddress() {
            return true;
        }
    }

    @Test
    void aSubclassDecidesBeforeItsConstructorHasRun() throws Exception {
        TCPServer server = own(new Reusing(LOOPBACK, this));
        assertNotEquals(0, server.socket().getsockopt(SOL_SOCKET, SO_REUSEADDR));
    }

    @Test
    void aServerAtAPortThatWasJustLeftNeedsReuse() throws Exception {
        TCPServer first = own(new Reusing(LOOPBACK, this));
        Socket client = connect(first);
        first.handleRequest();
        untilClosed(client);
        client.close();
        first.close();
        // The server closed first, so its end of the connection keeps the port for a while.
        assertThrows(
                IOException.class,
                () -> new TCPServer(first.serverAddress(), EchoHandler::new, on(o -> {})));
        own(new Reusing(first.serverAddress(), this));
    }

    @Test
    void maxPacketSizeCountsFromTheNextDatagram() throws Exception {
        UDPServer server =
                own(
                        new UDPServer(
                                LOOPBACK,
                                (r, client, by) -> r.socket().sendto(r.data(), client),
                                on(o -> o.maxPacketSize(2))));
        Socket client = boundUdp();
        for (int size : new int[] {2, 4}) {
            server.maxPacketSize(size);
            client.sendto(bytes("abcdef"), server.serverAddress());
            server.handleRequest();
            assertEquals(size, client.recv(9).length);
        }
    }

    @Test
    void theMixInOfAThreadingServerCanBeSetUpLater() throws Exception {
        Thread[] seen = new Thread[1];
        ThreadingTCPServer server =
                own(
                        new ThreadingTCPServer(
                                LOOPBACK,
                                (r, c, s) -> seen[0] = Thread.currentThread(),
                                on(o -> {})));
        ThreadingMixIn threads = (ThreadingMixIn) server.mixIn();
        assertSame(threads, threads.daemonThreads(true).blockOnClose(false).maxThreads(3));
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
        assertTrue(seen[0].isDaemon());
        assertEquals(3, threads.maxThreads());
        assertFalse(threads.blockOnClose());
        ServerMixIn given = new ThreadingMixIn();
        assertSame(
                given,
                own(new TCPServer(LOOPBACK, EchoHandler::new, on(o -> o.mixIn(given)))).mixIn());
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.SHUT_RD;
import static io.sockeye.socket.Sockets.SHUT_RDWR;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_ERROR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.BrokenPipeException;
import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.ConnectionResetException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams: binding, listening, connecting, accepting, and how connections end. */
@Tag("contract")
class TcpTest extends ContractTest {
    @ParameterizedTest
    @EnumSource
    void bytesGoBothWays(Link link) throws IOException {
        Ends ends = connected(link);
        ends.client().sendall(bytes("ping"));
        assertEquals("ping", text(ends.server().recv(100)));
        ends.server().sendall(bytes("pong"));
        assertEquals("pong", text(ends.client().recv(100)));
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsAgreeOnTheAddresses(Link link) throws IOException {
        Socket listener = listener(link);
        Socket client = client(link);
        client.connect(listener.getsockname());
        try (Accepted accepted = listener.accept()) {
            assertEquals(listener.getsockname(), client.getpeername());
            assertEquals(client.getsockname(), accepted.address());
            assertEquals(client.getsockname(), accepted.socket().getpeername());
            assertEquals(client.getpeername(), accepted.socket().getsockname());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAcceptedSocketIsOfTheListenersKind(Link link) throws IOException {
        Ends ends = connected(link);
        assertEquals(ends.client().family(), ends.server().family());
        assertEquals(SOCK_STREAM, ends.server().type());
        assertEquals(0, ends.server().proto());
        assertEquals(engine, ends.server().engine());
    }

    @ParameterizedTest
    @EnumSource
    void anEndOfStreamIsAnEmptyArrayAgainAndAgain(Link link) throws IOException {
        Ends ends = connected(link);
        ends.client().sendall(bytes("last"));
        ends.client().close();
        assertEquals("last", text(ends.server().recv(100)));
        assertEquals(0, ends.server().recv(100).length);
        assertEquals(0, ends.server().recv(100).length);
        assertEquals(0, ends.server().recvInto(ByteBuffer.allocate(10)));
    }

    @ParameterizedTest
    @EnumSource
    void halfClosedOneCanStillReceive(Link link) throws IOException {
        Ends ends = connected(link);
        ends.client().sendall(bytes("question"));
        ends.client().shutdown(SHUT_WR);
        assertEquals("question", text(ends.server().recv(100)));
        assertEquals(0, ends.server().recv(100).length);
        ends.server().sendall(bytes("answer"));
        assertEquals("answer", text(ends.client().recv(100)));
        assertThrows(BrokenPipeException.class, () -> ends.client().send(bytes("x")));
    }

    @ParameterizedTest
    @EnumSource
    void shutdownWakesABlockedReceiver(Link link) throws Exception {
        Ends ends = connected(link);
        Background<byte[]> receiver = inBackground(() -> ends.client().recv(1)).awaitBlocked();
        ends.client().shutdown(SHUT_RDWR);
        assertEquals(0, receiver.result().length);
    }

    @Test
    void aShutdownForReadingEndsTheStreamHere() throws IOException {
        Ends ends = connected();
        ends.client().shutdown(SHUT_RD);
        assertEquals(0, ends.client().recv(1).length);
        ends.client().sendall(bytes("still"));
        assertEquals("still", text(ends.server().recv(10)));
    }

    @Test
    void anUnconnectedSocketHasNoPeer() throws IOException {
        Socket socket = tcp();
        failsWith(Errno.ENOTCONN, socket::getpeername);
        failsWith(Errno.ENOTCONN, () -> socket.recv(1));
        failsWith(Errno.ENOTCONN, () -> socket.shutdown(SHUT_WR));
        failsWith(Errno.EPIPE, () -> socket.send(bytes("x")));
    }

    @Test
    void aBadShutdownIsInvalid() throws IOException {
        Ends ends = connected();
        failsWith(Errno.EINVAL, () -> ends.client().shutdown(7));
    }

    @Test
    void anUnboundSocketIsAtAllZeros() throws IOException {
        assertEquals(Address.inet("0.0.0.0", 0), tcp().getsockname());
        assertEquals(Address.inet6("::", 0, 0, 0), tcp6().getsockname());
        assertEquals("('0.0.0.0', 0)", tcp().getsockname().toString());
        assertEquals("('::', 0, 0, 0)", tcp6().getsockname().toString());
        assertEquals("''", unix().getsockname().toString());
    }

    @Test
    void portZeroLetsTheKernelChoose() throws IOException {
        Socket first = tcp();
        Socket second = tcp();
        first.bind("127.0.0.1", 0);
        second.bind("127.0.0.1", 0);
        assertNotEquals(0, port(first));
        assertNotEquals(port(first), port(second));
    }

    @Test
    void aListenerThatWasNotBoundGetsAPort() throws IOException {
        Socket listener = tcp();
        listener.listen();
        assertNotEquals(0, port(listener));
        Socket client = tcp();
        client.connect("127.0.0.1", port(listener));
        own(listener.accept());
    }

    @Test
    void aBusyPortIsRefusedByName() throws IOException {
        Address busy = listener().getsockname();
        Socket socket = tcp();
        OsException refusal = failsWith(Errno.EADDRINUSE, () -> socket.bind(busy));
        assertEquals(OsException.class, refusal.getClass());
        assertTrue(refusal.getMessage().contains(busy.toString()), refusal.getMessage());
        assertEquals("bind", refusal.call());
        assertEquals(busy.toString(), refusal.address());
        assertEquals("Address already in use", refusal.strerror());
    }

    @Test
    void aSocketIsBoundOnce() throws IOException {
        Socket socket = tcp();
        socket.bind("127.0.0.1", 0);
        failsWith(Errno.EINVAL, () -> socket.bind("127.0.0.1", 0));
    }

    @Test
    void anAddressOfNobodyHereCannotBeBound() throws IOException {
        Socket socket = tcp();
        failsWith(Errno.EADDRNOTAVAIL, () -> socket.bind("192.0.2.1", 0));
        socket.bind("127.0.0.1", 0);
    }

    @Test
    void aSocketThatDoesNotListenCannotAccept() throws IOException {
        Socket socket = tcp();
        socket.bind("127.0.0.1", 0);
        failsWith(Errno.EINVAL, socket::accept);
        failsWith(Errno.EINVAL, socket::tryAccept);
    }

    @Test
    void aListenerCanChangeItsBacklog() throws IOException {
        Socket listener = listener();
        listener.listen(5);
        listener.listen(-1);
        Socket client = tcp();
        client.connect(listener.getsockname());
        own(listener.accept());
    }

    @Test
    void aDatagramSocketCannotListen() throws IOException {
        Socket socket = boundUdp();
        failsWith(Errno.EOPNOTSUPP, () -> socket.listen(1));
    }

    @Test
    void acceptsInTheOrderOfConnecting() throws IOException {
        Socket listener = listener();
        Socket[] clients = new Socket[5];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = tcp();
            clients[i].connect(listener.getsockname());
        }
        for (Socket client : clients) {
            assertEquals(client.getsockname(), own(listener.accept()).address());
        }
        assertNull(listener.tryAccept());
    }

    @Test
    void aConnectionWaitsInTheQueueWithItsBytes() throws IOException {
        Socket listener = listener();
        Socket client = tcp();
        client.connect(listener.getsockname());
        client.sendall(bytes("early"));
        client.close();
        Socket server = own(listener.accept()).socket();
        assertEquals("early", text(server.recv(10)));
        assertEquals(0, server.recv(10).length);
    }

    @Test
    void aDeadPortRefuses() throws IOException {
        Address dead = deadPort();
        Socket socket = tcp();
        ConnectionRefusedException refusal =
                assertThrows(ConnectionRefusedException.class, () -> socket.connect(dead));
        assertEquals(Errno.ECONNREFUSED, refusal.errno());
        assertTrue(refusal.getMessage().contains(dead.toString()), refusal.getMessage());
    }

    @Test
    void connectExReturnsTheRefusal() throws IOException {
        Address dead = deadPort();
        assertEquals(Errno.ECONNREFUSED, tcp().connectEx(dead));
        assertEquals(0, tcp().connectEx(listener().getsockname()));
    }

    @Test
    void aRefusedSocketCanConnectElsewhere() throws IOException {
        Socket socket = tcp();
        assertEquals(Errno.ECONNREFUSED, socket.connectEx(deadPort()));
        Socket listener = listener();
        socket.connect(listener.getsockname());
        Socket server = own(listener.accept()).socket();
        socket.sendall(bytes("x"));
        assertEquals("x", text(server.recv(1)));
    }

    @Test
    void aConnectedSocketIsConnectedOnce() throws IOException {
        Socket listener = listener();
        Socket client = tcp();
        client.connect(listener.getsockname());
        OsException again = failsWith(Errno.EISCONN, () -> client.connect(listener.getsockname()));
        assertEquals("connect", again.call());
        assertEquals(Errno.EISCONN, client.connectEx(listener.getsockname()));
    }

    @Test
    void aNonblockingConnectIsInProgress() throws IOException {
        Socket full = fullListener();
        Socket client = tcp();
        client.setblocking(false);
        BlockingIOException progress =
                assertThrows(BlockingIOException.class, () -> client.connect(full.getsockname()));
        assertEquals(Errno.EINPROGRESS, progress.errno());
        assertEquals(Errno.EALREADY, client.connectEx(full.getsockname()));
        failsWith(Errno.EAGAIN, () -> client.send(bytes("x")));
    }

    @Test
    void aNonblockingConnectTellsItsFailureInSoError() throws IOException {
        Address dead = deadPort();
        Socket client = tcp();
        client.setblocking(false);
        int errno = client.connectEx(dead);
        if (errno == Errno.EINPROGRESS) {
            Eventually.eventually(
                    "the refusal arrives",
                    () -> client.getsockopt(SOL_SOCKET, SO_ERROR) == Errno.ECONNREFUSED);
            assertEquals(0, client.getsockopt(SOL_SOCKET, SO_ERROR));
        } else {
            assertEquals(Errno.ECONNREFUSED, errno);
        }
    }

    @Test
    void aTimeoutLeavesTheSocketConnecting() throws IOException {
        Socket full = fullListener();
        Socket client = tcp();
        client.settimeout(0.05);
        OsTimeoutException timeout =
                assertThrows(OsTimeoutException.class, () -> client.connect(full.getsockname()));
        assertEquals(-1, timeout.errno());
        assertTrue(timeout.getMessage().startsWith("timed out"), timeout.getMessage());
        client.setblocking(false);
        assertEquals(Errno.EALREADY, client.connectEx(full.getsockname()));
    }

    @Test
    void connectExReturnsEagainAfterATimeout() throws IOException {
        Socket full = fullListener();
        Socket client = tcp();
        client.settimeout(0.05);
        assertEquals(Errno.EAGAIN, client.connectEx(full.getsockname()));
    }

    @Test
    void aConnectGoesOnWhenTheQueueHasRoomAgain() throws Exception {
        Socket full = fullListener();
        Socket client = tcp();
        client.settimeout(30);
        Background<Void> connect =
                inBackground(() -> client.connect(full.getsockname())).awaitBlocked();
        full.setblocking(false);
        Eventually.eventually(
                "the connection is accepted",
                () -> {
                    Accepted next = full.tryAccept();
                    if (next != null) {
                        own(next);
                    }
                    return connect.isDone();
                });
        connect.result();
        assertEquals(full.getsockname(), client.getpeername());
    }

    @Test
    void aResetPeerIsReportedOnceAndThenTheStreamHasEnded() throws IOException {
        Ends ends = connected();
        reset(ends.server());
        ConnectionResetException reset =
                assertThrows(ConnectionResetException.class, () -> ends.client().recv(1));
        assertEquals(Errno.ECONNRESET, reset.errno());
        assertEquals(0, ends.client().recv(1).length);
        assertThrows(BrokenPipeException.class, () -> ends.client().send(bytes("x")));
    }

    @Test
    void aResetWakesABlockedReceiver() throws Exception {
        Ends ends = connected();
        Background<byte[]> receiver = inBackground(() -> ends.client().recv(1)).awaitBlocked();
        reset(ends.server());
        receiver.failure(ConnectionResetException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenPipeIsAnExceptionAndNeverASignal(Link link) throws IOException {
        Ends ends = connected(link);
        ends.server().close();
        OsException failure =
                assertThrows(
                        OsException.class,
                        () -> {
                            while (true) {
                                ends.client().send(new byte[4096]);
                            }
                        });
        assertTrue(
                failure instanceof BrokenPipeException
                        || failure instanceof ConnectionResetException,
                failure.toString());
        assertThrows(BrokenPipeException.class, () -> ends.client().send(bytes("x")));
    }

    @Test
    void anEmptySendIsNothing() throws IOException {
        Ends ends = connected();
        assertEquals(0, ends.client().send(new byte[0]));
        ends.client().sendall(new byte[0]);
        failsWith(Errno.EAGAIN, () -> ends.server().recv(1, MSG_DONTWAIT));
    }

    @Test
    void sendallTakesTextWithACharset() throws IOException {
        Ends ends = connected();
        ends.client().sendall("\u00e9", java.nio.charset.StandardCharsets.UTF_8);
        assertArrayEquals(new byte[] {(byte) 0xc3, (byte) 0xa9}, ends.server().recv(10));
    }

    @Test
    void twoListenersCannotShareAPort() throws IOException {
        Socket first = listener();
        Socket second = tcp();
        failsWith(Errno.EADDRINUSE, () -> second.bind(first.getsockname()));
    }

    @Test
    void unknownFamiliesAndTypesAreRefused() {
        failsWith(Errno.EAFNOSUPPORT, () -> new Socket(engine, 9999, SOCK_STREAM).close());
        failsWith(Errno.EINVAL, () -> new Socket(engine, AF_INET, 77).close());
        OsException proto =
                assertThrows(
                        OsException.class,
                        () -> new Socket(engine, AF_INET, SOCK_STREAM, 17).close());
        assertEquals("EPROTONOSUPPORT", proto.errnoName());
    }

    @Test
    void toStringIsPythons() throws IOException {
        Ends ends = connected();
        Socket client = ends.client();
        assertEquals(
                "<socket.socket fd="
                        + client.fileno()
                        + ", family=2, type=1, proto=0, laddr="
                        + client.getsockname()
                        + ", raddr="
                        + client.getpeername()
                        + ">",
                client.toString());
        client.close();
        assertEquals(
                "<socket.socket [closed] fd=-1, family=2, type=1, proto=0>", client.toString());
        assertEquals(AF_INET, client.family());
        assertEquals(SOCK_STREAM, client.type());
    }

    @Test
    void aSocketKnowsItsKind() throws IOException {
        Socket socket = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        assertEquals(AF_INET6, socket.family());
        assertEquals(SOCK_DGRAM, socket.type());
        assertInstanceOf(Address.Inet6.class, socket.getsockname());
    }
}

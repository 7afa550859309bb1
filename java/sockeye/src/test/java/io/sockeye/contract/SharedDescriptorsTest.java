package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.SOCK_NONBLOCK;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.fromfd;
import static io.sockeye.socket.Sockets.setdefaulttimeout;
import static io.sockeye.socket.Sockets.socketpair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** dup, fromfd, adopt, detach, socketpair: several descriptors for one socket. */
@Tag("contract")
class SharedDescriptorsTest extends ContractTest {
    @Test
    void aDuplicateIsTheSameConnection() throws IOException {
        Ends ends = connected();
        ends.client().settimeout(20);
        Socket copy = own(ends.client().dup());
        assertNotEquals(ends.client().fileno(), copy.fileno());
        assertEquals(Duration.ofSeconds(20), copy.gettimeout());
        assertEquals(AF_INET, copy.family());
        assertEquals(SOCK_STREAM, copy.type());
        assertEquals(ends.client().getpeername(), copy.getpeername());
        copy.sendall(bytes("a"));
        ends.client().sendall(bytes("b"));
        assertEquals("ab", text(receiveFully(ends.server(), 2)));
    }

    @Test
    void aConnectionEndsWithItsLastDescriptor() throws IOException {
        Ends ends = connected();
        Socket copy = ends.client().dup();
        ends.client().close();
        failsWith(Errno.EAGAIN, () -> ends.server().recv(1, MSG_DONTWAIT));
        copy.sendall(bytes("x"));
        assertEquals("x", text(ends.server().recv(1)));
        copy.close();
        assertEquals(0, ends.server().recv(1).length);
    }

    @Test
    void closingOneIsNotNoticedByWhoWaitsOnTheOther() throws Exception {
        Ends ends = connected();
        Socket copy = own(ends.client().dup());
        Background<byte[]> original = inBackground(() -> ends.client().recv(1)).awaitBlocked();
        Background<byte[]> other = inBackground(() -> copy.recv(1)).awaitBlocked();
        ends.client().close();
        original.failure(ClosedException.class);
        assertTrue(!other.awaitBlocked().isDone());
        ends.server().sendall(bytes("x"));
        assertEquals("x", text(other.result()));
    }

    @Test
    void fromfdMakesADuplicate() throws IOException {
        Ends ends = connected();
        ends.client().settimeout(20);
        Socket copy =
                own(fromfd(engine, ends.client().fileno(), AF_INET, SOCK_STREAM, IPPROTO_TCP));
        assertNotEquals(ends.client().fileno(), copy.fileno());
        assertNull(copy.gettimeout());
        assertEquals(IPPROTO_TCP, copy.proto());
        ends.client().close();
        copy.sendall(bytes("x"));
        assertEquals("x", text(ends.server().recv(1)));
    }

    @Test
    void fromfdNeedsADescriptor() {
        failsWith(Errno.EBADF, () -> fromfd(engine, 1_000_000, AF_INET, SOCK_STREAM).close());
        failsWith(Errno.EBADF, () -> fromfd(engine, -1, AF_INET, SOCK_STREAM).close());
    }

    @Test
    void adoptTakesTheDescriptorItself() throws IOException {
        Ends ends = connected();
        int fd = ends.client().detach();
        Socket adopted = own(Socket.adopt(engine, fd));
        assertEquals(fd, adopted.fileno());
        assertEquals(AF_INET, adopted.family());
        assertEquals(SOCK_STREAM, adopted.type());
        assertEquals(IPPROTO_TCP, adopted.proto());
        adopted.sendall(bytes("x"));
        assertEquals("x", text(ends.server().recv(1)));
        adopted.close();
        assertEquals(0, ends.server().recv(1).length);
    }

    @Test
    void adoptKnowsUnixSocketsAndDatagrams() throws IOException {
        Socket unix = own(Socket.adopt(engine, unix().detach()));
        assertEquals(AF_UNIX, unix.family());
        Socket udp = own(Socket.adopt(engine, udp().detach()));
        assertEquals(io.sockeye.socket.Sockets.SOCK_DGRAM, udp.type());
    }

    @Test
    void adoptGetsTheDefaultTimeout() throws IOException {
        setdefaulttimeout(3);
        try {
            Socket adopted = own(Socket.adopt(engine, tcp().detach()));
            assertEquals(Duration.ofSeconds(3), adopted.gettimeout());
        } finally {
            setdefaulttimeout(null);
        }
    }

    @Test
    void adoptNeedsASocket() {
        assertThrows(IllegalArgumentException.class, () -> Socket.adopt(engine, -1));
        failsWith(Errno.EBADF, () -> Socket.adopt(engine, 1_000_000));
    }

    @Test
    void detachLeavesTheDescriptorOpen() throws IOException {
        Ends ends = connected();
        int fd = ends.client().fileno();
        assertEquals(fd, ends.client().detach());
        assertEquals(-1, ends.client().fileno());
        assertEquals(-1, ends.client().detach());
        assertThrows(ClosedException.class, () -> ends.client().send(bytes("x")));
        ends.client().close();
        failsWith(Errno.EAGAIN, () -> ends.server().recv(1, MSG_DONTWAIT));
        own(Socket.adopt(engine, fd)).sendall(bytes("x"));
        assertEquals("x", text(ends.server().recv(1)));
    }

    @Test
    void detachEndsABlockedCall() throws Exception {
        Ends ends = connected();
        Background<byte[]> receiver = inBackground(() -> ends.client().recv(1)).awaitBlocked();
        int fd = ends.client().detach();
        receiver.failure(ClosedException.class);
        own(Socket.adopt(engine, fd));
    }

    @Test
    void detachOfAClosedSocketIsNothing() throws IOException {
        Socket socket = tcp();
        socket.close();
        assertEquals(-1, socket.detach());
    }

    @Test
    void aDuplicateThatBlocksDoesNotTakeTheTimeoutAway() throws IOException {
        Socket listener = tcp();
        listener.bind("127.0.0.1", 0);
        listener.settimeout(0.02);
        listener.listen();
        Socket copy = own(listener.dup());
        copy.setblocking(true);
        assertThrows(OsTimeoutException.class, listener::accept);
        Socket wrapped = own(fromfd(engine, listener.fileno(), AF_INET, SOCK_STREAM));
        wrapped.setblocking(true);
        assertThrows(OsTimeoutException.class, listener::accept);
    }

    @Test
    void aDetachedDuplicateDoesNotMakeAListenerDeaf() throws Exception {
        Socket listener = listener();
        Socket copy = own(Socket.adopt(engine, listener.dup().detach()));
        Background<?> accept = inBackground(listener::accept).awaitBlocked();
        listener.close();
        accept.failure(ClosedException.class);
        assertNull(copy.tryAccept());
    }

    @Test
    void aPairIsConnected() throws IOException {
        try (SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0)) {
            pair.first().sendall(bytes("there"));
            assertEquals("there", text(pair.second().recv(10)));
            pair.second().sendall(bytes("back"));
            assertEquals("back", text(pair.first().recv(10)));
            assertEquals("''", pair.first().getsockname().toString());
            assertEquals("''", pair.first().getpeername().toString());
            assertEquals(AF_UNIX, pair.second().family());
            pair.first().close();
            assertEquals(0, pair.second().recv(1).length);
        }
    }

    @Test
    void aPairOfInternetSocketsIsRefused() {
        failsWith(Errno.EOPNOTSUPP, () -> socketpair(engine, AF_INET, SOCK_STREAM, 0).close());
    }

    @Test
    void aPairTakesFlagsInItsType() throws IOException {
        try (SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
            assertEquals(SOCK_STREAM, pair.first().type());
            assertEquals(Duration.ZERO, pair.first().gettimeout());
            failsWith(Errno.EAGAIN, () -> pair.second().recv(1));
        }
    }
}

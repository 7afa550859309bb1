package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.MSG_PEEK;
import static io.sockeye.socket.Sockets.MSG_TRUNC;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Received;
import io.sockeye.socket.ReceivedInto;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Datagrams over IPv4 and IPv6. */
@Tag("contract")
class UdpTest extends ContractTest {
    @Test
    void aDatagramArrivesWithItsSender() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = boundUdp();
        assertEquals(5, sender.sendto(bytes("hello"), receiver.getsockname()));
        Received received = receiver.recvfrom(100);
        assertEquals("hello", text(received.data()));
        assertEquals(sender.getsockname(), received.address());
    }

    @Test
    void ipv6DatagramsArriveWithTheirSender() throws IOException {
        Socket receiver = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        Socket sender = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        receiver.bind("::1", 0);
        sender.bind("::1", 0);
        sender.sendto(bytes("six"), "::1", port(receiver));
        Received received = receiver.recvfrom(100);
        assertEquals("six", text(received.data()));
        assertEquals(sender.getsockname(), received.address());
        assertEquals(Address.inet6("::1", port(sender), 0, 0), received.address());
    }

    @Test
    void sendingBindsTheSender() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        sender.sendto(bytes("x"), receiver.getsockname());
        Address from = receiver.recvfrom(1).address();
        assertEquals(Address.inet("127.0.0.1", port(sender)), from);
    }

    @Test
    void whatDoesNotFitIsCutOffAndLost() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        sender.sendto(bytes("abcdef"), receiver.getsockname());
        sender.sendto(bytes("next"), receiver.getsockname());
        assertEquals("abc", text(receiver.recv(3)));
        assertEquals("next", text(receiver.recvfrom(100).data()));
    }

    @Test
    void whatDoesNotFitIsCutOffInEveryKindOfBuffer() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        for (ByteBuffer buffer :
                new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(3)}) {
            sender.sendto(bytes("abcdef"), receiver.getsockname());
            assertEquals(3, receiver.recvInto(buffer));
            assertEquals(0, buffer.remaining());
            sender.sendto(bytes("abcdef"), receiver.getsockname());
            ReceivedInto received = receiver.recvfromInto(buffer.clear());
            assertEquals(3, received.count());
            assertEquals(0, buffer.remaining());
        }
        failsWith(Errno.EAGAIN, () -> receiver.recv(1, MSG_DONTWAIT));
    }

    @Test
    void truncTellsTheLengthOfTheWholeDatagram() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        sender.sendto(bytes("abcdef"), receiver.getsockname());
        DirectBuffer buffer = engine.allocate(3);
        assertEquals(6, receiver.recvInto(buffer, MSG_TRUNC));
        assertEquals(3, buffer.buffer().position());
    }

    @Test
    void anEmptyDatagramIsADatagram() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = boundUdp();
        assertEquals(0, sender.sendto(new byte[0], receiver.getsockname()));
        Received received = receiver.recvfrom(100);
        assertEquals(0, received.data().length);
        assertEquals(sender.getsockname(), received.address());
        sender.connect(receiver.getsockname());
        assertEquals(0, sender.send(new byte[0]));
        assertEquals(0, receiver.recv(100).length);
        failsWith(Errno.EAGAIN, () -> receiver.recv(1, MSG_DONTWAIT));
    }

    @Test
    void aDatagramThatIsTooLongIsRefused() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        byte[] large = new byte[70_000];
        failsWith(Errno.EMSGSIZE, () -> sender.sendto(large, receiver.getsockname()));
        sender.connect(receiver.getsockname());
        failsWith(Errno.EMSGSIZE, () -> sender.send(large));
    }

    @Test
    void theLongestDatagramArrivesWhole() throws IOException {
        Socket receiver = boundUdp();
        byte[] longest = pattern(65_507);
        assertEquals(longest.length, udp().sendto(longest, receiver.getsockname()));
        assertArrayEquals(longest, receiver.recv(100_000));
    }

    @Test
    void sendingNeedsADestination() throws IOException {
        Socket socket = udp();
        failsWith(Errno.EDESTADDRREQ, () -> socket.send(bytes("x")));
        failsWith(Errno.ENOTCONN, socket::getpeername);
    }

    @Test
    void aConnectedOneSendsToItsPeer() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        sender.connect(receiver.getsockname());
        assertEquals(receiver.getsockname(), sender.getpeername());
        assertEquals(1, sender.send(bytes("x")));
        sender.sendall(bytes("whole"));
        assertEquals("x", text(receiver.recv(10)));
        Received second = receiver.recvfrom(10);
        assertEquals("whole", text(second.data()));
        assertEquals(sender.getsockname(), second.address());
    }

    @Test
    void aConnectedOneHearsItsPeerAlone() throws IOException {
        Socket receiver = boundUdp();
        Socket peer = boundUdp();
        receiver.connect(peer.getsockname());
        udp().sendto(bytes("stranger"), receiver.getsockname());
        peer.sendto(bytes("friend"), receiver.getsockname());
        assertEquals("friend", text(receiver.recv(10)));
        failsWith(Errno.EAGAIN, () -> receiver.recv(10, MSG_DONTWAIT));
    }

    @Test
    void aConnectedOneCanSendElsewhere() throws IOException {
        Socket peer = boundUdp();
        Socket other = boundUdp();
        Socket sender = udp();
        sender.connect(peer.getsockname());
        sender.sendto(bytes("elsewhere"), other.getsockname());
        assertEquals("elsewhere", text(other.recv(100)));
        sender.send(bytes("home"));
        assertEquals("home", text(peer.recv(100)));
    }

    @Test
    void aConnectedOneCanBeConnectedAgain() throws IOException {
        Socket first = boundUdp();
        Socket second = boundUdp();
        Socket sender = udp();
        sender.connect(first.getsockname());
        sender.connect(second.getsockname());
        sender.send(bytes("x"));
        assertEquals("x", text(second.recv(1)));
        assertEquals(second.getsockname(), sender.getpeername());
    }

    @Test
    void nobodyAtThePortIsTold() throws IOException {
        Socket dead = boundUdp();
        Address port = dead.getsockname();
        dead.close();
        Socket sender = udp();
        sender.connect(port);
        sender.settimeout(20);
        sender.send(bytes("x"));
        assertThrows(ConnectionRefusedException.class, () -> sender.recv(1));
    }

    @Test
    void peekLeavesTheDatagramWhereItIs() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = boundUdp();
        sender.sendto(bytes("abc"), receiver.getsockname());
        sender.sendto(bytes("def"), receiver.getsockname());
        assertEquals("ab", text(receiver.recv(2, MSG_PEEK)));
        Received peeked = receiver.recvfrom(10, MSG_PEEK);
        assertEquals("abc", text(peeked.data()));
        assertEquals(sender.getsockname(), peeked.address());
        assertEquals("abc", text(receiver.recv(10)));
        assertEquals("def", text(receiver.recv(10)));
    }

    @Test
    void recvfromOfNothingTakesTheDatagram() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = boundUdp();
        sender.sendto(bytes("abc"), receiver.getsockname());
        Received received = receiver.recvfrom(0);
        assertEquals(0, received.data().length);
        assertEquals(sender.getsockname(), received.address());
        failsWith(Errno.EAGAIN, () -> receiver.recvfrom(0, MSG_DONTWAIT));
    }

    @Test
    void recvOfNothingLeavesTheDatagram() throws IOException {
        Socket receiver = boundUdp();
        udp().sendto(bytes("abc"), receiver.getsockname());
        assertEquals(0, receiver.recv(0).length);
        assertEquals("abc", text(receiver.recv(10)));
    }

    @Test
    void waitsForADatagram() throws Exception {
        Socket receiver = boundUdp();
        Background<Received> waiting = inBackground(() -> receiver.recvfrom(10)).awaitBlocked();
        udp().sendto(bytes("x"), receiver.getsockname());
        assertEquals("x", text(waiting.result().data()));
    }

    @Test
    void waitsNoLongerThanItsTimeout() throws IOException {
        Socket receiver = boundUdp();
        receiver.settimeout(0.02);
        assertThrows(OsTimeoutException.class, () -> receiver.recvfrom(10));
        receiver.setblocking(false);
        assertThrows(BlockingIOException.class, () -> receiver.recvfrom(10));
    }

    @Test
    void sendtoTakesPartOfABuffer() throws IOException {
        Socket receiver = boundUdp();
        Socket sender = udp();
        for (ByteBuffer buffer :
                new ByteBuffer[] {ByteBuffer.allocate(9), ByteBuffer.allocateDirect(9)}) {
            buffer.put(bytes("123abc456")).position(3).limit(6);
            assertEquals(3, sender.sendto(buffer, receiver.getsockname()));
            assertEquals(6, buffer.position());
            assertEquals("abc", text(receiver.recv(10)));
        }
    }

    @Test
    void portZeroIsNoDestination() throws IOException {
        Socket sender = udp();
        failsWith(Errno.EINVAL, () -> sender.sendto(bytes("x"), "127.0.0.1", 0));
    }

    @Test
    void twoCannotHaveOnePort() throws IOException {
        Address busy = boundUdp().getsockname();
        Socket socket = udp();
        failsWith(Errno.EADDRINUSE, () -> socket.bind(busy));
    }
}

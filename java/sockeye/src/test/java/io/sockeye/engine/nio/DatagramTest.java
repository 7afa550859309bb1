package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramTest {
    private final Calls nio = new Calls();
    private final int receiver = bound();
    private final DirectBuffer address = addressOf(receiver);
    private final int sender = nio.socket(Calls.AF_INET, Calls.DGRAM);

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void withoutAPeerThereIsNowhereToSend() {
        assertEquals(-Errno.EDESTADDRREQ, nio.send(sender, "x"));
        assertEquals(-Errno.ENOTCONN, nio.calls.getpeername(sender, nio.slot(), 0));
        assertEquals(-Errno.ENOTCONN, nio.calls.shutdown(sender, 2));
        assertEquals(
                -Errno.EINVAL, nio.sendto(sender, "x", nio.inet(Calls.AF_INET, "127.0.0.1", 0)));
    }

    @Test
    void receivingGivesNoName() {
        assertEquals("EAGAIN", nio.recv(sender, 9, 0));
        assertEquals(0, nio.port(sender));
    }

    @Test
    void whatDoesNotFitIsLost() {
        nio.sendto(sender, "hello", address);
        nio.sendto(sender, "next", address);
        assertEquals("he", received(2));
        assertEquals("next", received(9));
    }

    @Test
    void aDatagramWithoutBytesIsNotTheEnd() {
        assertEquals(0, nio.sendto(sender, "", address));
        assertEquals("", received(9));
        assertEquals("EAGAIN", nio.recv(receiver, 9, 0));
        nio.calls.connect(sender, address, 0);
        assertEquals(0, nio.send(sender, ""));
        assertEquals("", received(9));
    }

    @Test
    void tooMuchIsTooLong() {
        DirectBuffer large = nio.engine.allocate(70_000);
        int result = nio.calls.sendto(sender, large, 0, 70_000, 0, address, 0);
        assertEquals(-Errno.EMSGSIZE, result);
    }

    @Test
    void aConnectedSocketStillSendsToOthers() {
        int other = bound();
        nio.calls.connect(sender, addressOf(other), 0);
        assertEquals(5, nio.sendto(sender, "hello", address));
        DirectBuffer from = nio.slot();
        nio.poll(Calls.PATIENCE, receiver, Calls.IN);
        DirectBuffer buffer = nio.engine.allocate(9);
        int count = nio.calls.recvfrom(receiver, buffer, 0, 9, 0, from, 0);
        assertEquals("hello", Calls.text(buffer, count));
        assertEquals(nio.port(sender), Calls.port(from));
        assertEquals(0, nio.getInt(sender, Calls.SOL_SOCKET, "SO_REUSEADDR"));
        nio.send(sender, "peer");
        nio.poll(Calls.PATIENCE, other, Calls.IN);
        assertEquals("peer", nio.recv(other, 9, 0));
    }

    @Test
    void thePeerCanBeChangedAndDissolved() {
        int other = bound();
        nio.calls.connect(sender, addressOf(other), 0);
        int port = nio.port(sender);
        assertEquals(0, nio.calls.connect(sender, address, 0));
        assertEquals(port, nio.port(sender));
        nio.send(sender, "x");
        assertEquals("x", received(9));
        DirectBuffer unspecified = nio.slot();
        assertEquals(-Errno.EINVAL, nio.calls.connect(sender, unspecified, 0));
        unspecified.putInt(0, 16);
        assertEquals(0, nio.calls.connect(sender, unspecified, 0));
        assertEquals(-Errno.ENOTCONN, nio.calls.getpeername(sender, nio.slot(), 0));
        assertEquals(-Errno.EDESTADDRREQ, nio.send(sender, "x"));
    }

    @Test
    void aDeadPeerRefuses() {
        int dead = bound();
        DirectBuffer gone = addressOf(dead);
        nio.shut(dead);
        nio.calls.connect(sender, gone, 0);
        nio.send(sender, "x");
        nio.poll(Calls.PATIENCE, sender, Calls.IN);
        assertEquals("ECONNREFUSED", nio.recv(sender, 9, 0));
    }

    @Test
    void broadcastHasToBeAllowed() {
        DirectBuffer everybody = nio.inet(Calls.AF_INET, "255.255.255.255", 9);
        assertEquals(-Errno.EACCES, nio.sendto(sender, "x", everybody));
        nio.setInt(sender, Calls.SOL_SOCKET, "SO_BROADCAST", 1);
        assertEquals(1, nio.getInt(sender, Calls.SOL_SOCKET, "SO_BROADCAST"));
    }

    @Test
    void aShutDirectionIsOver() {
        nio.calls.connect(sender, address, 0);
        assertEquals(0, nio.calls.shutdown(sender, 1));
        assertEquals(-Errno.EPIPE, nio.send(sender, "x"));
        assertEquals("EAGAIN", nio.recv(sender, 9, 0));
        assertEquals(0, nio.calls.shutdown(sender, 0));
        assertEquals("", nio.recv(sender, 9, 0));
        assertEquals(Calls.IN | Calls.HUP, nio.poll(0, sender, Calls.IN));
    }

    @Test
    void inet6CarriesInet4Mapped() {
        int inet6 = nio.socket(Calls.AF_INET6, Calls.DGRAM);
        nio.calls.bind(inet6, nio.inet(Calls.AF_INET6, "::", 0), 0);
        nio.sendto(sender, "four", nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(inet6)));
        nio.poll(Calls.PATIENCE, inet6, Calls.IN);
        DirectBuffer from = nio.slot();
        DirectBuffer buffer = nio.engine.allocate(9);
        assertEquals(4, nio.calls.recvfrom(inet6, buffer, 0, 9, 0, from, 0));
        assertEquals("00000000000000000000ffff7f000001", Calls.hex(from).substring(16, 48));
        assertEquals(4, nio.calls.sendto(inet6, buffer, 0, 4, 0, from, 0));
        nio.poll(Calls.PATIENCE, sender, Calls.IN);
        assertEquals("four", nio.recv(sender, 9, 0));
    }

    @Test
    void aV6OnlySocketDoesNotSeeInet4() {
        int inet6 = nio.socket(Calls.AF_INET6, Calls.DGRAM);
        nio.setInt(inet6, Calls.constant("IPPROTO_IPV6"), "IPV6_V6ONLY", 1);
        nio.calls.bind(inet6, nio.inet(Calls.AF_INET6, "::", 0), 0);
        nio.sendto(sender, "four", nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(inet6)));
        int six = nio.socket(Calls.AF_INET6, Calls.DGRAM);
        nio.sendto(six, "six", nio.inet(Calls.AF_INET6, "::1", nio.port(inet6)));
        nio.poll(Calls.PATIENCE, inet6, Calls.IN);
        assertEquals("six", nio.recv(inet6, 9, 0));
        DirectBuffer mapped = nio.inet(Calls.AF_INET6, "127.0.0.1", 9);
        assertEquals(-Errno.ENETUNREACH, nio.sendto(inet6, "x", mapped));
    }

    @Test
    void aGroupIsJoinedAndLeft() {
        DirectBuffer mreq = nio.engine.allocate(8);
        mreq.put(0, new byte[] {(byte) 239, 1, 2, 3, 127, 0, 0, 1}, 0, 8);
        int ip = Calls.constant("IPPROTO_IP");
        int join = Calls.constant("IP_ADD_MEMBERSHIP");
        int leave = Calls.constant("IP_DROP_MEMBERSHIP");
        assertEquals(0, nio.calls.setsockopt(receiver, ip, join, mreq, 0, 8));
        assertEquals(-Errno.EADDRINUSE, nio.calls.setsockopt(receiver, ip, join, mreq, 0, 8));
        assertEquals(0, nio.calls.setsockopt(receiver, ip, leave, mreq, 0, 8));
        assertEquals(-Errno.EADDRNOTAVAIL, nio.calls.setsockopt(receiver, ip, leave, mreq, 0, 8));
        assertTrue(nio.calls.setsockopt(receiver, ip, join, mreq, 0, 4) < 0);
    }

    private int bound() {
        int fd = nio.socket(Calls.AF_INET, Calls.DGRAM);
        Calls.must(nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0));
        return fd;
    }

    private DirectBuffer addressOf(int fd) {
        return nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(fd));
    }

    private String received(int length) {
        nio.poll(Calls.PATIENCE, receiver, Calls.IN);
        return nio.recv(receiver, length, 0);
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.ABSENT;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.IPPROTO_IP;
import static io.sockeye.socket.Sockets.IPPROTO_IPV6;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.IP_PKTINFO;
import static io.sockeye.socket.Sockets.IP_RECVERR;
import static io.sockeye.socket.Sockets.IP_RECVTTL;
import static io.sockeye.socket.Sockets.IP_TTL;
import static io.sockeye.socket.Sockets.MSG_ERRQUEUE;
import static io.sockeye.socket.Sockets.SCM_TIMESTAMP;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_KEEPALIVE;
import static io.sockeye.socket.Sockets.SO_LINGER;
import static io.sockeye.socket.Sockets.SO_PEERCRED;
import static io.sockeye.socket.Sockets.SO_TIMESTAMP;
import static io.sockeye.socket.Sockets.SO_TYPE;
import static io.sockeye.socket.Sockets.pack;
import static io.sockeye.socket.Sockets.socketpair;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Cmsg;
import io.sockeye.socket.Message;
import io.sockeye.socket.Names;
import io.sockeye.socket.PeerCredentials;
import io.sockeye.socket.Received;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketOptions;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.TcpInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Options that are structs, and what any bytes do as an option. */
@Tag("contract")
class SocketOptionsTest extends ContractTest {
    private static final String GROUP = "239.77.86.1";

    @Test
    void lingerIsADuration() throws IOException {
        Socket socket = tcp();
        SocketOptions options = socket.options();
        assertNull(options.linger());
        assertEquals(Duration.ofSeconds(5), options.linger(Duration.ofMillis(4100)).linger());
        assertArrayEquals(pack(1, 5), socket.getsockopt(SOL_SOCKET, SO_LINGER, 8));
        assertEquals(Duration.ZERO, options.linger(Duration.ZERO).linger());
        assertNull(options.linger(null).linger());
        for (Duration bad : List.of(Duration.ofNanos(-1), Duration.ofDays(30_000))) {
            assertThrows(IllegalArgumentException.class, () -> options.linger(bad));
        }
        socket.close();
        assertThrows(ClosedException.class, options::linger);
    }

    @Test
    void limitsOfTheKernelAreDurations() throws IOException {
        SocketOptions options = tcp().options();
        assertNull(options.rcvtimeo());
        Duration limit = Duration.ofSeconds(3, 252_000_000);
        assertEquals(limit, options.rcvtimeo(limit).rcvtimeo());
        assertNull(options.sndtimeo());
        assertEquals(limit, options.sndtimeo(limit).sndtimeo());
        assertNull(options.rcvtimeo(null).rcvtimeo());
        assertTrue(options.rcvtimeo(Duration.ofNanos(1)).rcvtimeo().toNanos() > 0);
        assertThrows(IllegalArgumentException.class, () -> options.rcvtimeo(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class, () -> options.sndtimeo(Duration.ofSeconds(-1)));
    }

    @Test
    void aConnectionTellsHowItIsDoing() throws IOException {
        Ends ends = connected();
        ends.client().sendall(bytes("x"));
        receiveFully(ends.server(), 1);
        TcpInfo info = ends.client().options().tcpInfo();
        assertEquals("ESTABLISHED", info.stateName());
        assertTrue(info.sndMss() > 0 && info.sndCwnd() > 0, info.toString());
        assertTrue(info.rtt().toNanos() > 0 && info.rto().compareTo(info.rtt()) > 0);
        assertEquals(0, info.totalRetrans());
        assertEquals("LISTEN", listener().options().tcpInfo().stateName());
        assertEquals("CLOSE", tcp().options().tcpInfo().stateName());
        SocketOptions unix = unix().options();
        assertTrue(
                assertThrows(OsException.class, unix::tcpInfo).getMessage().contains("TCP_INFO"));
    }

    @Test
    void whatTheEngineLacksIsNamed() throws IOException {
        SocketOptions options = udp().options();
        OsException refusal = assertThrows(OsException.class, options::tcpInfo);
        assertTrue(refusal.getMessage().contains("TCP_INFO"), refusal.getMessage());
        if (!engine.hasRealFds()) {
            failsWith(Errno.ENOPROTOOPT, options::rcvtimeo);
            failsWith(Errno.ENOPROTOOPT, options::peerCredentials);
        }
    }

    @Test
    void thePeerOfAPairIsThisProcess() throws Exception {
        SocketPair pair = own(socketpair(engine, AF_UNIX, SOCK_STREAM, 0));
        PeerCredentials peer = pair.first().options().peerCredentials();
        assertEquals(ProcessHandle.current().pid(), peer.pid());
        String ids = Python.run("import os; print(os.geteuid(), os.getegid())").strip();
        assertEquals(ids, peer.uid() + " " + peer.gid());
        byte[] raw = pair.second().getsockopt(SOL_SOCKET, SO_PEERCRED, 1024);
        assertArrayEquals(pack(peer.pid(), peer.uid(), peer.gid()), raw);
    }

    @Test
    void thePeerOfAConnectionIsWhoConnected() throws Exception {
        Path path = socketPath();
        Socket listener = unix();
        listener.bind(path);
        listener.listen();
        String client =
                """
                import os, socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                s.sendall(b'%d' % os.getpid())
                s.recv(1)
                """;
        Background<String> python = inBackground(() -> Python.run(client, path.toString()));
        try (Socket server = listener.accept().socket()) {
            assertEquals(
                    text(server.recv(20)),
                    Integer.toString(server.options().peerCredentials().pid()));
        }
        python.result();
    }

    @Test
    void anOptionWithoutAValueIsAFault() throws IOException {
        Socket socket = tcp();
        failsWith(Errno.EFAULT, () -> socket.setsockoptNull(SOL_SOCKET, SO_KEEPALIVE, 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> socket.setsockoptNull(SOL_SOCKET, SO_KEEPALIVE, -1));
        assertThrows(
                IllegalArgumentException.class, () -> socket.setsockoptNull(SOL_SOCKET, ABSENT, 0));
    }

    private static int indexOf(Message message, int level, int type) {
        List<Cmsg> all = message.ancdata();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).level() == level && all.get(i).type() == type) {
                return i;
            }
        }
        throw new AssertionError(level + " " + type + " is not in " + all);
    }

    @Test
    void aDatagramTellsWhenWhereToAndHowFar() throws IOException {
        Socket receiver = boundUdp();
        receiver.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
        receiver.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
        receiver.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
        Socket sender = udp();
        sender.setsockopt(IPPROTO_IP, IP_TTL, 7);
        long before = System.currentTimeMillis() / 1000;
        sender.sendto(bytes("x"), receiver.getsockname());
        Message message = receiver.recvmsg(10, 200);
        List<Cmsg> all = message.ancdata();
        byte[] when = all.get(indexOf(message, SOL_SOCKET, SCM_TIMESTAMP)).data();
        long seconds = ByteBuffer.wrap(when).order(ByteOrder.nativeOrder()).getLong();
        assertTrue(Math.abs(seconds - before) < 60, seconds + " is long ago");
        int[] where = all.get(indexOf(message, IPPROTO_IP, IP_PKTINFO)).ints();
        assertEquals(loopback(), where[0]);
        assertArrayEquals(new int[] {7}, all.get(indexOf(message, IPPROTO_IP, IP_TTL)).ints());
    }

    @Test
    void errorsOfDatagramsAreQueued() throws IOException {
        Address nobody = deadPort();
        Socket sender = udp();
        sender.setsockopt(IPPROTO_IP, IP_RECVERR, 1);
        sender.settimeout(10);
        sender.connect(nobody);
        sender.send(bytes("lost"));
        assertThrows(ConnectionRefusedException.class, () -> sender.recv(1));
        sender.setblocking(false);
        Message error = sender.recvmsg(10, 200, MSG_ERRQUEUE);
        assertEquals("lost", text(error.data()));
        Cmsg why = error.ancdata().get(indexOf(error, IPPROTO_IP, IP_RECVERR));
        assertEquals(Errno.ECONNREFUSED, why.ints()[0]);
    }

    private int loopback() throws IOException {
        return Names.ifNametoindex(engine, "lo");
    }

    /** Receives what goes to a group at its port; gives up soon. */
    private Socket groupReceiver() throws IOException {
        Socket receiver = udp();
        receiver.bind("", 0);
        receiver.settimeout(5);
        return receiver;
    }

    /** Over the loopback a datagram is there when sendto returns. */
    private static void nothingComes(Socket receiver) throws IOException {
        assertEquals(Socket.WOULD_BLOCK, receiver.tryRecvInto(ByteBuffer.allocate(10)));
    }

    private Socket groupSender() throws IOException {
        Socket sender = boundUdp();
        sender.options().multicastInterface(loopback());
        return sender;
    }

    @Test
    void membersReceiveWhatIsSentToTheGroup() throws IOException {
        Socket receiver = groupReceiver();
        Socket sender = groupSender();
        Address group = Address.inet(GROUP, port(receiver));
        receiver.options().joinGroup(GROUP, loopback());
        sender.sendto(bytes("in"), group);
        Received in = receiver.recvfrom(10);
        assertEquals("in", text(in.data()));
        assertEquals(sender.getsockname(), in.address());
        failsWith(Errno.EADDRINUSE, () -> receiver.options().joinGroup(GROUP, loopback()));
        receiver.options().leaveGroup(GROUP, loopback());
        sender.sendto(bytes("out"), group);
        nothingComes(receiver);
        failsWith(Errno.EADDRNOTAVAIL, () -> receiver.options().leaveGroup(GROUP, loopback()));
    }

    @Test
    void pythonsGroupsAreOurs() throws Exception {
        Socket receiver = groupReceiver();
        receiver.options().joinGroup(GROUP, loopback());
        Python.run(
                """
                import socket, struct, sys
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                index = socket.if_nametoindex('lo')
                s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                             struct.pack('=4s4si', b'', b'', index))
                s.sendto(b'python', (sys.argv[1], int(sys.argv[2])))
                """,
                GROUP,
                Integer.toString(port(receiver)));
        assertEquals("python", text(receiver.recv(10)));
    }

    @Test
    void oneSourceOfAGroupCanBeChosen() throws IOException {
        Socket receiver = groupReceiver();
        Socket sender = groupSender();
        Address group = Address.inet(GROUP, port(receiver));
        SocketOptions options = receiver.options();
        options.joinSource(GROUP, "192.0.2.77", loopback());
        sender.sendto(bytes("other"), group);
        nothingComes(receiver);
        options.joinSource(GROUP, "127.0.0.1", loopback());
        sender.sendto(bytes("source"), group);
        assertEquals("source", text(receiver.recv(10)));
        options.leaveSource(GROUP, "127.0.0.1", loopback());
        sender.sendto(bytes("left"), group);
        nothingComes(receiver);
        failsWith(Errno.EADDRNOTAVAIL, () -> options.leaveSource(GROUP, "127.0.0.1", loopback()));
        failsWith(Errno.EINVAL, () -> options.blockSource(GROUP, "127.0.0.1", loopback()));
    }

    @Test
    void oneSourceOfAGroupCanBeBlocked() throws IOException {
        Socket receiver = groupReceiver();
        Socket sender = groupSender();
        Address group = Address.inet(GROUP, port(receiver));
        SocketOptions options = receiver.options();
        failsWith(Errno.EINVAL, () -> options.blockSource(GROUP, "127.0.0.1", loopback()));
        options.joinGroup(GROUP, loopback());
        options.blockSource(GROUP, "127.0.0.1", loopback());
        sender.sendto(bytes("blocked"), group);
        nothingComes(receiver);
        options.unblockSource(GROUP, "127.0.0.1", loopback());
        sender.sendto(bytes("free"), group);
        assertEquals("free", text(receiver.recv(10)));
        failsWith(Errno.EADDRNOTAVAIL, () -> options.unblockSource(GROUP, "127.0.0.1", loopback()));
    }

    /** The kernel's own list: a host without a route for them cannot send to such groups. */
    private static boolean isJoined(String hexGroup) throws IOException {
        return Files.readString(Path.of("/proc/net/igmp6")).contains(hexGroup);
    }

    @Test
    void groupsOfIpv6AreJoinedByIndex() throws IOException {
        Socket receiver = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        receiver.bind("::", 0);
        String hex = "ff020000000000000000000000007786";
        SocketOptions options = receiver.options().joinGroup("ff02::7786", loopback());
        assertTrue(isJoined(hex));
        failsWith(Errno.EADDRINUSE, () -> options.joinGroup("ff02::7786", loopback()));
        options.multicastInterface(loopback()).leaveGroup("ff02::7786", loopback());
        assertFalse(isJoined(hex));
        options.joinSource("ff02::7786", "::1", loopback());
        assertTrue(isJoined(hex));
        options.leaveSource("ff02::7786", "::1", loopback());
        assertFalse(isJoined(hex));
        failsWith(Errno.EADDRNOTAVAIL, () -> options.leaveGroup("ff02::7786", loopback()));
    }

    @Test
    void badGroupsAreRefused() throws IOException {
        SocketOptions options = udp().options();
        failsWith(Errno.EINVAL, () -> options.joinGroup("10.0.0.1", loopback()));
        for (Executable call :
                List.<Executable>of(
                        () -> options.joinGroup("localhost", 0),
                        () -> options.joinGroup("", 0),
                        () -> options.joinSource(GROUP, "::1", 0),
                        () -> options.joinSource(GROUP, "localhost", 0))) {
            assertThrows(IllegalArgumentException.class, call);
        }
        assertThrows(OsException.class, () -> options.joinGroup(GROUP, 99_999));
        assertThrows(OsException.class, () -> options.multicastInterface(99_999));
    }

    /** Any numbers and bytes: refused or taken, but nothing else, and the socket lives on. */
    @Test
    void noBytesAsAnOptionDoHarm() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] levels = {SOL_SOCKET, IPPROTO_TCP, IPPROTO_IP, IPPROTO_IPV6};
        List<Socket> sockets = List.of(tcp(), tcp6(), udp(), unix());
        for (int i = 0; i < 4000; i++) {
            Socket socket = sockets.get(random.nextInt(sockets.size()));
            int level = levels[random.nextInt(levels.length)];
            int option = random.nextInt(64);
            byte[] value = new byte[random.nextInt(4) == 0 ? random.nextInt(300) : 4];
            random.nextBytes(value);
            String what = "seed " + seed + ": " + level + ' ' + option + Arrays.toString(value);
            try {
                if (random.nextBoolean()) {
                    socket.setsockopt(level, option, value);
                } else {
                    byte[] got = socket.getsockopt(level, option, 1 + value.length);
                    assertTrue(got.length <= 1 + value.length, what);
                }
            } catch (OsException e) {
                assertTrue(e.errno() > 0, what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
        for (Socket socket : sockets) {
            assertTrue(socket.getsockopt(SOL_SOCKET, SO_TYPE) > 0);
        }
    }
}

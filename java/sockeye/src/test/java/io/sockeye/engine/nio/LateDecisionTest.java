package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LateDecisionTest {
    private final Calls nio = new Calls();

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void aBusyPortShowsAtBind() {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        int second = nio.socket(Calls.AF_INET, Calls.STREAM);
        int bound =
                nio.calls.bind(second, nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(listener)), 0);
        assertEquals(-Errno.EADDRINUSE, bound);
    }

    @Test
    void aSecondBindIsInvalid() {
        int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
        assertEquals(0, nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0));
        int again = nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        assertEquals(-Errno.EINVAL, again);
    }

    @Test
    void listeningKeepsThePortAndTheOptions() {
        int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
        assertEquals(0, nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0));
        int port = nio.port(fd);
        assertEquals(0, nio.calls.listen(fd, 5));
        assertEquals(0, nio.calls.listen(fd, 50));
        assertEquals(port, nio.port(fd));
        assertEquals(0, nio.getInt(fd, Calls.SOL_SOCKET, "SO_REUSEADDR"));
        int other = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.setInt(other, Calls.SOL_SOCKET, "SO_REUSEADDR", 1);
        assertEquals(0, nio.calls.bind(other, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0));
        assertEquals(0, nio.calls.listen(other, 5));
        assertEquals(1, nio.getInt(other, Calls.SOL_SOCKET, "SO_REUSEADDR"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ofTwoThatShareAPortTheFirstToListenHasIt() {
        int first = nio.socket(Calls.AF_INET, Calls.STREAM);
        int second = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.setInt(first, Calls.SOL_SOCKET, "SO_REUSEADDR", 1);
        nio.setInt(second, Calls.SOL_SOCKET, "SO_REUSEADDR", 1);
        nio.calls.bind(first, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        DirectBuffer name = nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(first));
        assertEquals(0, nio.calls.bind(second, name, 0));
        assertEquals(0, nio.calls.listen(first, 1));
        assertEquals(-Errno.EADDRINUSE, nio.calls.listen(second, 1));
        nio.shut(first);
        assertEquals(0, nio.calls.listen(second, 1));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withReusePortBothListen() {
        int first = nio.socket(Calls.AF_INET, Calls.STREAM);
        int second = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.setInt(first, Calls.SOL_SOCKET, "SO_REUSEPORT", 1);
        nio.setInt(second, Calls.SOL_SOCKET, "SO_REUSEPORT", 1);
        nio.calls.bind(first, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        assertEquals(0, nio.calls.listen(first, 1));
        DirectBuffer name = nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(first));
        assertEquals(0, nio.calls.bind(second, name, 0));
        assertEquals(0, nio.calls.listen(second, 1));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyCanTakeThePortBetweenBindAndListen() throws Exception {
        for (int i = 0; i < 100; i++) {
            int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
            nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
            DirectBuffer name = nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(fd));
            int thief = nio.socket(Calls.AF_INET, Calls.STREAM);
            AtomicInteger stolen = new AtomicInteger(-1);
            AtomicBoolean listening = new AtomicBoolean();
            Thread stealing =
                    new Thread(
                            () -> {
                                while (stolen.get() != 0 && !listening.get()) {
                                    stolen.set(nio.calls.bind(thief, name, 0));
                                }
                            });
            stealing.start();
            assertEquals(0, nio.calls.listen(fd, 1));
            listening.set(true);
            stealing.join();
            assertNotEquals(0, stolen.get());
            nio.shut(fd);
            nio.shut(thief);
        }
    }

    @Test
    void aBoundPortRefusesUntilItListens() {
        int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        int early = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.connect(early, nio.port(fd));
        assertEquals(Errno.ECONNREFUSED, nio.getInt(early, Calls.SOL_SOCKET, "SO_ERROR"));
        nio.calls.listen(fd, 5);
        int late = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.connect(late, nio.port(fd));
        assertEquals(0, nio.getInt(late, Calls.SOL_SOCKET, "SO_ERROR"));
    }

    @Test
    void anUnboundSocketListensOnAPortOfTheKernelsChoice() {
        int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
        assertEquals(0, nio.calls.listen(fd, -1));
        assertNotEquals(0, nio.port(fd));
        int inet6 = nio.socket(Calls.AF_INET6, Calls.STREAM);
        assertEquals(0, nio.calls.listen(inet6, 1));
        assertNotEquals(0, nio.port(inet6));
    }

    @Test
    void aPollerFollowsFromBoundToListening() throws Exception {
        int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        try (Poller poller = nio.engine.poller(Multiplexer.NIO)) {
            assertEquals(0, poller.add(fd, Poller.READ, 5));
            assertEquals(1, poller.waitFor(0));
            assertEquals(Poller.HANGUP, poller.events(0));
            nio.calls.listen(fd, 5);
            assertEquals(0, poller.waitFor(0));
            nio.connect(nio.socket(Calls.AF_INET, Calls.STREAM), nio.port(fd));
            assertEquals(1, poller.waitFor(Calls.PATIENCE));
            assertEquals(Poller.READ, poller.events(0));
            assertEquals(5, poller.token(0));
        }
    }

    @Test
    void aConnectedSocketDoesNotListen() {
        Calls.Connection c = nio.connection();
        assertEquals(-Errno.EINVAL, nio.calls.listen(c.client(), 1));
        assertEquals(-Errno.EINVAL, nio.calls.accept(c.client(), null, 0, 0));
        int udp = nio.socket(Calls.AF_INET, Calls.DGRAM);
        assertEquals(-Errno.EOPNOTSUPP, nio.calls.listen(udp, 1));
    }

    @Test
    void anUnconnectedSocketAnswersAsOnLinux() {
        int fd = nio.socket(Calls.AF_INET, Calls.STREAM);
        assertEquals("02" + "00".repeat(15), name(fd));
        assertEquals(-Errno.ENOTCONN, nio.calls.getpeername(fd, nio.slot(), 0));
        assertEquals("ENOTCONN", nio.recv(fd, 1, 0));
        assertEquals(-Errno.EPIPE, nio.send(fd, "x"));
        assertEquals(-Errno.ENOTCONN, nio.calls.shutdown(fd, 2));
        assertEquals(-Errno.EINVAL, nio.calls.shutdown(fd, 3));
        assertEquals(Calls.OUT | Calls.HUP, nio.poll(0, fd, Calls.IN | Calls.OUT));
    }

    @Test
    void aUnixPathThatExistsIsInUse(@TempDir Path dir) {
        Path path = dir.resolve("s");
        int fd = nio.socket(Calls.AF_UNIX, Calls.STREAM);
        assertEquals(-Errno.EINVAL, nio.calls.listen(fd, 1));
        assertEquals(0, nio.calls.bind(fd, nio.unix(path), 0));
        int second = nio.socket(Calls.AF_UNIX, Calls.STREAM);
        assertEquals(-Errno.EADDRINUSE, nio.calls.bind(second, nio.unix(path), 0));
        assertEquals(-Errno.ECONNREFUSED, nio.calls.connect(second, nio.unix(path), 0));
        assertEquals(0, nio.calls.listen(fd, 1));
        assertEquals(0, nio.calls.connect(second, nio.unix(path), 0));
        nio.shut(fd);
        assertTrue(Files.exists(path));
    }

    @Test
    void aFullUnixListenerAnswersAtOnce(@TempDir Path dir) {
        Path path = dir.resolve("s");
        int fd = nio.socket(Calls.AF_UNIX, Calls.STREAM);
        nio.calls.bind(fd, nio.unix(path), 0);
        nio.calls.listen(fd, 1);
        int result = 0;
        int last = -1;
        for (int i = 0; i < 9 && result == 0; i++) {
            last = nio.socket(Calls.AF_UNIX, Calls.STREAM);
            result = nio.calls.connect(last, nio.unix(path), 0);
        }
        assertEquals(-Errno.EAGAIN, result);
        nio.accept(fd);
        assertEquals(0, nio.calls.connect(last, nio.unix(path), 0));
    }

    @Test
    void aSocketpairHasNoNamesAndLeavesNothingBehind() {
        DirectBuffer two = nio.engine.allocate(8);
        assertEquals(0, nio.calls.socketpair(Calls.AF_UNIX, Calls.STREAM, 0, two, 0));
        int first = nio.opened(two.getInt(0));
        int second = nio.opened(two.getInt(4));
        assertEquals("0100", name(first));
        assertEquals("0100", name(second));
        DirectBuffer peer = nio.slot();
        assertEquals(0, nio.calls.getpeername(first, peer, 0));
        assertEquals("0100", Calls.hex(peer));
        nio.send(first, "ping");
        assertEquals("ping", nio.recv(second, 9, 0));
        int inet = nio.calls.socketpair(Calls.AF_INET, Calls.STREAM, 0, two, 0);
        assertEquals(-Errno.EOPNOTSUPP, inet);
    }

    @Test
    void anInet4PeerShowsMappedOnAnInet6Socket() {
        int listener = nio.listener(Calls.AF_INET6, "::");
        int client = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.connect(client, nio.port(listener));
        nio.poll(Calls.PATIENCE, listener, Calls.IN);
        DirectBuffer peer = nio.slot();
        nio.opened(nio.calls.accept(listener, peer, 0, 0));
        assertEquals("00000000000000000000ffff7f000001", Calls.hex(peer).substring(16, 48));
    }

    @Test
    void aV6OnlyListenerTurnsInet4PeersAway() {
        int listener = nio.socket(Calls.AF_INET6, Calls.STREAM);
        nio.setInt(listener, Calls.constant("IPPROTO_IPV6"), "IPV6_V6ONLY", 1);
        nio.calls.bind(listener, nio.inet(Calls.AF_INET6, "::", 0), 0);
        nio.calls.listen(listener, 5);
        int client = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.connect(client, nio.port(listener));
        nio.poll(Calls.PATIENCE, listener, Calls.IN);
        assertEquals(-Errno.EAGAIN, nio.calls.accept(listener, null, 0, 0));
        nio.poll(Calls.PATIENCE, client, Calls.IN);
        assertEquals("", nio.recv(client, 1, 0));
    }

    private String name(int fd) {
        DirectBuffer slot = nio.slot();
        Calls.must(nio.calls.getsockname(fd, slot, 0));
        return Calls.hex(slot);
    }
}

package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedConnectTest {
    private static final int ALL = Calls.IN | Calls.OUT;

    private final Calls nio = new Calls();
    private final int fd = nio.socket(Calls.AF_INET, Calls.STREAM);

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void pollReportsEverything() {
        nio.connect(fd, nio.deadPort());
        assertEquals(ALL | Calls.ERR | Calls.HUP, nio.poll(0, fd, ALL));
        assertEquals(Calls.ERR | Calls.HUP, nio.poll(0, fd, 0));
    }

    @Test
    void theErrorIsToldOnce() {
        nio.connect(fd, nio.deadPort());
        assertEquals(Errno.ECONNREFUSED, nio.getInt(fd, Calls.SOL_SOCKET, "SO_ERROR"));
        assertEquals(0, nio.getInt(fd, Calls.SOL_SOCKET, "SO_ERROR"));
        assertEquals(ALL | Calls.HUP, nio.poll(0, fd, ALL));
    }

    @Test
    void aReceiveTellsTheErrorAndThenTheEnd() {
        nio.connect(fd, nio.deadPort());
        assertEquals("ECONNREFUSED", nio.recv(fd, 1, 0));
        assertEquals("", nio.recv(fd, 1, 0));
        assertEquals(-Errno.EPIPE, nio.send(fd, "x"));
    }

    @Test
    void theSocketConnectsAgainWithItsOptions() {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        nio.setInt(fd, Calls.constant("IPPROTO_TCP"), "TCP_NODELAY", 1);
        nio.connect(fd, nio.deadPort());
        assertEquals(-Errno.ECONNREFUSED, reconnect(listener));
        nio.connect(fd, nio.port(listener));
        assertEquals(0, nio.getInt(fd, Calls.SOL_SOCKET, "SO_ERROR"));
        assertEquals(1, nio.getInt(fd, Calls.constant("IPPROTO_TCP"), "TCP_NODELAY"));
        nio.send(fd, "again");
        int accepted = nio.accept(listener);
        nio.poll(Calls.PATIENCE, accepted, Calls.IN);
        assertEquals("again", nio.recv(accepted, 9, 0));
    }

    @Test
    void afterTheErrorWasReadTheNextConnectSaysAborted() {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        nio.connect(fd, nio.deadPort());
        nio.getInt(fd, Calls.SOL_SOCKET, "SO_ERROR");
        assertEquals(-Errno.ECONNABORTED, reconnect(listener));
        nio.connect(fd, nio.port(listener));
        assertEquals(0, nio.getInt(fd, Calls.SOL_SOCKET, "SO_ERROR"));
    }

    @Test
    void theNameSurvives() {
        nio.calls.bind(fd, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        int port = nio.port(fd);
        nio.connect(fd, nio.deadPort());
        assertEquals(port, nio.port(fd));
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        reconnect(listener);
        nio.connect(fd, nio.port(listener));
        assertEquals(port, nio.port(fd));
    }

    @Test
    void aPollerReportsItByInterestAndFollowsToTheNextChannel() throws Exception {
        try (Poller poller = nio.engine.poller(Multiplexer.NIO)) {
            assertEquals(0, poller.add(fd, Poller.READ, 3));
            begin(nio.deadPort());
            assertEquals(1, poller.waitFor(Calls.PATIENCE));
            assertEquals(Poller.READ | Poller.ERROR | Poller.HANGUP, poller.events(0));
            poller.modify(fd, Poller.READ | Poller.WRITE, 4);
            assertEquals(1, poller.waitFor(Calls.PATIENCE));
            int all = Poller.READ | Poller.WRITE | Poller.ERROR | Poller.HANGUP;
            assertEquals(all, poller.events(0));
            int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
            reconnect(listener);
            begin(nio.port(listener));
            assertEquals(1, poller.waitFor(Calls.PATIENCE));
            assertEquals(Poller.WRITE, poller.events(0));
            assertEquals(4, poller.token(0));
        }
    }

    @Test
    void aConnectUnderWaySaysSo() {
        int result = nio.calls.connect(fd, nio.inet(Calls.AF_INET, "127.0.0.1", nio.deadPort()), 0);
        assertEquals(-Errno.EINPROGRESS, result);
        nio.poll(Calls.PATIENCE, fd, Calls.OUT);
        Calls.Connection c = nio.connection();
        assertEquals(0, reconnectTo(c.client(), c.listener()));
        assertEquals(-Errno.EISCONN, reconnectTo(c.client(), c.listener()));
    }

    private int reconnect(int listener) {
        return reconnectTo(fd, listener);
    }

    private int reconnectTo(int socket, int listener) {
        return nio.calls.connect(
                socket, nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(listener)), 0);
    }

    private void begin(int port) {
        int result = nio.calls.connect(fd, nio.inet(Calls.AF_INET, "127.0.0.1", port), 0);
        assertEquals(-Errno.EINPROGRESS, result);
    }
}

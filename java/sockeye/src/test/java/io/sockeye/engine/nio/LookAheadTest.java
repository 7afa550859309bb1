package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookAheadTest {
    private final Calls nio = new Calls();

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void aPeekTakesNothing() {
        Calls.Connection c = nio.connection();
        nio.send(c.client(), "hello world");
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("hello", nio.recv(c.accepted(), 5, Calls.PEEK));
        assertEquals("hello world", nio.recv(c.accepted(), 99, Calls.PEEK));
        assertEquals("hel", nio.recv(c.accepted(), 3, 0));
        assertEquals("lo world", nio.recv(c.accepted(), 99, 0));
        assertEquals("EAGAIN", nio.recv(c.accepted(), 99, Calls.PEEK));
    }

    @Test
    void aReceiveGoesOnBehindWhatWasPeeked() {
        Calls.Connection c = nio.connection();
        nio.send(c.client(), "hello world");
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("hello", nio.recv(c.accepted(), 5, Calls.PEEK));
        assertEquals("hello world", nio.recv(c.accepted(), 99, 0));
    }

    @Test
    void peekedBytesAreReadableForPoll() {
        Calls.Connection c = nio.connection();
        nio.send(c.client(), "x");
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("x", nio.recv(c.accepted(), 9, Calls.PEEK));
        assertEquals(Calls.IN | Calls.OUT, nio.poll(0, c.accepted(), Calls.IN | Calls.OUT));
        nio.recv(c.accepted(), 9, 0);
        assertEquals(0, nio.poll(0, c.accepted(), Calls.IN));
    }

    @Test
    void peekedBytesAreReadableForAPollerEveryTime() throws Exception {
        Calls.Connection c = nio.connection();
        nio.send(c.client(), "x");
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        try (Poller poller = nio.engine.poller(Multiplexer.NIO)) {
            poller.add(c.accepted(), Poller.READ, 1);
            assertEquals("x", nio.recv(c.accepted(), 9, Calls.PEEK));
            assertEquals(1, poller.waitFor(-1));
            assertEquals(Poller.READ, poller.events(0));
            assertEquals(1, poller.waitFor(-1));
            nio.recv(c.accepted(), 9, 0);
            assertEquals(0, poller.waitFor(0));
        }
    }

    @Test
    void aPeekByAnotherThreadDoesNotHideTheDataFromAPollUnderWay() throws Exception {
        Calls.Connection c = nio.connection();
        for (int i = 0; i < 200; i++) {
            Thread peeker = new Thread(() -> peekUntilThere(c.accepted()));
            peeker.start();
            nio.send(c.client(), "x");
            assertEquals(Calls.IN, nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN));
            peeker.join();
            assertEquals("x", nio.recv(c.accepted(), 9, 0));
        }
    }

    @Test
    void aPeekedDatagramKeepsItsSenderAndItsEnd() {
        int receiver = nio.socket(Calls.AF_INET, Calls.DGRAM);
        int sender = nio.socket(Calls.AF_INET, Calls.DGRAM);
        DirectBuffer to = nio.inet(Calls.AF_INET, "127.0.0.1", 0);
        nio.calls.bind(receiver, to, 0);
        DirectBuffer address = nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(receiver));
        nio.sendto(sender, "first", address);
        nio.sendto(sender, "second", address);
        nio.poll(Calls.PATIENCE, receiver, Calls.IN);
        assertEquals("fi", nio.recv(receiver, 2, Calls.PEEK));
        assertEquals(Calls.IN, nio.poll(0, receiver, Calls.IN));
        DirectBuffer buffer = nio.engine.allocate(3);
        DirectBuffer from = nio.slot();
        assertEquals(3, nio.calls.recvfrom(receiver, buffer, 0, 3, 0, from, 0));
        assertEquals(nio.port(sender), Calls.port(from));
        assertEquals("second", nio.recv(receiver, 99, 0));
    }

    @Test
    void anEmptyDatagramCanBePeeked() {
        int receiver = nio.socket(Calls.AF_INET, Calls.DGRAM);
        nio.calls.bind(receiver, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        int sender = nio.socket(Calls.AF_INET, Calls.DGRAM);
        nio.sendto(sender, "", nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(receiver)));
        nio.poll(Calls.PATIENCE, receiver, Calls.IN);
        assertEquals("", nio.recv(receiver, 9, Calls.PEEK));
        assertEquals(Calls.IN, nio.poll(0, receiver, Calls.IN));
        assertEquals("", nio.recv(receiver, 9, 0));
        assertEquals("EAGAIN", nio.recv(receiver, 9, 0));
    }

    @Test
    void aReceiveOfNothingTellsWhetherThereIsSomething() {
        Calls.Connection c = nio.connection();
        assertEquals("EAGAIN", nio.recv(c.accepted(), 0, 0));
        nio.send(c.client(), "x");
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("", nio.recv(c.accepted(), 0, 0));
        assertEquals("x", nio.recv(c.accepted(), 9, 0));
    }

    @Test
    void flagsThatTheJdkLacksAreRefused() {
        Calls.Connection c = nio.connection();
        assertEquals("EOPNOTSUPP", nio.recv(c.client(), 1, Calls.constant("MSG_OOB")));
        assertEquals("EOPNOTSUPP", nio.recv(c.client(), 1, Calls.constant("MSG_TRUNC")));
        int dontroute = Calls.constant("MSG_DONTROUTE");
        assertEquals(
                -Errno.EOPNOTSUPP, nio.calls.send(c.client(), nio.bytes("x"), 0, 1, dontroute));
    }

    @Test
    void flagsWithoutEffectAreTaken() {
        Calls.Connection c = nio.connection();
        int idle = Calls.constant("MSG_DONTWAIT") | Calls.constant("MSG_WAITALL");
        assertEquals("EAGAIN", nio.recv(c.client(), 1, idle));
        assertTrue(nio.calls.send(c.client(), nio.bytes("x"), 0, 1, idle) > 0);
    }

    private void peekUntilThere(int fd) {
        while (nio.recv(fd, 9, Calls.PEEK).equals("EAGAIN")) {
            Thread.onSpinWait();
        }
    }
}

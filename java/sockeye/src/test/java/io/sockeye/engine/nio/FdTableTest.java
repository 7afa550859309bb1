package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FdTableTest {
    private final Calls nio = new Calls();

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void numbersBeginWhereTheOsHasNone() {
        assertEquals(1 << 20, nio.socket(Calls.AF_INET, Calls.STREAM));
    }

    @Test
    void theLowestFreeNumberIsUsedAgain() {
        int first = nio.socket(Calls.AF_INET, Calls.STREAM);
        int second = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.shut(first);
        assertEquals(first, nio.socket(Calls.AF_INET, Calls.DGRAM));
        assertEquals(second + 1, nio.socket(Calls.AF_INET, Calls.DGRAM));
    }

    @Test
    void descriptorsOfTheOsAreBad() {
        assertEquals(-Errno.EBADF, nio.calls.listen(0, 1));
        assertEquals(-Errno.EBADF, nio.calls.close(2));
        assertEquals(-Errno.EBADF, nio.calls.dup(-1));
        assertEquals(Calls.NVAL, nio.poll(0, 1, Calls.IN));
    }

    @Test
    void theTableGrows() {
        for (int i = 0; i < 600; i++) {
            assertEquals((1 << 20) + i, nio.socket(Calls.AF_INET, Calls.DGRAM));
        }
    }

    @Test
    void aDupKeepsTheSocketOpenAndSharesItsFlags() {
        Calls.Connection c = nio.connection();
        int dup = nio.opened(nio.calls.dup(c.client()));
        assertEquals(0, nio.calls.setNonblocking(dup, true));
        int flags = nio.calls.fcntl(c.client(), Calls.constant("F_GETFL"), 0);
        assertTrue((flags & Calls.constant("O_NONBLOCK")) != 0);
        nio.shut(c.client());
        assertEquals(2, nio.send(dup, "on"));
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("on", nio.recv(c.accepted(), 9, 0));
        nio.shut(dup);
        nio.poll(Calls.PATIENCE, c.accepted(), Calls.IN);
        assertEquals("", nio.recv(c.accepted(), 9, 0));
    }

    @Test
    void anUnknownSocketIsRefusedInTheWordsOfLinux() {
        int seqpacket = Calls.constant("SOCK_SEQPACKET");
        int raw = Calls.constant("SOCK_RAW");
        int udp = Calls.constant("IPPROTO_UDP");
        assertEquals(-Errno.EAFNOSUPPORT, nio.calls.socket(999, Calls.STREAM, 0));
        assertEquals(-Errno.EAFNOSUPPORT, nio.calls.socket(0, Calls.STREAM, 0));
        assertEquals(-Errno.EINVAL, nio.calls.socket(Calls.AF_INET, 11, 0));
        assertEquals(-Errno.EINVAL, nio.calls.socket(Calls.AF_INET, 1 << 20 | 1, 0));
        assertEquals(-Errno.EPROTONOSUPPORT, nio.calls.socket(Calls.AF_INET, Calls.STREAM, udp));
        assertEquals(-Errno.ESOCKTNOSUPPORT, nio.calls.socket(Calls.AF_INET6, seqpacket, 0));
        assertEquals(-Errno.EPROTONOSUPPORT, nio.calls.socket(Calls.AF_INET, raw, 0));
        assertEquals(-Errno.EOPNOTSUPP, nio.calls.socket(Calls.AF_INET, raw, 1));
        assertEquals(-Errno.EOPNOTSUPP, nio.calls.socket(Calls.AF_UNIX, Calls.DGRAM, 0));
        assertEquals(-Errno.EPROTONOSUPPORT, nio.calls.socket(Calls.AF_UNIX, Calls.STREAM, 6));
    }
}

package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final int SOL = Calls.SOL_SOCKET;
    private static final int TCP = Calls.constant("IPPROTO_TCP");
    private static final int IP = Calls.constant("IPPROTO_IP");
    private static final int IPV6 = Calls.constant("IPPROTO_IPV6");

    private final Calls nio = new Calls();
    private final int tcp = nio.socket(Calls.AF_INET, Calls.STREAM);
    private final int udp = nio.socket(Calls.AF_INET, Calls.DGRAM);

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void flagsAreReadBackAsOneWhateverWasSet() {
        for (String flag : new String[] {"SO_REUSEADDR", "SO_KEEPALIVE", "SO_OOBINLINE"}) {
            assertEquals(0, nio.getInt(tcp, SOL, flag), flag);
            assertEquals(0, nio.setInt(tcp, SOL, flag, 42), flag);
            assertEquals(1, nio.getInt(tcp, SOL, flag), flag);
        }
        assertEquals(0, nio.setInt(tcp, TCP, "TCP_NODELAY", 1));
        assertEquals(1, nio.getInt(tcp, TCP, "TCP_NODELAY"));
    }

    @Test
    void buffersReadBackAsTheKernelHasThem() {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        assertEquals(0, nio.setInt(tcp, SOL, "SO_RCVBUF", 65535));
        assertEquals(linux ? 131070 : 65535, nio.getInt(tcp, SOL, "SO_RCVBUF"));
    }

    @Test
    void aNegativeBufferIsCutDownLikeALargeOne() {
        assertEquals(0, nio.setInt(udp, SOL, "SO_SNDBUF", -1));
        assertTrue(nio.getInt(udp, SOL, "SO_SNDBUF") > 0);
    }

    @Test
    void keepaliveTimesReachTheKernel() {
        assertEquals(0, nio.setInt(tcp, TCP, "TCP_KEEPINTVL", 7));
        assertEquals(7, nio.getInt(tcp, TCP, "TCP_KEEPINTVL"));
        assertEquals(0, nio.setInt(tcp, TCP, "TCP_KEEPCNT", 3));
        assertEquals(3, nio.getInt(tcp, TCP, "TCP_KEEPCNT"));
    }

    @Test
    void lingerIsAStruct() {
        DirectBuffer linger = nio.engine.allocate(8);
        linger.putInt(0, 1);
        linger.putInt(4, 9);
        int number = Calls.constant("SO_LINGER");
        assertEquals(-Errno.EINVAL, nio.calls.setsockopt(tcp, SOL, number, linger, 0, 4));
        assertEquals(0, nio.calls.setsockopt(tcp, SOL, number, linger, 0, 8));
        DirectBuffer read = nio.engine.allocate(16);
        assertEquals(8, nio.calls.getsockopt(tcp, SOL, number, read, 0, 16));
        assertEquals(1, read.getInt(0));
        assertEquals(9, read.getInt(4));
        assertEquals(4, nio.calls.getsockopt(tcp, SOL, number, read, 0, 4));
    }

    @Test
    void whatTheSocketIsCanBeAsked() {
        assertEquals(Calls.STREAM, nio.getInt(tcp, SOL, "SO_TYPE"));
        assertEquals(Calls.DGRAM, nio.getInt(udp, SOL, "SO_TYPE"));
        assertEquals(Calls.AF_INET, nio.getInt(tcp, SOL, "SO_DOMAIN"));
        assertEquals(TCP, nio.getInt(tcp, SOL, "SO_PROTOCOL"));
        assertEquals(0, nio.getInt(tcp, SOL, "SO_ACCEPTCONN"));
        assertEquals(0, nio.calls.listen(tcp, 1));
        assertEquals(1, nio.getInt(tcp, SOL, "SO_ACCEPTCONN"));
    }

    @Test
    void unknownOptionsAreRefused() {
        assertEquals(-Errno.ENOPROTOOPT, nio.setInt(tcp, TCP, "TCP_CONGESTION", 1));
        assertEquals(-Errno.ENOPROTOOPT, nio.getInt(tcp, IP, "IP_TTL"));
        assertEquals(-Errno.EOPNOTSUPP, nio.getInt(udp, TCP, "TCP_NODELAY"));
        assertEquals(-Errno.ENOPROTOOPT, nio.setInt(udp, TCP, "TCP_NODELAY", 1));
        assertEquals(-Errno.ENOPROTOOPT, nio.setInt(tcp, SOL, "SO_TYPE", 1));
        int unix = nio.socket(Calls.AF_UNIX, Calls.STREAM);
        assertEquals(-Errno.EOPNOTSUPP, nio.getInt(unix, TCP, "TCP_NODELAY"));
    }

    @Test
    void aValueThatIsTooShortIsRefused() {
        DirectBuffer two = nio.engine.allocate(2);
        int keepalive = Calls.constant("SO_KEEPALIVE");
        assertEquals(-Errno.EINVAL, nio.calls.setsockopt(tcp, SOL, keepalive, two, 0, 2));
        assertEquals(-Errno.EFAULT, nio.calls.setsockopt(tcp, SOL, keepalive, null, 0, 4));
    }

    @Test
    void multicastTakesASingleByteToo() {
        DirectBuffer one = nio.engine.allocate(1);
        one.put(0, (byte) 7);
        int ttl = Calls.constant("IP_MULTICAST_TTL");
        assertEquals(0, nio.calls.setsockopt(udp, IP, ttl, one, 0, 1));
        assertEquals(7, nio.getInt(udp, IP, "IP_MULTICAST_TTL"));
        assertEquals(0, nio.setInt(udp, IP, "IP_MULTICAST_TTL", -1));
        assertEquals(1, nio.getInt(udp, IP, "IP_MULTICAST_TTL"));
        assertEquals(-Errno.EINVAL, nio.setInt(udp, IP, "IP_MULTICAST_TTL", 256));
    }

    @Test
    void theMulticastInterfaceIsAnAddress() {
        DirectBuffer address = nio.engine.allocate(4);
        address.put(0, new byte[] {127, 0, 0, 1}, 0, 4);
        int number = Calls.constant("IP_MULTICAST_IF");
        assertEquals(0, nio.calls.setsockopt(udp, IP, number, address, 0, 4));
        DirectBuffer read = nio.engine.allocate(4);
        assertEquals(4, nio.calls.getsockopt(udp, IP, number, read, 0, 4));
        assertEquals(address.getInt(0), read.getInt(0));
    }

    @Test
    void theListenerHandsOptionsOnThatTheJdksListenerLacks() {
        int listener = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.setInt(listener, TCP, "TCP_NODELAY", 1);
        nio.calls.bind(listener, nio.inet(Calls.AF_INET, "127.0.0.1", 0), 0);
        nio.calls.listen(listener, 1);
        nio.setInt(listener, SOL, "SO_KEEPALIVE", 1);
        assertEquals(1, nio.getInt(listener, TCP, "TCP_NODELAY"));
        int sndbuf = nio.getInt(listener, SOL, "SO_SNDBUF");
        nio.setInt(listener, SOL, "SO_SNDBUF", 30_000);
        assertNotEquals(sndbuf, nio.getInt(listener, SOL, "SO_SNDBUF"));
        nio.connect(tcp, nio.port(listener));
        int accepted = nio.accept(listener);
        assertEquals(1, nio.getInt(accepted, TCP, "TCP_NODELAY"));
        assertEquals(1, nio.getInt(accepted, SOL, "SO_KEEPALIVE"));
        int accepting = nio.getInt(listener, SOL, "SO_SNDBUF");
        assertEquals(accepting, nio.getInt(accepted, SOL, "SO_SNDBUF"));
    }

    @Test
    void anOptionThatNobodyHasSetIsOff() {
        DirectBuffer linger = nio.engine.allocate(8);
        linger.putInt(0, 7);
        assertEquals(8, nio.calls.getsockopt(udp, SOL, Calls.constant("SO_LINGER"), linger, 0, 8));
        assertEquals(0, linger.getInt(0));
    }

    @Test
    void v6OnlyIsFixedOnceThereIsAName() {
        int inet6 = nio.socket(Calls.AF_INET6, Calls.STREAM);
        assertEquals(0, nio.getInt(inet6, IPV6, "IPV6_V6ONLY"));
        assertEquals(0, nio.setInt(inet6, IPV6, "IPV6_V6ONLY", 1));
        assertEquals(1, nio.getInt(inet6, IPV6, "IPV6_V6ONLY"));
        assertEquals(0, nio.calls.bind(inet6, nio.inet(Calls.AF_INET6, "::", 0), 0));
        assertEquals(-Errno.EINVAL, nio.setInt(inet6, IPV6, "IPV6_V6ONLY", 0));
        assertEquals(-Errno.ENOPROTOOPT, nio.setInt(tcp, IPV6, "IPV6_V6ONLY", 1));
    }

    @Test
    void descriptorsAreCloseOnExecForGood() {
        int cloexec = Calls.constant("FD_CLOEXEC");
        assertEquals(cloexec, nio.calls.fcntl(tcp, Calls.constant("F_GETFD"), 0));
        assertEquals(0, nio.calls.fcntl(tcp, Calls.constant("F_SETFD"), cloexec));
        assertEquals(-Errno.EOPNOTSUPP, nio.calls.fcntl(tcp, Calls.constant("F_SETFD"), 0));
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.ABSENT;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.IPPROTO_IP;
import static io.sockeye.socket.Sockets.IPPROTO_IPV6;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.IPV6_V6ONLY;
import static io.sockeye.socket.Sockets.IP_TTL;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_ACCEPTCONN;
import static io.sockeye.socket.Sockets.SO_BROADCAST;
import static io.sockeye.socket.Sockets.SO_DOMAIN;
import static io.sockeye.socket.Sockets.SO_ERROR;
import static io.sockeye.socket.Sockets.SO_KEEPALIVE;
import static io.sockeye.socket.Sockets.SO_LINGER;
import static io.sockeye.socket.Sockets.SO_PROTOCOL;
import static io.sockeye.socket.Sockets.SO_RCVBUF;
import static io.sockeye.socket.Sockets.SO_RCVTIMEO;
import static io.sockeye.socket.Sockets.SO_REUSEADDR;
import static io.sockeye.socket.Sockets.SO_REUSEPORT;
import static io.sockeye.socket.Sockets.SO_SNDBUF;
import static io.sockeye.socket.Sockets.SO_TYPE;
import static io.sockeye.socket.Sockets.TCP_KEEPIDLE;
import static io.sockeye.socket.Sockets.TCP_NODELAY;
import static io.sockeye.socket.Sockets.pack;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketConstants;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** getsockopt and setsockopt. */
@Tag("contract")
class OptionsTest extends ContractTest {
    @Test
    void flagsAreNumbers() throws IOException {
        Socket socket = tcp();
        int[][] flags = {
            {SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_KEEPALIVE}, {IPPROTO_TCP, TCP_NODELAY}
        };
        for (int[] flag : flags) {
            assertEquals(0, socket.getsockopt(flag[0], flag[1]));
            socket.setsockopt(flag[0], flag[1], 1);
            assertEquals(1, socket.getsockopt(flag[0], flag[1]));
            socket.setsockopt(flag[0], flag[1], false);
            assertEquals(0, socket.getsockopt(flag[0], flag[1]));
            socket.setsockopt(flag[0], flag[1], true);
            assertEquals(1, socket.getsockopt(flag[0], flag[1]));
            socket.setsockopt(flag[0], flag[1], pack(0));
            assertArrayEquals(pack(0), socket.getsockopt(flag[0], flag[1], 4));
        }
    }

    @Test
    void theKernelSaysTwiceTheBufferThatWasAskedFor() throws IOException {
        Socket socket = tcp();
        socket.setsockopt(SOL_SOCKET, SO_SNDBUF, 40_000);
        assertEquals(80_000, socket.getsockopt(SOL_SOCKET, SO_SNDBUF));
        socket.setsockopt(SOL_SOCKET, SO_RCVBUF, 30_000);
        assertEquals(60_000, socket.getsockopt(SOL_SOCKET, SO_RCVBUF));
        Socket datagrams = udp();
        datagrams.setsockopt(SOL_SOCKET, SO_RCVBUF, 30_000);
        assertEquals(60_000, datagrams.getsockopt(SOL_SOCKET, SO_RCVBUF));
    }

    @Test
    void buffersOfAListenerAreThoseOfItsConnections() throws IOException {
        Socket listener = tcp();
        listener.bind("127.0.0.1", 0);
        listener.setsockopt(SOL_SOCKET, SO_RCVBUF, 30_000);
        listener.listen();
        Socket client = tcp();
        client.connect(listener.getsockname());
        Socket server = own(listener.accept()).socket();
        assertEquals(60_000, server.getsockopt(SOL_SOCKET, SO_RCVBUF));
    }

    @Test
    void lingerIsAStruct() throws IOException {
        Socket socket = tcp();
        assertArrayEquals(pack(0, 0), socket.getsockopt(SOL_SOCKET, SO_LINGER, 8));
        socket.setsockopt(SOL_SOCKET, SO_LINGER, pack(1, 5));
        assertArrayEquals(pack(1, 5), socket.getsockopt(SOL_SOCKET, SO_LINGER, 8));
        assertEquals(1, socket.getsockopt(SOL_SOCKET, SO_LINGER));
        failsWith(Errno.EINVAL, () -> socket.setsockopt(SOL_SOCKET, SO_LINGER, 1));
        assertArrayEquals(pack(1, 5), socket.getsockopt(SOL_SOCKET, SO_LINGER, 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025, Integer.MAX_VALUE})
    void aLengthOutOfRangeIsRefused(int length) throws IOException {
        Socket socket = tcp();
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> socket.getsockopt(SOL_SOCKET, SO_LINGER, length));
        assertTrue(refusal.getMessage().contains("buflen out of range"), refusal.getMessage());
    }

    @Test
    void aValueIsAsLongAsTheKernelsAndNoLonger() throws IOException {
        Socket socket = tcp();
        assertEquals(4, socket.getsockopt(SOL_SOCKET, SO_KEEPALIVE, 1024).length);
        assertEquals(8, socket.getsockopt(SOL_SOCKET, SO_LINGER, 1024).length);
        assertEquals(2, socket.getsockopt(SOL_SOCKET, SO_LINGER, 2).length);
    }

    @Test
    void aSocketTellsWhatItIs() throws IOException {
        assertEquals(SOCK_STREAM, tcp().getsockopt(SOL_SOCKET, SO_TYPE));
        assertEquals(SOCK_DGRAM, udp().getsockopt(SOL_SOCKET, SO_TYPE));
        assertEquals(AF_INET, tcp().getsockopt(SOL_SOCKET, SO_DOMAIN));
        assertEquals(AF_INET6, tcp6().getsockopt(SOL_SOCKET, SO_DOMAIN));
        assertEquals(IPPROTO_TCP, tcp().getsockopt(SOL_SOCKET, SO_PROTOCOL));
        assertEquals(0, tcp().getsockopt(SOL_SOCKET, SO_ACCEPTCONN));
        assertEquals(1, listener().getsockopt(SOL_SOCKET, SO_ACCEPTCONN));
        assertEquals(0, tcp().getsockopt(SOL_SOCKET, SO_ERROR));
    }

    @Test
    void whatTheKernelDoesNotKnowIsRefused() throws IOException {
        Socket socket = tcp();
        failsWith(Errno.ENOPROTOOPT, () -> socket.getsockopt(SOL_SOCKET, 9999));
        failsWith(Errno.ENOPROTOOPT, () -> socket.setsockopt(SOL_SOCKET, 9999, 1));
        failsWith(Errno.ENOPROTOOPT, () -> socket.setsockopt(IPPROTO_TCP, 9999, 1));
    }

    @Test
    void aValueThatIsTooShortIsInvalid() throws IOException {
        Socket socket = tcp();
        failsWith(Errno.EINVAL, () -> socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, new byte[1]));
    }

    @Test
    void v6onlyIsSetBeforeBind() throws IOException {
        Socket socket = tcp6();
        assertEquals(0, socket.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY));
        socket.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
        assertEquals(1, socket.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY));
        socket.bind("::1", 0);
        failsWith(Errno.EINVAL, () -> socket.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0));
    }

    @Test
    void optionsOutliveConnectAndListen() throws IOException {
        Socket listener = tcp();
        listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
        listener.bind("127.0.0.1", 0);
        listener.listen();
        assertEquals(1, listener.getsockopt(SOL_SOCKET, SO_REUSEADDR));
        Socket client = tcp();
        client.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
        client.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, 77);
        assertEquals(Errno.ECONNREFUSED, client.connectEx(deadPort()));
        client.connect(listener.getsockname());
        own(listener.accept());
        assertEquals(1, client.getsockopt(IPPROTO_TCP, TCP_NODELAY));
        assertEquals(77, client.getsockopt(IPPROTO_TCP, TCP_KEEPIDLE));
    }

    @Test
    void twoSocketsShareAPortIfBothReuseIt() throws IOException {
        Socket first = tcp();
        first.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
        first.bind("127.0.0.1", 0);
        first.listen();
        Socket second = tcp();
        second.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
        second.bind("127.0.0.1", port(first));
        second.listen();
        Socket third = tcp();
        failsWith(Errno.EADDRINUSE, () -> third.bind("127.0.0.1", port(first)));
    }

    @Test
    void broadcastNeedsLeave() throws IOException {
        Socket socket = udp();
        assertEquals(0, socket.getsockopt(SOL_SOCKET, SO_BROADCAST));
        socket.setsockopt(SOL_SOCKET, SO_BROADCAST, true);
        assertEquals(1, socket.getsockopt(SOL_SOCKET, SO_BROADCAST));
    }

    @Test
    void timeToLiveCanBeSet() throws IOException {
        Socket socket = tcp();
        socket.setsockopt(IPPROTO_IP, IP_TTL, 33);
        assertEquals(33, socket.getsockopt(IPPROTO_IP, IP_TTL));
    }

    @Test
    void timeoutsOfTheKernelAreStructs() throws IOException {
        Socket socket = tcp();
        byte[] seconds = new byte[16];
        System.arraycopy(pack(3), 0, seconds, 0, 4);
        socket.setsockopt(SOL_SOCKET, SO_RCVTIMEO, seconds);
        assertArrayEquals(seconds, socket.getsockopt(SOL_SOCKET, SO_RCVTIMEO, 16));
    }

    @Test
    void anAbsentConstantIsNamed() throws Exception {
        String absent = "";
        for (Field field : SocketConstants.class.getFields()) {
            if (field.getType() == int.class && field.getInt(null) == ABSENT) {
                absent = field.getName();
            }
        }
        assertTrue(!absent.isEmpty() && !Sockets.has(absent), "every host lacks something");
        Socket socket = tcp();
        String name = absent;
        for (IllegalArgumentException refusal :
                new IllegalArgumentException[] {
                    refusal(() -> socket.getsockopt(SOL_SOCKET, ABSENT)),
                    refusal(() -> socket.setsockopt(ABSENT, SO_KEEPALIVE, 1)),
                    refusal(() -> socket.recv(1, ABSENT)),
                    refusal(() -> socket.send(new byte[1], ABSENT)),
                    refusal(() -> socket.shutdown(ABSENT)),
                    refusal(() -> new Socket(engine, ABSENT, SOCK_STREAM).close()),
                    refusal(() -> new Socket(engine, AF_INET, ABSENT).close())
                }) {
            assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        }
    }

    private static IllegalArgumentException refusal(
            org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call);
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.IPPROTO_IPV6;
import static io.sockeye.socket.Sockets.IPV6_V6ONLY;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.createServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.GaiException;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the calls make of addresses, and what addresses the kernel's become. */
@Tag("contract")
class AddressTest extends ContractTest {
    @Test
    void anAddressOfAnotherFamilyIsRefused() throws IOException {
        Address six = Address.inet6("::1", 80, 0, 0);
        Address path = Address.unix(Path.of("/tmp/none"));
        Address four = Address.inet("127.0.0.1", 80);
        assertThrows(IllegalArgumentException.class, () -> tcp().bind(six));
        assertThrows(IllegalArgumentException.class, () -> tcp().connect(path));
        assertThrows(IllegalArgumentException.class, () -> tcp().connectEx(six));
        assertThrows(IllegalArgumentException.class, () -> udp().sendto(new byte[1], six));
        assertThrows(IllegalArgumentException.class, () -> tcp6().bind(path));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> unix().bind(four));
        assertTrue(refusal.getMessage().contains("AF_UNIX"), refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith("bind"), refusal.getMessage());
    }

    @Test
    void anIpv6SocketTakesTheShortForm() throws IOException {
        Socket socket = tcp6();
        socket.bind("::1", 0);
        assertEquals(Address.inet6("::1", port(socket), 0, 0), socket.getsockname());
    }

    @Test
    void anEmptyHostIsEveryInterface() throws IOException {
        Socket four = tcp();
        four.bind("", 0);
        assertEquals(Address.inet("0.0.0.0", port(four)), four.getsockname());
        Socket six = tcp6();
        six.bind("", 0);
        assertEquals(Address.inet6("::", port(six), 0, 0), six.getsockname());
    }

    @Test
    void broadcastIsAnAddressOfIpv4Alone() throws IOException {
        Socket socket = udp();
        socket.bind("<broadcast>", 0);
        assertEquals(Address.inet("255.255.255.255", port(socket)), socket.getsockname());
        OsException mismatch = assertThrows(OsException.class, () -> tcp6().bind("<broadcast>", 0));
        assertEquals(-1, mismatch.errno());
        assertTrue(mismatch.getMessage().contains("address family mismatched"));
    }

    @Test
    void shortFormsOfIpv4AreUnderstood() throws IOException {
        Socket listener = listener();
        for (String host : new String[] {"127.1", "127.0.1", "localhost", "2130706433"}) {
            Socket client = tcp();
            client.connect(host, port(listener));
            assertEquals(listener.getsockname(), client.getpeername());
            own(listener.accept());
        }
    }

    @Test
    void whatIsNotAsciiIsEncodedByIdna() throws IOException {
        Socket listener = listener();
        Socket client = tcp();
        client.connect("\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54", port(listener));
        assertEquals(listener.getsockname(), client.getpeername());
        own(listener.accept());
        Socket other = tcp();
        String tooLong = "\u00fc".repeat(64) + ".invalid";
        assertThrows(IllegalArgumentException.class, () -> other.connect(tooLong, 80));
    }

    @Test
    void aHostThatDoesNotExistIsAGaierror() throws IOException {
        Socket socket = tcp();
        assertThrows(GaiException.class, () -> socket.connect("no-such-host.invalid", 80));
        assertThrows(GaiException.class, () -> socket.connectEx("no-such-host.invalid", 80));
        assertThrows(GaiException.class, () -> socket.bind("no-such-host.invalid", 0));
        socket.bind("127.0.0.1", 0);
    }

    @Test
    void anIpv6LiteralIsNoHostForIpv4() throws IOException {
        Socket socket = tcp();
        assertThrows(GaiException.class, () -> socket.connect("::1", 80));
    }

    @Test
    void aDualStackServerSeesIpv4ClientsAsMappedAddresses() throws IOException {
        Socket server =
                own(
                        createServer(
                                Address.inet("::", 0),
                                o -> o.engine(engine).family(AF_INET6).dualstackIpv6(true)));
        assertEquals(0, server.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY));
        Socket client = tcp();
        client.connect("127.0.0.1", port(server));
        Accepted accepted = own(server.accept());
        Address mapped = Address.inet6("::ffff:127.0.0.1", port(client), 0, 0);
        assertEquals(mapped, accepted.address());
        assertEquals(mapped, accepted.socket().getpeername());
        assertEquals(
                Address.inet6("::ffff:127.0.0.1", port(server), 0, 0),
                accepted.socket().getsockname());
        Socket six = tcp6();
        six.connect("::1", port(server));
        assertEquals(six.getsockname(), own(server.accept()).address());
    }

    @Test
    void aServerOfIpv6AloneRefusesIpv4Clients() throws IOException {
        Socket server =
                own(
                        createServer(
                                Address.inet6("::", 0, 0, 0),
                                o -> o.engine(engine).family(AF_INET6)));
        assertEquals(1, server.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY));
        Socket four = tcp();
        four.settimeout(20);
        OsException refusal =
                assertThrows(OsException.class, () -> talkTo(four, port(server), server));
        assertTrue(
                refusal instanceof ConnectionRefusedException
                        || refusal.errno() == Errno.ECONNRESET,
                refusal.toString());
        Socket six = tcp6();
        six.connect("::1", port(server));
        assertEquals(six.getsockname(), own(server.accept()).address());
    }

    /** Connects and waits for an answer, which a server of another family never gives. */
    private static void talkTo(Socket client, int port, Socket server) throws IOException {
        client.connect("127.0.0.1", port);
        // An emulated V6ONLY can only drop whom it has let in.
        server.tryAccept();
        client.sendall(bytes("x"));
        client.recv(1);
        throw OsException.of(Errno.ECONNRESET, "recv");
    }

    @Test
    void anIpv6SocketReachesIpv4ThroughAMappedAddress() throws IOException {
        Socket listener = listener();
        Socket client = tcp6();
        client.connect("::ffff:127.0.0.1", port(listener));
        assertEquals(Address.inet6("::ffff:127.0.0.1", port(listener), 0, 0), client.getpeername());
        Accepted accepted = own(listener.accept());
        assertEquals(Address.inet("127.0.0.1", port(client)), accepted.address());
    }

    /** Binds, connects and prints both names with x for the ports. */
    private static final String SIX =
            """
            import socket, sys
            flow, scope = int(sys.argv[2]), int(sys.argv[3])
            a = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            a.bind((sys.argv[1], 0, flow, scope))
            b = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            b.connect((sys.argv[1], a.getsockname()[1], flow, scope))
            for name in a.getsockname(), b.getpeername(), b.getsockname():
                print((name[0], 'x') + name[2:])
            """;

    private void asPythonsSix(String host, int flowinfo, int scopeId) throws Exception {
        Socket a = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        a.bind(Address.inet6(host, 0, flowinfo, scopeId));
        Socket b = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        b.connect(Address.inet6(host, port(a), flowinfo, scopeId));
        StringBuilder told = new StringBuilder();
        for (Address name : List.of(a.getsockname(), b.getpeername(), b.getsockname())) {
            told.append(name.toString().replaceFirst(", [0-9]+,", ", 'x',")).append('\n');
        }
        String scope = Integer.toString(scopeId);
        assertEquals(Python.run(SIX, host, Integer.toString(flowinfo), scope), told.toString());
    }

    @Test
    void flowInfoIsThatOfPython() throws Exception {
        asPythonsSix("::1", 0, 0);
        asPythonsSix("::1", 77, 0);
    }

    @Test
    void linkLocalAddressesHaveAScope() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/net/if_inet6"))) {
            String[] parts = line.trim().split(" +");
            if (parts[0].startsWith("fe80") && parts[4].equals("80")) {
                byte[] packed = HexFormat.of().parseHex(parts[0]);
                int scopeId = Integer.parseInt(parts[1], 16);
                asPythonsSix(Sockets.inetNtop(AF_INET6, packed), 0, scopeId);
            }
        }
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_ACCEPTCONN;
import static io.sockeye.socket.Sockets.SO_REUSEADDR;
import static io.sockeye.socket.Sockets.SO_REUSEPORT;
import static io.sockeye.socket.Sockets.createConnection;
import static io.sockeye.socket.Sockets.createServer;
import static io.sockeye.socket.Sockets.getaddrinfo;
import static io.sockeye.socket.Sockets.hasDualstackIpv6;
import static io.sockeye.socket.Sockets.setdefaulttimeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.AddrInfo;
import io.sockeye.socket.Address;
import io.sockeye.socket.GaiException;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** createConnection and createServer. */
@Tag("contract")
class ConnectingTest extends ContractTest {
    private Socket server(String host) throws IOException {
        return own(createServer(Address.inet(host, 0), o -> o.engine(engine)));
    }

    private Socket connection(Socket server) throws IOException {
        return own(createConnection(server.getsockname(), o -> o.engine(engine)));
    }

    @Test
    void aServerListensAndMayReuseItsAddress() throws IOException {
        Socket server = server("127.0.0.1");
        assertEquals(1, server.getsockopt(SOL_SOCKET, SO_REUSEADDR));
        assertEquals(1, server.getsockopt(SOL_SOCKET, SO_ACCEPTCONN));
        assertEquals(engine, server.engine());
        Socket client = connection(server);
        assertEquals(engine, client.engine());
        assertEquals(client.getsockname(), own(server.accept()).address());
    }

    @Test
    void aServerComesBackWhileOldConnectionsLinger() throws IOException {
        Socket server = server("127.0.0.1");
        Socket client = connection(server);
        Socket accepted = own(server.accept()).socket();
        Address address = server.getsockname();
        accepted.close();
        assertEquals(0, client.recv(1).length);
        server.close();
        own(createServer(address, o -> o.engine(engine)));
    }

    @Test
    void aBusyPortIsNamedInTheMessage() throws IOException {
        Address busy = server("127.0.0.1").getsockname();
        OsException refusal =
                failsWith(Errno.EADDRINUSE, () -> createServer(busy, o -> o.engine(engine)));
        assertEquals(
                "[Errno 98] Address already in use (while attempting to bind on address "
                        + busy
                        + ")",
                refusal.getMessage());
    }

    @Test
    void serversSharePortsIfTheySaySo() throws IOException {
        Socket first =
                own(
                        createServer(
                                Address.inet("127.0.0.1", 0),
                                o -> o.engine(engine).reusePort(true).backlog(3)));
        assertEquals(1, first.getsockopt(SOL_SOCKET, SO_REUSEPORT));
        own(createServer(first.getsockname(), o -> o.engine(engine).reusePort(true)));
        assertThrows(
                IllegalArgumentException.class,
                () -> createServer(first.getsockname(), o -> o.backlog(-1)));
    }

    @Test
    void dualStackIsForIpv6Alone() throws IOException {
        assertTrue(hasDualstackIpv6());
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                createServer(
                                        Address.inet("127.0.0.1", 0),
                                        o -> o.engine(engine).dualstackIpv6(true)));
        assertTrue(refusal.getMessage().contains("AF_INET6"), refusal.getMessage());
        own(createServer(Address.inet("::1", 0), o -> o.engine(engine).family(AF_INET6)));
    }

    @Test
    void aUnixServerTakesConnections() throws IOException {
        Socket server = own(createServer(Address.unix(socketPath()), o -> o.engine(engine)));
        Socket client = connection(server);
        own(server.accept());
        client.sendall(bytes("x"));
    }

    private static List<AddrInfo> localhost(int port) throws IOException {
        return getaddrinfo("localhost", Integer.toString(port), 0, SOCK_STREAM, 0, 0);
    }

    @Test
    void everyAddressOfAHostIsTried() throws IOException {
        for (AddrInfo one : localhost(0)) {
            Socket server =
                    own(createServer(one.address(), o -> o.engine(engine).family(one.family())));
            Address byName = Address.inet("localhost", port(server));
            Socket client = own(createConnection(byName, o -> o.engine(engine)));
            assertEquals(server.getsockname(), client.getpeername());
            own(server.accept());
        }
    }

    @Test
    void theLastRefusalIsThrown() throws IOException {
        Address dead = deadPort();
        assertThrows(
                ConnectionRefusedException.class,
                () -> createConnection(dead, o -> o.engine(engine)));
    }

    @Test
    void allRefusalsAreKeptIfAskedFor() throws IOException {
        int dead = ((Address.Inet) deadPort()).port();
        Address byName = Address.inet("localhost", dead);
        OsException all =
                assertThrows(
                        OsException.class,
                        () -> createConnection(byName, o -> o.engine(engine).allErrors(true)));
        assertTrue(all.getMessage().startsWith("create_connection failed"), all.getMessage());
        assertEquals(localhost(dead).size(), all.getSuppressed().length);
        assertInstanceOf(ConnectionRefusedException.class, all.getSuppressed()[0]);
    }

    @Test
    void aSourceIsBoundFirst() throws IOException {
        Socket server = server("127.0.0.1");
        Socket client =
                own(
                        createConnection(
                                server.getsockname(),
                                o -> o.engine(engine).source(Address.inet("127.0.0.2", 0))));
        Address.Inet from = (Address.Inet) client.getsockname();
        assertEquals("127.0.0.2", from.host());
        assertEquals(from, own(server.accept()).address());
    }

    @Test
    void theTimeoutIsForTheConnectAndStays() throws IOException {
        Socket full = fullListener();
        assertThrows(
                OsTimeoutException.class,
                () -> createConnection(full.getsockname(), o -> o.engine(engine).timeout(0.05)));
        Socket server = server("127.0.0.1");
        Socket client =
                own(
                        createConnection(
                                server.getsockname(),
                                o -> o.engine(engine).timeout(Duration.ofSeconds(20))));
        assertEquals(Duration.ofSeconds(20), client.gettimeout());
    }

    @Test
    void noTimeoutIsSomethingElseThanTheDefaultOne() throws IOException {
        Socket server = server("127.0.0.1");
        setdefaulttimeout(9);
        try {
            assertEquals(Duration.ofSeconds(9), connection(server).gettimeout());
            Socket without =
                    own(
                            createConnection(
                                    server.getsockname(),
                                    o -> o.engine(engine).timeout((Duration) null)));
            assertNull(without.gettimeout());
        } finally {
            setdefaulttimeout(null);
        }
    }

    @Test
    void aHostThatDoesNotExistIsAGaierror() {
        assertThrows(
                GaiException.class,
                () ->
                        createConnection(
                                Address.inet("no-such-host.invalid", 80), o -> o.engine(engine)));
    }
}

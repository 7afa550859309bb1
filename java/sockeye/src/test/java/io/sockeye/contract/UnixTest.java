package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_SEQPACKET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.BrokenPipeException;
import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Received;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Unix sockets: paths, abstract names, full queues, datagrams. */
@Tag("contract")
class UnixTest extends ContractTest {
    @Test
    void bindMakesTheFileAndNobodyRemovesIt() throws IOException {
        Path path = socketPath();
        Socket socket = unix();
        socket.bind(path);
        assertTrue(Files.exists(path));
        assertEquals(Address.unix(path), socket.getsockname());
        socket.close();
        assertTrue(Files.exists(path));
    }

    @Test
    void aFileThatExistsIsABusyAddress() throws IOException {
        Path path = Files.createFile(socketPath());
        Socket socket = unix();
        failsWith(Errno.EADDRINUSE, () -> socket.bind(path));
    }

    @Test
    void noFileIsNotFound() throws IOException {
        Path path = socketPath();
        Socket socket = unix();
        OsException failure =
                assertThrows(OsFileNotFoundException.class, () -> socket.connect(path));
        assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
        assertEquals(Errno.ENOENT, unix().connectEx(path));
    }

    @Test
    void aFileOfNobodyRefuses() throws IOException {
        Path path = socketPath();
        Socket gone = unix();
        gone.bind(path);
        gone.close();
        Socket socket = unix();
        assertThrows(ConnectionRefusedException.class, () -> socket.connect(path));
    }

    @Test
    void aFailedOneCanConnectElsewhere() throws IOException {
        Path path = socketPath();
        Socket client = unix();
        assertEquals(Errno.ENOENT, client.connectEx(path));
        Socket listener = listener(Link.UNIX);
        client.connect(listener.getsockname());
        Socket server = own(listener.accept()).socket();
        client.sendall(bytes("x"));
        assertEquals("x", text(server.recv(1)));
    }

    @Test
    void aClientHasNoName() throws IOException {
        Socket listener = listener(Link.UNIX);
        Socket client = unix();
        client.connect(listener.getsockname());
        Accepted accepted = own(listener.accept());
        assertEquals("''", accepted.address().toString());
        assertEquals(accepted.address(), client.getsockname());
        assertEquals(accepted.address(), accepted.socket().getpeername());
        assertEquals(listener.getsockname(), client.getpeername());
    }

    @Test
    void aPathOf107BytesFits() throws IOException {
        Path folder = socketPath().getParent();
        int room = 107 - folder.toString().length() - 1;
        Path longest = folder.resolve("x".repeat(room));
        Socket socket = unix();
        socket.bind(longest);
        assertEquals(Address.unix(longest), socket.getsockname());
    }

    @Test
    void aPathThatIsTooLongIsRefused() throws IOException {
        Path longer = Path.of("/" + "x".repeat(107));
        Socket socket = unix();
        OsException refusal = assertThrows(OsException.class, () -> socket.bind(longer));
        assertEquals(-1, refusal.errno());
        assertTrue(refusal.getMessage().startsWith("AF_UNIX path too long"));
        assertThrows(OsException.class, () -> socket.connectEx(longer));
        failsWith(Errno.ENOTCONN, socket::getpeername);
    }

    @Test
    void aNulInAPathIsRefused() throws IOException {
        Socket socket = unix();
        Address address = new Address.Unix(new byte[] {'/', 0, 'x'});
        assertThrows(IllegalArgumentException.class, () -> socket.bind(address));
    }

    @Test
    void anAbstractNameNeedsNoFile() throws IOException {
        Address name = Address.abstractUnix("sockeye-test-" + System.nanoTime());
        Socket listener = unix();
        listener.bind(name);
        listener.listen();
        assertEquals(name, listener.getsockname());
        Socket client = unix();
        client.connect(name);
        own(listener.accept());
        assertEquals(name, client.getpeername());
        assertTrue(client.getpeername().toString().startsWith("b'\\x00sockeye-test-"));
    }

    @Test
    void anEmptyPathBindsToANameOfTheKernels() throws IOException {
        Socket socket = unix();
        socket.bind(new Address.Unix(new byte[0]));
        Address.Unix name = (Address.Unix) socket.getsockname();
        assertTrue(name.isAbstract(), name.toString());
    }

    @Test
    void unixDatagramsKeepTheirBounds() throws IOException {
        Socket receiver = own(new Socket(engine, AF_UNIX, SOCK_DGRAM));
        Socket sender = own(new Socket(engine, AF_UNIX, SOCK_DGRAM));
        receiver.bind(socketPath());
        sender.sendto(bytes("one"), receiver.getsockname());
        sender.sendto(bytes("two"), receiver.getsockname());
        Received first = receiver.recvfrom(100);
        assertEquals("one", text(first.data()));
        assertEquals("''", String.valueOf(first.address()));
        assertEquals("two", text(receiver.recv(100)));
    }

    /** Fills the queue of a Unix listener: whoever connects now would wait. */
    private Socket fullUnixListener() throws IOException {
        Socket listener = unix();
        listener.bind(socketPath());
        listener.listen(0);
        int refused = 0;
        for (int i = 0; i < 2000 && refused == 0; i++) {
            Socket client = unix();
            client.setblocking(false);
            refused = client.connectEx(listener.getsockname());
        }
        assertEquals(Errno.EAGAIN, refused);
        return listener;
    }

    @Test
    void aFullQueueBlocksNobodyWhoDoesNotWait() throws IOException {
        Socket full = fullUnixListener();
        Socket client = unix();
        client.setblocking(false);
        assertThrows(BlockingIOException.class, () -> client.connect(full.getsockname()));
        client.settimeout(0.02);
        assertThrows(OsTimeoutException.class, () -> client.connect(full.getsockname()));
        assertEquals(Errno.EAGAIN, client.connectEx(full.getsockname()));
    }

    @Test
    void aFullQueueLetsTheNextOneInWhenThereIsRoom() throws Exception {
        Socket full = fullUnixListener();
        Socket client = unix();
        Background<Void> connect =
                inBackground(() -> client.connect(full.getsockname())).awaitBlocked();
        full.setblocking(false);
        Eventually.eventually(
                "the client is let in",
                () -> {
                    Accepted next = full.tryAccept();
                    if (next != null) {
                        own(next);
                    }
                    return connect.isDone();
                });
        connect.result();
    }

    @Test
    void aPathIsNoAddressForTcp() throws IOException {
        Socket socket = tcp();
        Address path = Address.unix(Path.of("/tmp/none"));
        assertThrows(IllegalArgumentException.class, () -> socket.connect(path));
        assertFalse(socket.toString().contains("raddr"));
    }

    private Socket unixDatagrams() throws IOException {
        return own(new Socket(engine, AF_UNIX, SOCK_DGRAM));
    }

    private static Address abstractName(String... endings) {
        String name = "\0sockeye-" + System.nanoTime() + String.join("", endings);
        return new Address.Unix(name.getBytes(ISO_8859_1));
    }

    @Test
    void seqpacketsKeepTheirBoundsAndTheirConnection() throws IOException {
        Socket listener = own(new Socket(engine, AF_UNIX, SOCK_SEQPACKET));
        listener.bind(socketPath());
        listener.listen();
        Socket client = own(new Socket(engine, AF_UNIX, SOCK_SEQPACKET));
        client.connect(listener.getsockname());
        Socket server = own(listener.accept()).socket();
        assertEquals(SOCK_SEQPACKET, server.type());
        client.send(bytes("one"));
        client.send(bytes("three"));
        assertEquals("one", text(server.recv(100)));
        assertEquals("th", text(server.recv(2)));
        client.close();
        assertEquals(0, server.recv(100).length);
        assertThrows(BrokenPipeException.class, () -> server.send(bytes("x")));
    }

    /** Answers every datagram in capitals until one is "END". */
    private static final String ECHO =
            """
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(bytes.fromhex(sys.argv[1]))
            s.sendto(b'ready', bytes.fromhex(sys.argv[2]))
            while True:
                data, address = s.recvfrom(100)
                if data == b'END': break
                s.sendto(data.upper(), address)
            """;

    private void talkToPython(Address ours, Address pythons) throws Exception {
        Socket socket = unixDatagrams();
        socket.bind(ours);
        socket.settimeout(20);
        Background<String> python = inBackground(() -> Python.run(ECHO, hex(pythons), hex(ours)));
        Received ready = socket.recvfrom(100);
        assertEquals("ready", text(ready.data()));
        assertEquals(pythons, ready.address());
        socket.connect(pythons);
        assertEquals(pythons, socket.getpeername());
        socket.send(bytes("hello"));
        assertEquals("HELLO", text(socket.recv(100)));
        socket.sendto(bytes("END"), pythons);
        python.result();
        assertThrows(ConnectionRefusedException.class, () -> socket.send(bytes("x")));
    }

    private static String hex(Address name) {
        return HexFormat.of().formatHex(((Address.Unix) name).path());
    }

    @Test
    void pythonAnswersDatagramsOfPaths() throws Exception {
        Path path = socketPath();
        talkToPython(Address.unix(path), Address.unix(path.resolveSibling("\u00fc")));
    }

    @Test
    void pythonAnswersDatagramsOfAbstractNames() throws Exception {
        talkToPython(abstractName("a"), abstractName("b\0\u00ff\0"));
    }

    @Test
    void anAbstractNameMayUseEveryByte() throws IOException {
        byte[] longest = new byte[108];
        Arrays.fill(longest, 1, 108, (byte) 'x');
        Socket socket = unixDatagrams();
        socket.bind(new Address.Unix(longest));
        assertEquals(new Address.Unix(longest), socket.getsockname());
        byte[] longer = Arrays.copyOf(longest, 109);
        OsException refusal =
                assertThrows(
                        OsException.class, () -> unixDatagrams().bind(new Address.Unix(longer)));
        assertEquals(-1, refusal.errno());
        assertTrue(refusal.getMessage().startsWith("AF_UNIX path too long"));
    }

    @Test
    void theKernelsNamesLookLikePythons() throws Exception {
        String script =
                "import socket; s = socket.socket(socket.AF_UNIX); s.bind(''); print(s.getsockname())";
        Socket socket = unixDatagrams();
        socket.bind(new Address.Unix(new byte[0]));
        String pattern = "b'\\\\x00[0-9a-f]{5}'";
        String name = socket.getsockname().toString();
        assertTrue(name.matches(pattern), name);
        assertTrue(Python.run(script).strip().matches(pattern));
        Socket peer = unixDatagrams();
        peer.connect(socket.getsockname());
        peer.send(bytes("x"));
        assertEquals("x", text(socket.recv(1)));
        assertEquals("''", peer.getsockname().toString());
    }
}

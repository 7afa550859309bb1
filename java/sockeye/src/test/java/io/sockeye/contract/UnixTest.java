package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
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
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_REUSEADDR;
import static io.sockeye.socket.Sockets.SO_REUSEPORT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.BytesIO;
import io.sockeye.socketserver.Datagram;
import io.sockeye.socketserver.DatagramRequestHandler;
import io.sockeye.socketserver.StreamRequestHandler;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.ThreadingUnixDatagramServer;
import io.sockeye.socketserver.ThreadingUnixStreamServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixDatagramServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kinds of servers, and of handlers. */
@Tag("contract")
class ServersTest extends ServerContract {
    // ---- servers

    @Test
    void theAddressHasTheRealPort() throws Exception {
        TCPServer server = own(new TCPServer(LOOPBACK, EchoHandler::new, on(o -> {})));
        assertNotEquals(0, ((Address.Inet) server.serverAddress()).port());
        assertEquals(server.socket().getsockname(), server.serverAddress());
        assertEquals(server.socket().fileno(), server.fileno());
        assertSame(engine, server.engine());
    }

    @Test
    void ipv6IsAnAddressLikeOthers() throws Exception {
        Address at = Address.inet6("::1", 0, 0, 0);
        TCPServer server = own(new TCPServer(at, EchoHandler::new, on(o -> {})));
        serving(server);
        Socket client = tcp6();
        client.connect(server.serverAddress());
        echoes(client, "six");
        ends(client);
    }

    @Test
    void hostAndPortAreEnough() throws Exception {
        try (TCPServer server = new TCPServer("127.0.0.1", 0, EchoHandler::new);
                UDPServer udp = new UDPServer("", 0, Reply::new)) {
            assertTrue(((Address.Inet) server.serverAddress()).port() > 0);
            assertEquals("0.0.0.0", ((Address.Inet) udp.serverAddress()).host());
        }
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        Address taken = listener().getsockname();
        failsWith(Errno.EADDRINUSE, () -> new TCPServer(taken, EchoHandler::new, on(o -> {})));
    }

    @Test
    void addressesAreReusedOnlyIfThatIsAllowed() throws Exception {
        TCPServer usual = own(new TCPServer(LOOPBACK, EchoHandler::new, on(o -> {})));
        assertEquals(0, usual.socket().getsockopt(SOL_SOCKET, SO_REUSEADDR));
        TCPServer reusing =
                own(
                        new TCPServer(
                                LOOPBACK,
                                EchoHandler::new,
                                on(o -> o.allowReuseAddress(true).allowReusePort(true))));
        assertNotEquals(0, reusing.socket().getsockopt(SOL_SOCKET, SO_REUSEADDR));
        assertNotEquals(0, reusing.socket().getsockopt(SOL_SOCKET, SO_REUSEPORT));
        own(
                new TCPServer(
                        reusing.serverAddress(),
                        EchoHandler::new,
                        on(o -> o.allowReusePort(true))));
    }

    @Test
    void anAddressOfNoServerIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new UnixStreamServer(LOOPBACK, EchoHandler::new, on(o -> {})));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TCPServer(new Address.Netlink(0, 0), EchoHandler::new, on(o -> {})));
    }

    @Test
    void unixStreamsAreServedAndTheirFileIsRemoved() throws Exception {
        Path path = socketPath();
        UnixStreamServer server =
                own(new UnixStreamServer(Address.unix(path), EchoHandler::new, on(o -> {})));
        Background<Void> serving = serving(server);
        Socket client = connect(server);
        echoes(client, "unix");
        ends(client);
        server.close();
        serving.result();
        assertFalse(Files.exists(path));
        Path next = socketPath();
        serving(
                own(
                        new ThreadingUnixStreamServer(
                                Address.unix(next), EchoHandler::new, on(o -> {}))));
        Socket threaded = unix();
        threaded.connect(next);
        echoes(threaded, "threads");
        ends(threaded);
    }

    @Test
    void theFileOfAnotherServerStays() throws Exception {
        Path path = socketPath();
        Address at = Address.unix(path);
        UnixStreamServer first = own(new UnixStreamServer(at, EchoHandler::new, on(o -> {})));
        assertThrows(
                IOException.class, () -> new UnixStreamServer(at, EchoHandler::new, on(o -> {})));
        assertTrue(Files.exists(path));
        Files.delete(path);
        UnixStreamServer second = own(new UnixStreamServer(at, EchoHandler::new, on(o -> {})));
        first.close();
        assertTrue(Files.exists(path));
        second.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void aThousandConnectionsLeaveNoDescriptor() throws Exception {
        TCPServer server = own(new ThreadingTCPServer(LOOPBACK, EchoHandler::new, on(o -> {})));
        serving(server);
        for (int i = 0; i < 1000; i++) {
            try (Socket client = new Socket(engine, AF_INET, SOCK_STREAM)) {
                client.connect(server.serverAddress());
                echoes(client, "x");
                ends(client);
            }
        }
    }

    // ---- handlers

    /** Says what it knows. */
    public static class Who extends BaseRequestHandler<Socket> {
        @Override
        protected void handle() throws Exception {
            request().sendall(bytes(clientAddress() + " " + (server() instanceof TCPServer)));
        }
    }

    private void answersWho(TCPServer server) throws Exception {
        serving(server);
        Socket client = connect(server);
        String expected = client.getsockname() + " true";
        assertEquals(expected, text(receiveFully(client, expected.length())));
        untilClosed(client);
    }

    @Test
    void aHandlerIsMadeByASupplier() throws Exception {
        answersWho(new TCPServer(LOOPBACK, Who::new, on(o -> {})));
    }

    @Test
    void aHandlerIsMadeOfAClass() throws Exception {
        answersWho(new TCPServer(LOOPBACK, Who.class, on(o -> {})));
    }

    @Test
    void aHandlerIsALambda() throws Exception {
        answersWho(
                new TCPServer(
                        LOOPBACK,
                        (request, client, server) ->
                                request.sendall(bytes(client + " " + (server != null))),
                        on(o -> {})));
    }

    private abstract static class AbstractHandler extends Who {}

    private class InnerHandler extends Who {}

    private static class NeedyHandler extends Who {
        NeedyHandler(String what) {
            assertEquals("", what);
        }
    }

    private void refuses(Class<? extends BaseRequestHandler<Socket>> type, String why) {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new TCPServer(LOOPBACK, type, on(o -> {})));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(type.getName()), refusal.getMessage());
    }

    @Test
    void aClassThatCannotBeMadeIsRefusedAtOnce() {
        refuses(AbstractHandler.class, "is abstract");
        refuses(InnerHandler.class, "make it static");
        refuses(NeedyHandler.class, "has no constructor without arguments");
    }

    private static class HiddenHandler extends Who {}

    @Test
    void aClassNeedNotBePublic() throws Exception {
        answersWho(new TCPServer(LOOPBACK, HiddenHandler.class, on(o -> {})));
    }

    private static class Broken extends Who {
        Broken() throws IOException {
            throw new IOException("broken");
        }
    }

    @Test
    void whatAConstructorThrowsIsReportedAsItIs() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        serving(
                new TCPServer(LOOPBACK, Broken.class, on(o -> {})) {
                    {
                        inBackground(() -> untilClosed(connect(this)));
                    }

                    @Override
                    protected void handleError(Socket request, Address client, Throwable t) {
                        reported.complete(t);
                    }
                });
        assertEquals("broken", reported.get().getMessage());
        assertEquals(IOException.class, reported.get().getClass());
    }

    @Test
    void aHandlerServesOnce() throws Exception {
        Who one = new Who();
        assertThrows(IllegalStateException.class, one::request);
        assertThrows(IllegalStateException.class, one::clientAddress);
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        TCPServer server =
                own(
                        new TCPServer(LOOPBACK, (Supplier<Who>) () -> one, on(o -> {})) {
                            @Override
                            protected void handleError(
                                    Socket request, Address client, Throwable t) {
                                reported.complete(t);
                            }
                        });
        for (int i = 0; i < 2; i++) {
            Socket client = connect(server);
            server.handleRequest();
            client.close();
        }
        assertTrue(reported.get().getMessage().contains("make a new handler"));
    }

    @Test
    void anErrorIsReportedAsPythonReportsIt() throws Exception {
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (request, client, by) -> {
                                    throw new IOException("what was wrong");
                                },
                                on(o -> {})));
        Socket client = connect(server);
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        try {
            server.handleRequest();
        } finally {
            System.setErr(before);
        }
        List<String> lines = printed.toString().lines().toList();
        assertEquals("-".repeat(40), lines.get(0));
        assertEquals(
                "Exception occurred during processing of request from " + client.getsockname(),
                lines.get(1));
        assertEquals("java.io.IOException: what was wrong", lines.get(2));
        assertEquals("-".repeat(40), lines.get(lines.size() - 1));
        untilClosed(client);
    }

    /** Writes more than a socket takes at once, within a timeout. */
    private static final class Timed extends StreamRequestHandler {
        static final int SIZE = 4 * 1024 * 1024;

        @Override
        protected Duration timeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        protected void handle() throws Exception {
            assertEquals(Duration.ofSeconds(30), connection().gettimeout());
            assertEquals(SIZE, wfile().write(new byte[SIZE]));
        }
    }

    @Test
    void anUnbufferedWriteIsWholeUnderATimeoutToo() throws Exception {
        TCPServer server = own(new TCPServer(LOOPBACK, Timed::new, on(o -> {})));
        serving(server);
        Socket client = connect(server);
        receiveFully(client, Timed.SIZE);
        untilClosed(client);
    }

    /** Has a timeout that passes at once. */
    private static final class Impatient extends StreamRequestHandler {
        @Override
        protected Duration timeout() {
            return Duration.ofMillis(1);
        }

        @Override
        protected void handle() throws Exception {
            assertThrows(OsTimeoutException.class, () -> rfile().readline());
        }
    }

    @Test
    void aHandlersTimeoutEndsAReceive() throws Exception {
        TCPServer server = own(new TCPServer(LOOPBACK, Impatient::new, on(o -> {})));
        serving(server);
        untilClosed(connect(server));
    }

    /** Writes into a buffer, and closes its files itself if it is told to. */
    private static final class Buffered extends StreamRequestHandler {
        @Override
        protected int wbufsize() {
            return -1;
        }

        @Override
        protected boolean disableNagleAlgorithm() {
            return true;
        }

        @Override
        protected void handle() throws Exception {
            wfile().write(bytes("buffered"));
            if (rfile().readline().length == 6) {
                wfile().close();
            }
        }
    }

    @Test
    void finishSendsWhatIsBuffered() throws Exception {
        TCPServer server = own(new TCPServer(LOOPBACK, Buffered::new, on(o -> {})));
        serving(server);
        for (String line : List.of("leave\n", "closed it\n")) {
            Socket client = connect(server);
            client.sendall(bytes(line));
            assertEquals("buffered", text(receiveFully(client, 8)));
            untilClosed(client);
        }
    }

    // ---- datagrams

    /** Replies with the lines in capitals. */
    private static final class Reply extends DatagramRequestHandler {
        @Override
        protected void handle() throws Exception {
            byte[] line;
            while ((line = rfile().readline()).length > 0) {
                wfile().write(bytes(text(line).toUpperCase(Locale.ROOT)));
            }
            if (text(packet()).equals("fail")) {
                throw new IOException("it fails");
            }
        }
    }

    private static String asks(Socket client, UDPServer server, String text) throws IOException {
        client.sendto(bytes(text), server.serverAddress());
        return text(client.recv(9999));
    }

    @Test
    void aDatagramHandlerSendsExactlyOneReply() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        UDPServer server =
                own(
                        new UDPServer(LOOPBACK, Reply::new, on(o -> {})) {
                            @Override
                            protected void handleError(
                                    Datagram request, Address client, Throwable t) {
                                reported.complete(t);
                            }
                        });
        serving(server);
        Socket client = boundUdp();
        assertEquals("A\nB", asks(client, server, "a\nb"));
        assertEquals("", asks(client, server, ""));
        assertEquals("FAIL", asks(client, server, "fail"));
        assertEquals("it fails", reported.get().getMessage());
        assertEquals("LAST", asks(client, server, "last"));
    }

    @Test
    void aLongDatagramIsCutOff() throws Exception {
        UDPServer usual = own(new UDPServer(LOOPBACK, Reply::new, on(o -> {})));
        UDPServer small = own(new UDPServer(LOOPBACK, Reply::new, on(o -> o.maxPacketSize(3))));
        serving(usual);
        serving(small);
        Socket client = boundUdp();
        assertEquals(8192, asks(client, usual, "x".repeat(9000)).length());
        assertEquals("ABC", asks(client, small, "abcdef"));
    }

    @Test
    void aDatagramIsItsBytesAndTheServersSocket() throws Exception {
        UDPServer server =
                own(
                        new UDPServer(
                                LOOPBACK,
                                (request, client, by) -> {
                                    assertSame(by.socket(), request.socket());
                                    request.socket().sendto(request.data(), client);
                                },
                                on(o -> {})));
        serving(server);
        assertEquals("x", asks(boundUdp(), server, "x"));
    }

    @Test
    void unixDatagramsAreServed() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        UnixDatagramServer server =
                own(
                        new UnixDatagramServer(
                                Address.unix(socketPath()), Reply::new, on(o -> {})) {
                            @Override
                            protected void handleError(
                                    Datagram request, Address client, Throwable t) {
                                reported.complete(t);
                            }
                        });
        serving(server);
        Socket client = unixDatagrams();
        client.bind(socketPath());
        assertEquals("NAMED", asks(client, server, "named"));
        Socket nameless = unixDatagrams();
        nameless.sendto(bytes("x"), server.serverAddress());
        assertTrue(reported.get().getMessage().contains("has no name"));
        ThreadingUnixDatagramServer threading =
                own(
                        new ThreadingUnixDatagramServer(
                                Address.unix(socketPath()), Reply::new, on(o -> {})));
        serving(threading);
        assertEquals("THREADS", asks(client, threading, "threads"));
    }

    private Socket unixDatagrams() throws IOException {
        return own(new Socket(engine, AF_UNIX, SOCK_DGRAM));
    }

    @Test
    void aFileInMemoryReadsAndWritesAtOnePosition() {
        BytesIO file = new BytesIO(bytes("one\ntwo\nthree"));
        assertEquals("one\n", text(file.readline()));
        assertEquals("tw", text(file.read(2)));
        assertEquals(2, file.write(bytes("O!")));
        assertEquals("three", text(file.readline()));
        assertArrayEquals(new byte[0], file.readline());
        assertArrayEquals(new byte[0], file.read());
        file.write(bytes(" and more"));
        assertEquals("one\ntwO!three and more", text(file.getvalue()));
        assertEquals("ab", text(new BytesIO(bytes("ab")).read(-1)));
    }
}

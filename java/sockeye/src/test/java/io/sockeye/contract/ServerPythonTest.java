package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.DatagramRequestHandler;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.ThreadingUDPServer;
import io.sockeye.socketserver.ThreadingUnixDatagramServer;
import io.sockeye.socketserver.ThreadingUnixStreamServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixDatagramServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every class of server with a real Python at the other end, and the other way round. */
@Tag("contract")
class ServerPythonTest extends ServerContract {
    @BeforeEach
    void needPython() {
        assumeTrue(Python.exists(), "there is no python3");
    }

    // ---- our servers

    /** Of two clients at a time, the one that came later is only answered first by a thread. */
    private static final String CLIENTS =
            """
            import os, socket, sys
            where, kind, threading = sys.argv[1], sys.argv[2], sys.argv[3] == 'true'
            unix = where.startswith('/')
            family = socket.AF_UNIX if unix else socket.AF_INET
            at = where if unix else ('127.0.0.1', int(where.split(':')[1]))

            def client(type):
                s = socket.socket(family, type)
                s.settimeout(20)
                return s

            def connect():
                s = client(socket.SOCK_STREAM)
                s.connect(at)
                return s, s.makefile('rb')

            def echoes(s, file, line):
                s.sendall(line)
                assert file.readline() == line

            def ends(s, file):
                s.shutdown(socket.SHUT_WR)
                assert file.read() == b''
                file.close()
                s.close()

            def streams():
                for line in b'one\\n', b'x' * 100000 + b'\\n':
                    first, second = connect(), connect()
                    if threading:
                        echoes(*second, line)
                    echoes(*first, line)
                    ends(*first)
                    echoes(*second, line)
                    ends(*second)

            def datagrams():
                s = client(socket.SOCK_DGRAM)
                if unix:
                    s.bind(at + '.client')
                for data in b'one', b'', b'x' * 8192:
                    s.sendto(data, at)
                    assert s.recvfrom(9000) == (data, at)
                if unix:
                    os.unlink(at + '.client')

            streams() if kind == 'streams' else datagrams()
            print('ok')
            """;

    /** Sends a datagram back. */
    private static final class DatagramEcho extends DatagramRequestHandler {
        @Override
        protected void handle() throws Exception {
            wfile().write(rfile().read());
        }
    }

    private void serves(BaseServer<?> server, String kind, boolean threading) throws Exception {
        assertEquals(server.socket().getsockname(), server.serverAddress());
        Background<Void> serving = serving(server);
        String at = server.serverAddress().hostPort();
        assertEquals("ok\n", Python.run(CLIENTS, at, kind, String.valueOf(threading)));
        server.shutdown();
        serving.result();
        server.close();
        assertEquals(-1, server.socket().fileno());
    }

    private Address path() throws IOException {
        return Address.unix(socketPath());
    }

    @Test
    void aTcpServerServesPythonClients() throws Exception {
        serves(new TCPServer(LOOPBACK, EchoHandler::new, on(o -> {})), "streams", false);
    }

    @Test
    void aThreadingTcpServerServesPythonClients() throws Exception {
        serves(new ThreadingTCPServer(LOOPBACK, EchoHandler::new, on(o -> {})), "streams", true);
    }

    @Test
    void aUdpServerServesPythonClients() throws Exception {
        serves(new UDPServer(LOOPBACK, DatagramEcho::new, on(o -> {})), "datagrams", false);
    }

    @Test
    void aThreadingUdpServerServesPythonClients() throws Exception {
        serves(new ThreadingUDPServer(LOOPBACK, DatagramEcho::new, on(o -> {})), "datagrams", true);
    }

    @Test
    void aUnixStreamServerServesPythonClients() throws Exception {
        serves(new UnixStreamServer(path(), EchoHandler::new, on(o -> {})), "streams", false);
    }

    @Test
    void aThreadingUnixStreamServerServesPythonClients() throws Exception {
        serves(
                new ThreadingUnixStreamServer(path(), EchoHandler::new, on(o -> {})),
                "streams",
                true);
    }

    @Test
    void aUnixDatagramServerServesPythonClients() throws Exception {
        serves(new UnixDatagramServer(path(), DatagramEcho::new, on(o -> {})), "datagrams", false);
    }

    @Test
    void aThreadingUnixDatagramServerServesPythonClients() throws Exception {
        serves(
                new ThreadingUnixDatagramServer(path(), DatagramEcho::new, on(o -> {})),
                "datagrams",
                true);
    }

    // ---- Python's servers

    /** Serves a class by its name, until its standard input ends. */
    private static final String SERVER =
            """
            import socketserver, sys, threading
            class Stream(socketserver.StreamRequestHandler):
                def handle(self):
                    for line in self.rfile:
                        self.wfile.write(line)
            class Packet(socketserver.DatagramRequestHandler):
                def handle(self):
                    self.wfile.write(self.rfile.read())
            name, path = sys.argv[1:]
            at = path if 'Unix' in name else ('127.0.0.1', 0)
            handler = Packet if 'UDP' in name or 'Datagram' in name else Stream
            with getattr(socketserver, name)(at, handler) as server:
                threading.Thread(target=server.serve_forever, args=[0.01]).start()
                print(server.server_address[1] if at != path else 'ready', flush=True)
                sys.stdin.read()
                server.shutdown()
            """;

    /** A Python process with a server. */
    private record Served(Process process, BufferedReader printed, Address at) {}

    private Served pythons(String name) throws Exception {
        Path path = socketPath();
        Process process =
                new ProcessBuilder("python3", "-c", SERVER, name, path.toString())
                        .redirectErrorStream(true)
                        .start();
        own(process::destroy);
        BufferedReader printed =
                own(
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.US_ASCII)));
        String ready = printed.readLine();
        return new Served(
                process,
                printed,
                ready.equals("ready")
                        ? Address.unix(path)
                        : Address.inet("127.0.0.1", Integer.parseInt(ready)));
    }

    private static void ends(Served served) throws Exception {
        served.process().getOutputStream().close();
        assertEquals(null, served.printed().readLine());
        assertEquals(0, served.process().waitFor());
    }

    private void talksToStreams(String name) throws Exception {
        Served served = pythons(name);
        for (int i = 0; i < 2; i++) {
            Socket client = served.at() instanceof Address.Unix ? unix() : tcp();
            client.connect(served.at());
            echoes(client, "hello");
            echoes(client, "x".repeat(100_000));
            ends(client);
        }
        ends(served);
    }

    private void talksToDatagrams(String name) throws Exception {
        Served served = pythons(name);
        boolean isUnix = served.at() instanceof Address.Unix;
        Socket client = isUnix ? own(new Socket(engine, AF_UNIX, SOCK_DGRAM)) : boundUdp();
        if (isUnix) {
            client.bind(socketPath());
        }
        client.settimeout(20);
        for (String data : new String[] {"hello", "", "x".repeat(8192)}) {
            client.sendto(bytes(data), served.at());
            assertEquals(data, text(client.recv(9000)));
        }
        ends(served);
    }

    @Test
    void pythonsTcpServersServeUs() throws Exception {
        talksToStreams("TCPServer");
        talksToStreams("ThreadingTCPServer");
    }

    @Test
    void pythonsUdpServersServeUs() throws Exception {
        talksToDatagrams("UDPServer");
        talksToDatagrams("ThreadingUDPServer");
    }

    @Test
    void pythonsUnixStreamServersServeUs() throws Exception {
        talksToStreams("UnixStreamServer");
        talksToStreams("ThreadingUnixStreamServer");
    }

    @Test
    void pythonsUnixDatagramServersServeUs() throws Exception {
        talksToDatagrams("UnixDatagramServer");
        talksToDatagrams("ThreadingUnixDatagramServer");
    }
}

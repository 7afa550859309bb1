package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.ThreadingUDPServer;
import io.sockeye.socketserver.ThreadingUnixDatagramServer;
import io.sockeye.socketserver.ThreadingUnixStreamServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixDatagramServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every class of server with a real Python at the other end, and the other way round. */
@Tag("contract")
class ServerPythonTest extends PythonClientsContract {
    // ---- our servers

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

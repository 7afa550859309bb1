package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.socket.Address;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.DatagramRequestHandler;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;

/** Servers that echo to Python's clients. */
abstract class PythonClientsContract extends ServerContract {
    @BeforeEach
    void needPython() {
        assumeTrue(Python.exists(), "there is no python3");
    }

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
    static final class DatagramEcho extends DatagramRequestHandler {
        @Override
        protected void handle() throws Exception {
            wfile().write(rfile().read());
        }
    }

    /** As long as it is asked to, and then it is closed. */
    void serves(BaseServer<?> server, String kind, boolean threading) throws Exception {
        assertEquals(server.socket().getsockname(), server.serverAddress());
        Background<Void> serving = serving(server);
        String at = server.serverAddress().hostPort();
        assertEquals("ok\n", Python.run(CLIENTS, at, kind, String.valueOf(threading)));
        server.shutdown();
        serving.result();
        server.close();
        assertEquals(-1, server.socket().fileno());
    }

    Address path() throws IOException {
        return Address.unix(socketPath());
    }
}

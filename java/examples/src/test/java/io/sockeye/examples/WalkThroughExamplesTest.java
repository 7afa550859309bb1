package io.sockeye.examples;

import static io.sockeye.examples.Programs.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of single calls (S3), each as a program of its own, beside what Python says. */
class WalkThroughExamplesTest {
    // ---- S3-1

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void nameWalkThrough(String engine) throws Exception {
        String python =
                """
                import sys
                from socket import *
                def told(name, aliases, addresses):
                    return '%s [%s] [%s]' % (name, ', '.join(aliases), ', '.join(addresses))
                print('gethostname', gethostname())
                print('getfqdn', getfqdn())
                for host in sys.argv[1:]:
                    print('gethostbyname', gethostbyname(host))
                    print('gethostbyname_ex', told(*gethostbyname_ex(host)))
                    print('gethostbyaddr', told(*gethostbyaddr(gethostbyname(host))))
                    print('getfqdn', getfqdn(host))
                print('http', getservbyname('http', 'tcp'))
                print('telnet', getservbyname('telnet', 'tcp'))
                print('IPPORT_RESERVED', IPPORT_RESERVED)
                print('inet_aton', inet_aton('222.76.216.16').hex())
                print('inet_ntoa', inet_ntoa(b'\\xdeL\\xd8\\x10'))
                for each in INADDR_ANY, INADDR_BROADCAST, INADDR_LOOPBACK:
                    print('INADDR', each, 'is', inet_ntoa(each.to_bytes(4, 'big')))
                """;
        try (Child seed = Child.python(python, "127.0.0.1", "localhost");
                Child java = client(engine, NameWalkThrough.class, "localhost")) {
            assertEquals(seed.rest(), java.rest());
            seed.succeeds();
            java.succeeds();
        }
    }

    // ---- S3-2

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void createAndDestroy(String engine) throws Exception {
        String peer =
                """
                import socket
                s = socket.create_server(('127.0.0.1', 0))
                print(s.getsockname()[1])
                print('getprotobyname %d, IPPROTO_TCP %d' % (
                    socket.getprotobyname('tcp'), socket.IPPROTO_TCP))
                first, v = s.accept()
                assert first.makefile('rb').read() == b'by the other, by the first'
                first.send(b'answer')
                second, v = s.accept()
                assert second.recv(1024) == b''
                """;
        try (Child python = Child.python(peer);
                Child java = client(engine, CreateAndDestroy.class, python.line())) {
            List<String> expected =
                    List.of(
                            python.line(),
                            "same descriptor: false",
                            "same peer: true",
                            "received answer",
                            "then 0 bytes",
                            "fileno -1",
                            "ended by the other: 0 bytes");
            assertEquals(expected, java.rest());
            java.succeeds();
            python.succeeds();
        }
    }

    // ---- S3-4

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void safeSend(String engine) throws Exception {
        String peer =
                """
                import socket
                s = socket.socket()
                s.bind(('127.0.0.1', 0))
                s.listen(1)
                print(s.getsockname()[1])
                q, v = s.accept()
                input()
                got = q.makefile('rb').read()
                expected = bytes(i % 256 for i in range(256)) * 39063
                assert got == expected[:10_000_000], len(got)
                """;
        try (Child server = Child.python(peer);
                Child client = client(engine, SafeSend.class, server.line())) {
            String first = client.line();
            assertTrue(first.matches("send took \\d{1,7}"), first);
            server.type("\n");
            List<String> lines = client.rest();
            assertEquals("sent 10000000", lines.get(lines.size() - 1));
            client.succeeds();
            server.succeeds();
        }
    }

    // ---- S3-5

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void peekTwice(String engine) throws Exception {
        try (Child server = example(engine, PeekTwice.class)) {
            against(
                    server,
                    """
                    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                    s.connect((HOST, PORT))
                    s.send(b'hello')
                    s.shutdown(socket.SHUT_WR)
                    assert s.recv(1) == b''
                    """);
            List<String> expected =
                    List.of(
                            "peeked hello",
                            "peeked hello",
                            "received hello",
                            "then 0 bytes: the end");
            assertEquals(expected, server.rest());
            server.succeeds();
        }
    }

    // ---- S3-6

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void socketAsFile(String engine) throws Exception {
        String server =
                """
                from http.server import BaseHTTPRequestHandler, HTTPServer
                class Page(BaseHTTPRequestHandler):
                    def do_GET(self):
                        assert self.headers['Host'] == '127.0.0.1:%d' % http.server_port
                        self.send_response(200)
                        self.end_headers()
                        for i in range(10_000):
                            self.wfile.write('été %d\\n世界'.encode('utf-8') % i)
                    def log_message(self, *about):
                        pass
                http = HTTPServer(('127.0.0.1', 0), Page)
                print(http.server_port)
                http.handle_request()
                """;
        try (Child python = Child.python(server);
                Child java = client(engine, SocketAsFile.class, python.line())) {
            assertEquals("HTTP/1.0 200 OK", java.line());
            List<String> lines = java.rest();
            List<String> page = lines.subList(lines.indexOf("") + 1, lines.size());
            assertEquals("ÉTÉ 0", page.get(0));
            assertEquals("世界ÉTÉ 9999", page.get(9999));
            assertEquals("世界", page.get(10_000));
            java.succeeds();
            python.succeeds();
        }
    }

    // ---- S3-7

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void optionsWalkThrough(String engine) throws Exception {
        String peer =
                """
                import socket, struct
                listener = socket.create_server(('127.0.0.1', 0))
                print(listener.getsockname()[1])
                s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65535)
                print('SO_SNDBUF', s.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))
                print('IP_TTL', s.getsockopt(socket.SOL_IP, socket.IP_TTL))
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 5))
                linger = s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
                print('SO_LINGER', struct.unpack('ii', linger))
                q, v = listener.accept()
                print('this end', v)
                print('the other', q.getsockname())
                """;
        try (Child python = Child.python(peer);
                Child java = client(engine, OptionsWalkThrough.class, python.line())) {
            assertEquals(python.line(), java.line());
            String timeToLive = python.line();
            assertEquals(engine.equals("nio") ? "IP_TTL ENOPROTOOPT" : timeToLive, java.line());
            assertEquals(python.rest(), java.rest());
            java.succeeds();
            python.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void patientAcceptServer(String engine) throws Exception {
        try (Child server = example(engine, PatientAcceptServer.class);
                Child clients =
                        Child.python(
                                CONNECTED
                                        + """
                                        sys.stdin.readline()
                                        first, second = connect(), connect()
                                        for s in second, first:
                                            s.sendall(b'request')
                                        for s in first, second:
                                            expect(s, 'processed request')
                                            assert s.recv(1) == b''
                                        """,
                                port(server))) {
            assertEquals("nobody yet", server.line());
            assertEquals("nobody yet", server.line());
            clients.type("\n");
            clients.succeeds();
            server.signal("TERM");
            List<String> lines = server.rest();
            assertEquals(2, lines.stream().filter(l -> l.startsWith("request from")).count());
            assertEquals("closed", lines.get(lines.size() - 1));
            assertEnded(server);
        }
    }

    // ---- S3-8

    @Test
    void networkOrder() throws Exception {
        String python =
                """
                from socket import *
                for call in (
                    'htons(20000)', 'htonl(20000)', 'ntohs(8270)', 'ntohl(541982720)',
                    'ntohl(htonl(4294967295))',
                ):
                    print(call, eval(call))
                """;
        try (Child seed = Child.python(python);
                Child java = example("nio", NetworkOrder.class)) {
            assertEquals(seed.rest(), java.rest());
            java.succeeds();
        }
    }
}

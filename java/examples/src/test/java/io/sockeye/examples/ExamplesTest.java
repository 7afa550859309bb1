package io.sockeye.examples;

import static io.sockeye.examples.Programs.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example, as a program of its own, against the Python program that the seed sets beside it:
 * its client where it has one, and as much of a client as it leaves out.
 */
class ExamplesTest {
    private static final String REQUEST = "get request \\('127\\.0\\.0\\.1', \\d+\\)";

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void helloWebServer(String engine) throws Exception {
        try (Child server = example(engine, HelloWebServer.class)) {
            against(
                    server,
                    """
                    import urllib.request
                    silent = connect()
                    silent.close()
                    for i in range(3):
                        with urllib.request.urlopen('http://%s:%d/' % (HOST, PORT)) as answer:
                            assert answer.status == 200
                            assert answer.read() == b'Hello, World'
                    long = connect()
                    long.sendall(b'GET / HTTP/1.1\\r\\n' + b'X: y\\r\\n' * 1000)
                    long.sendall(b'\\r\\n')
                    assert long.makefile('rb').read().endswith(b'\\r\\n\\r\\nHello, World')
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void selectEchoServer(String engine) throws Exception {
        try (Child server = example(engine, SelectEchoServer.class)) {
            against(
                    server,
                    """
                    import threading
                    silent, talker, slow = connect(), connect(), connect()
                    data = b'0123456789' * 1_000_000
                    sender = threading.Thread(target=slow.sendall, args=(data,))
                    sender.start()
                    for i in range(100):
                        talker.sendall(b'hello %d' % i)
                        expect(talker, b'hello %d' % i)
                    expect(slow, data)
                    sender.join()
                    silent.sendall(b'at last')
                    expect(silent, b'at last')
                    silent.close()
                    talker.sendall(b'still there')
                    expect(talker, b'still there')
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void robot10086(String engine) throws Exception {
        try (Child server = example(engine, Robot10086.class)) {
            against(
                    server,
                    """
                    first, second = connect(), connect()
                    for sk in first, second:
                        expect(sk, '欢迎致电 10086,请输入1xxx,0转人工服务.')
                    second.sendall('0'.encode())
                    expect(second, '通过可能会被录音.balabala一大推')
                    first.sendall('你好'.encode())
                    expect(first, '请重新输入.')
                    first.sendall('exit'.encode())
                    assert first.recv(1024) == b''
                    second.close()
                    """);
            server.signal("TERM");
            List<String> lines = server.rest();
            assertEquals("looping", lines.get(0));
            assertEquals(2, lines.stream().filter(l -> l.matches(REQUEST)).count(), "" + lines);
            assertEnded(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void phoneServer(String engine) throws Exception {
        try (Child server = example(engine, PhoneServer.class)) {
            against(
                    server,
                    """
                    import struct
                    for i in range(2):
                        phone = connect()
                        for msg in 'hello', 'été 世界':
                            phone.send(msg.encode('utf-8'))
                            expect(phone, msg.encode('utf-8').upper())
                        phone.close()
                    broken = connect()
                    broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    broken.send(b'x')
                    broken.close()
                    phone = connect()
                    phone.send(b'again')
                    expect(phone, b'AGAIN')
                    phone.close()
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void phoneClient(String engine) throws Exception {
        String seed =
                """
                import socket
                phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                phone.bind(('127.0.0.1', 0))
                phone.listen(5)
                print(phone.getsockname()[1])
                conn, addr = phone.accept()
                while True:
                    client_msg = conn.recv(1024)
                    if not client_msg: break
                    conn.send(client_msg.upper())
                conn.close()
                phone.close()
                """;
        try (Child server = Child.python(seed);
                Child client = client(engine, PhoneClient.class, server.line())) {
            client.type("hello\n\n   \nhow are you\n");
            assertEquals("HELLO", client.line());
            assertEquals("HOW ARE YOU", client.line());
            client.endInput();
            client.succeeds();
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void listenWalkThrough(String engine) throws Exception {
        try (Child server = example(engine, ListenWalkThrough.class)) {
            against(
                    server,
                    """
                    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                    s.connect((HOST, PORT))
                    expect(s, 'hello,i come from pythontik.com')
                    assert s.recv(1024) == b''
                    """);
            assertTrue(server.line().matches("SOMAXCONN is \\d+"));
            assertTrue(server.line().matches("accepted \\('127\\.0\\.0\\.1', \\d+\\)"));
            assertEquals("sent 31", server.line());
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void connectWalkThrough(String engine) throws Exception {
        String peer =
                """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(('127.0.0.1', 0))
                u.bind(s.getsockname())
                s.listen(1)
                print(s.getsockname()[1])
                q, v = s.accept()
                q.send(b'hello,i come from pythontik.com')
                data, addr = u.recvfrom(1024)
                u.sendto(b'you asked: ' + data, addr)
                """;
        try (Child server = Child.python(peer)) {
            String port = server.line();
            try (Child client = client(engine, ConnectWalkThrough.class, port)) {
                assertEquals("connectEx: 0", client.line());
                assertEquals("received: hello,i come from pythontik.com", client.line());
                assertEquals("connectEx: ECONNREFUSED", client.line());
                assertEquals("UDP peer: ('127.0.0.1', " + port + ")", client.line());
                assertEquals("received: you asked: anybody there?", client.line());
                client.succeeds();
                server.succeeds();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void selectPrinter(String engine) throws Exception {
        String program =
                """
                import struct
                first, second = connect(), connect()
                for s in first, second:
                    print(s.getsockname())
                first.sendall(b'hello')
                sys.stdin.readline()
                second.sendall('世界'.encode('utf-8'))
                sys.stdin.readline()
                first.close()
                sys.stdin.readline()
                second.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                second.close()
                """;
        try (Child server = example(engine, SelectPrinter.class);
                Child clients = Child.python(CONNECTED + program, port(server))) {
            String first = clients.line();
            String second = clients.line();
            List<String> came = new ArrayList<>(List.of(server.line(), server.line()));
            came.add(server.line());
            assertTrue(came.contains("Got connection from " + first), came.toString());
            assertTrue(came.contains("Got connection from " + second), came.toString());
            assertTrue(came.contains("hello"), came.toString());
            clients.type("\n");
            assertEquals("世界", server.line());
            clients.type("\n");
            assertEquals(first + " disconnected", server.line());
            clients.type("\n");
            assertEquals(second + " disconnected", server.line());
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void udpServer(String engine) throws Exception {
        try (Child server = example(engine, UdpServer.class)) {
            against(
                    server,
                    """
                    client_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    client_socket.sendto(b'Hello, Server!', (HOST, PORT))
                    client_socket.sendto(b'', (HOST, PORT))
                    client_socket.sendto('世界'.encode('utf-8'), (HOST, PORT))
                    """);
            assertEquals("Hello, Server!", server.line());
            assertEquals("", server.line());
            assertEquals("世界", server.line());
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void udpClient(String engine) throws Exception {
        String seed =
                """
                import socket
                server_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                server_socket.bind(('127.0.0.1', 0))
                print(server_socket.getsockname()[1])
                data, addr = server_socket.recvfrom(1024)
                print(data.decode('utf-8'))
                """;
        try (Child server = Child.python(seed);
                Child client = client(engine, UdpClient.class, server.line())) {
            client.succeeds();
            assertEquals("Hello, Server!", server.line());
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void welcomeServer(String engine) throws Exception {
        try (Child server = example(engine, WelcomeServer.class)) {
            against(
                    server,
                    """
                    for i in range(3):
                        client_socket = connect()
                        message = client_socket.makefile('rb').read()
                        assert message.decode('utf-8') == '欢迎访问服务器!', message
                    """);
            assertTrue(server.line().matches("连接地址: \\('127\\.0\\.0\\.1', \\d+\\)"));
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void welcomeClient(String engine) throws Exception {
        String seed =
                """
                import socket
                server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                server_socket.bind(('127.0.0.1', 0))
                server_socket.listen(5)
                print(server_socket.getsockname()[1])
                client_socket, addr = server_socket.accept()
                message = '欢迎访问服务器!'
                client_socket.send(message.encode('utf-8'))
                client_socket.close()
                """;
        try (Child server = Child.python(seed);
                Child client = client(engine, WelcomeClient.class, server.line())) {
            assertEquals("欢迎访问服务器!", client.line());
            client.succeeds();
        }
    }

    private static final String MANY_MESSAGES =
            """
            import struct
            def connected():
                s = connect()
                s.sendall(b'hello')
                expect(s, 'Server received your message.')
                return s
            many = [connected() for i in range(20)]
            for i in range(10):
                for s in many:
                    s.sendall(b'message %d' % i)
                for s in many:
                    expect(s, 'Server received your message.')
            many[0].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            many[0].close()
            many[1].shutdown(socket.SHUT_WR)
            assert many[1].recv(1) == b''
            many[2].sendall(b'last')
            expect(many[2], 'Server received your message.')
            """;

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void selectExecutorServer(String engine) throws Exception {
        try (Child server = example(engine, SelectExecutorServer.class)) {
            against(server, MANY_MESSAGES);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void selectorsExecutorServer(String engine) throws Exception {
        try (Child server = example(engine, SelectorsExecutorServer.class)) {
            against(server, MANY_MESSAGES);
            stops(server);
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.examples.Programs.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples in which two ends talk, each as a program of its own, against the Python program
 * that the seed sets beside it: and as much of it as the seed leaves out.
 */
class DialogueExamplesTest {
    private static final String PEER = "\\('127\\.0\\.0\\.1', \\d+\\)";

    // ---- S0-2

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void udpEchoServer(String engine) throws Exception {
        try (Child server = example(engine, UdpEchoServer.class)) {
            against(
                    server,
                    """
                    clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for i in range(3)]
                    for sk in clients:
                        sk.settimeout(30)
                    for data in b'hello', b'', '世界'.encode('utf-8'), b'x' * 60_000:
                        for i, sk in enumerate(clients):
                            sk.sendto(data + b'%d' % i if data else b'', (HOST, PORT))
                        for i, sk in enumerate(clients):
                            got, addr = sk.recvfrom(65535)
                            assert got == (data + b'%d' % i if data else b''), got
                            assert addr == (HOST, PORT), addr
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void udpEchoClient(String engine) throws Exception {
        String peer =
                """
                import socket
                sk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                sk.bind(('127.0.0.1', 0))
                print(sk.getsockname()[1])
                while True:
                    data, addr = sk.recvfrom(1024)
                    if data != b'silence':
                        sk.sendto(data, addr)
                """;
        try (Child server = Child.python(peer);
                Child client = client(engine, UdpEchoClient.class, server.line())) {
            client.type("hello\nsilence\n世界\n\nexit\nnot sent\n");
            assertEquals(List.of("hello", "no answer", "世界", ""), client.rest());
            client.succeeds();
        }
    }

    // ---- S0-3

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void smartRobot(String engine) throws Exception {
        try (Child server = example(engine, SmartRobot.class)) {
            against(
                    server,
                    """
                    import struct
                    first, second = connect(), connect()
                    expect(first, '欢迎致电 10086,请输入1xxx,0转人工服务.')
                    second.sendall(b'0')
                    first.sendall('你好'.encode())
                    expect(first, '请重新输入.')
                    first.sendall(b'0')
                    expect(first, '通过可能会被录音.balabala一大推')
                    second.settimeout(0.3)
                    try:
                        raise SystemExit('out of turn: %r' % second.recv(1))
                    except socket.timeout:
                        second.settimeout(30)
                    first.sendall(b'exit')
                    assert first.recv(1024) == b''
                    expect(second, '欢迎致电 10086,请输入1xxx,0转人工服务.')
                    expect(second, '通过可能会被录音.balabala一大推')
                    second.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    second.close()
                    expect(connect(), '欢迎致电 10086,请输入1xxx,0转人工服务.')
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void smartRobotCaller(String engine) throws Exception {
        String peer =
                """
                import socket
                sk = socket.socket()
                sk.bind(('127.0.0.1', 0))
                sk.listen(5)
                print(sk.getsockname()[1])
                while True:
                    conn, address = sk.accept()
                    conn.sendall('欢迎致电 10086,请输入1xxx,0转人工服务.'.encode())
                    Flag = True
                    while Flag:
                        data = conn.recv(1024)
                        if data == b'exit':
                            Flag = False
                        elif data == b'0':
                            conn.sendall('通过可能会被录音.balabala一大推'.encode())
                        elif data == b'hang up':
                            Flag = False
                        else:
                            conn.sendall('请重新输入.'.encode())
                    conn.close()
                """;
        try (Child server = Child.python(peer)) {
            String port = server.line();
            try (Child caller = client(engine, SmartRobotCaller.class, port)) {
                caller.type("你好\n\n0\nexit\n");
                assertEquals(
                        List.of(
                                "receive: 欢迎致电 10086,请输入1xxx,0转人工服务.",
                                "receive: 请重新输入.",
                                "receive: 通过可能会被录音.balabala一大推"),
                        caller.rest());
                caller.succeeds();
            }
            try (Child caller = client(engine, SmartRobotCaller.class, port)) {
                caller.type("hang up\n");
                caller.line();
                assertEquals("the robot has hung up", caller.line());
                caller.succeeds();
            }
        }
    }

    // ---- S3-11

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void thankYouServer(String engine) throws Exception {
        try (Child server = example(engine, ThankYouServer.class)) {
            against(
                    server,
                    """
                    for i in range(2):
                        s = socket.socket()
                        s.connect((HOST, PORT))
                        expect(s, 'Thank you for connecting')
                        assert s.recv(1024) == b''
                    """);
            assertTrue(server.line().matches("Got connection from " + PEER));
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void thankYouClient(String engine) throws Exception {
        String seed =
                """
                import socket
                s = socket.socket()
                s.bind(('127.0.0.1', 0))
                s.listen(5)
                print(s.getsockname()[1])
                c, addr = s.accept()
                c.send(b'Thank you for connecting')
                c.close()
                """;
        try (Child server = Child.python(seed);
                Child client = client(engine, ThankYouClient.class, server.line())) {
            assertEquals("Thank you for connecting", client.line());
            client.succeeds();
            server.succeeds();
        }
    }

    // ---- S3-20

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void byeByeServer(String engine) throws Exception {
        try (Child server = example(engine, ByeByeServer.class)) {
            against(
                    server,
                    """
                    s = socket.socket()
                    s.connect((HOST, PORT))
                    expect(s, 'byebye')
                    s.send(b'hihi')
                    s.close()
                    """);
            assertTrue(server.line().matches("got connected from " + PEER));
            assertEquals("hihi", server.line());
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void hiHiClient(String engine) throws Exception {
        String seed =
                """
                import socket
                s = socket.socket()
                s.bind(('127.0.0.1', 0))
                s.listen(5)
                print(s.getsockname()[1])
                cs, address = s.accept()
                cs.send(b'byebye')
                ra = cs.recv(512)
                print(ra.decode())
                cs.close()
                """;
        try (Child server = Child.python(seed);
                Child client = client(engine, HiHiClient.class, server.line())) {
            assertEquals("the data received is byebye", client.line());
            client.succeeds();
            assertEquals("hihi", server.line());
            server.succeeds();
        }
    }

    // ---- S3-21

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void persistentServer(String engine) throws Exception {
        try (Child server = example(engine, PersistentServer.class)) {
            against(
                    server,
                    """
                    import struct
                    s = connect()
                    expect(s, 'hello I am server,welcome')
                    s.send(b'hihi I am client')
                    broken = connect()
                    expect(broken, 'hello I am server,welcome')
                    broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    broken.close()
                    sock2 = connect()
                    expect(sock2, 'hello I am server,welcome')
                    sock2.send(b'client send use sock2')
                    assert sock2.recv(1) == b''
                    """);
            List<String> said = List.of("hihi I am client", "gave up .*", "client send use sock2");
            for (String line : said) {
                assertTrue(server.line().matches("got connected from " + PEER));
                String next = server.line();
                assertTrue(next.matches(line), next);
            }
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void twoSocketsClient(String engine) throws Exception {
        String seed =
                """
                import socket
                s = socket.socket()
                s.bind(('127.0.0.1', 0))
                s.listen(5)
                print(s.getsockname()[1])
                addresses = []
                while len(addresses) < 2:
                    cs, address = s.accept()
                    addresses.append(address)
                    cs.send(b'hello I am server,welcome')
                    ra = cs.recv(512)
                    print(ra.decode())
                    cs.close()
                print('connected as %s, %s' % tuple(addresses))
                """;
        try (Child server = Child.python(seed);
                Child client = client(engine, TwoSocketsClient.class, server.line())) {
            assertEquals("the data received is hello I am server,welcome", client.line());
            assertEquals("the second received hello I am server,welcome", client.line());
            assertEquals("hihi I am client", server.line());
            assertEquals("client send use sock2", server.line());
            assertEquals(server.line(), client.line());
            client.succeeds();
            server.succeeds();
        }
    }

    // ---- S4-3

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void threadPoolServer(String engine) throws Exception {
        try (Child server = example(engine, ThreadPoolServer.class)) {
            against(
                    server,
                    """
                    clients = [connect() for i in range(20)]
                    for client_socket in clients:
                        message = client_socket.makefile('rb').read()
                        assert message.decode('utf-8') == '欢迎访问服务器!', message
                    """);
            server.signal("TERM");
            List<String> lines = server.rest();
            for (String said : List.of("Accepted connection from ", "Closed connection from ")) {
                long n = lines.stream().filter(l -> l.matches(said + PEER)).count();
                assertEquals(20, n, lines.toString());
            }
            assertTrue(lines.contains("Server shutting down."), lines.toString());
            assertEnded(server);
        }
    }

    // ---- S4-4

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void longConnectionServer(String engine) throws Exception {
        String clients =
                """
                import struct
                def ask(s, text):
                    s.sendall(text.encode('utf-8'))
                    expect(s, 'Server received your message.')
                five = [connect() for i in range(5)]
                for text in 'hello', '世界', 'again':
                    for s in five:
                        ask(s, text)
                sixth = connect()
                sixth.sendall('the sixth'.encode('utf-8'))
                sixth.settimeout(0.3)
                try:
                    raise SystemExit('there was a worker for %r' % sixth.recv(1))
                except socket.timeout:
                    sixth.settimeout(30)
                five[0].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                five[0].close()
                expect(sixth, 'Server received your message.')
                print('ready')
                assert sys.stdin.readline() == 'stopped\\n'
                for s in five[1:] + [sixth]:
                    assert s.recv(1) == b''
                """;
        try (Child server = example(engine, LongConnectionServer.class);
                Child python = Child.python(CONNECTED + clients, port(server))) {
            assertEquals("ready", python.line());
            server.signal("TERM");
            List<String> lines = server.rest();
            assertTrue(lines.contains("Server shutting down."), lines.toString());
            String data = "Received data from " + PEER + ": 世界";
            assertEquals(5, lines.stream().filter(l -> l.matches(data)).count(), "" + lines);
            assertEnded(server);
            python.type("stopped\n");
            python.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void longConnectionClient(String engine) throws Exception {
        String seed =
                """
                import socket
                server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                server_socket.bind(('127.0.0.1', 0))
                server_socket.listen(5)
                print(server_socket.getsockname()[1])
                client_socket, client_address = server_socket.accept()
                while True:
                    data = client_socket.recv(1024)
                    if not data:
                        break
                    print(data.decode('utf-8'))
                    response = 'Server received your message.'
                    client_socket.send(response.encode('utf-8'))
                client_socket.close()
                client_socket, client_address = server_socket.accept()
                assert client_socket.recv(1024) == b'anybody?'
                client_socket.close()
                """;
        try (Child server = Child.python(seed)) {
            String port = server.line();
            try (Child client = client(engine, LongConnectionClient.class, port)) {
                for (String text : List.of("hello", "\n世界")) {
                    client.type(text + "\n");
                    assertEquals("Server received your message.", client.line());
                    assertEquals(text.strip(), server.line());
                }
                client.type("exit\n");
                client.succeeds();
            }
            try (Child client = client(engine, LongConnectionClient.class, port)) {
                client.type("anybody?\n");
                assertEquals("the server has closed", client.line());
                client.succeeds();
            }
            server.succeeds();
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.examples.Programs.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs with socketserver, against Python clients. */
class ServerExamplesTest {
    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void handlerWalkThrough(String engine) throws Exception {
        try (Child server = example(engine, HandlerWalkThrough.class)) {
            against(
                    server,
                    """
                    s = connect()
                    s.sendall(b'hello\\n')
                    s.shutdown(socket.SHUT_WR)
                    assert s.recv(1) == b''
                    """);
            String request = server.line();
            assertTrue(request.matches("<socket.socket fd=.*> \\('127.0.0.1', \\d+\\)"), request);
            assertTrue(server.line().startsWith("HandlerWalkThrough of ('127.0.0.1', "));
            assertTrue(server.line().startsWith("processRequestThread-"));
            assertEquals("hello", server.line());
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void ackServer(String engine) throws Exception {
        try (Child server = example(engine, AckServer.class)) {
            against(
                    server,
                    """
                    first, second = connect(), connect()
                    for s in first, second:
                        s.sendall(b'hi')
                        expect(s, 'ack: %s hi' % (s.getsockname(),))
                    for s in first, second:
                        s.shutdown(socket.SHUT_WR)
                        assert s.recv(1) == b''
                    """);
            assertEquals("end", server.line());
            assertEquals("end", server.line());
            server.type("what\n");
            assertEquals("type quit to end", server.line());
            server.type("quit\n");
            assertEquals("closed", server.line());
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void broadcastServer(String engine) throws Exception {
        try (Child server = example(engine, BroadcastServer.class)) {
            against(
                    server,
                    """
                    first = connect()
                    first.sendall(b'alone')
                    expect(first, 'ack: alone')
                    second = connect()
                    second.sendall(b'together')
                    for s in first, second:
                        expect(s, 'ack: together')
                    for s in first, second:
                        s.sendall(b'quit')
                        assert s.recv(1) == b''
                    """);
            assertTrue(server.line().startsWith("joined: ('127.0.0.1', "));
            assertTrue(server.line().startsWith("joined: ('127.0.0.1', "));
            assertTrue(server.line().startsWith("left: ('127.0.0.1', "));
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void broadcastServersHeartbeat(String engine) throws Exception {
        try (Child server = client(engine, BroadcastServer.class, "0", "2")) {
            against(
                    server,
                    """
                    alive, vanished = connect(), connect()
                    for s in alive, vanished:
                        expect(s, 'say: here')
                    alive.sendall(b'here')
                    assert vanished.recv(100) == b''
                    expect(alive, 'say: here')
                    alive.sendall(b'still')
                    expect(alive, 'ack: still')
                    alive.sendall(b'quit')
                    assert alive.recv(1) == b''
                    """);
            assertTrue(server.line().startsWith("joined: "));
            assertTrue(server.line().startsWith("joined: "));
            assertEquals("timed out: recv", server.line());
            assertTrue(server.line().startsWith("left: "));
            assertTrue(server.line().startsWith("left: "));
            stops(server);
        }
    }

    // ---- S0-5, and S0-3 with a server class

    private static final String CALLERS =
            """
            import struct
            WELCOME = '欢迎致电 10086,请输入1xxx,0转人工服务.'
            first, second = connect(), connect()
            for s in first, second:
                expect(s, WELCOME)
            for s in second, first:
                s.sendall('你好'.encode())
                expect(s, '请重新输入.')
                s.sendall(b'0')
                expect(s, '通过可能会被录音.balabala一大推')
            broken = connect()
            expect(broken, WELCOME)
            broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            broken.close()
            for s in first, second:
                s.sendall(b'exit')
                assert s.recv(1024) == b''
            """;

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void threadingRobot(String engine) throws Exception {
        try (Child server = example(engine, ThreadingRobot.class)) {
            answersCallers(server);
        }
    }

    /** Its report about the broken line may still be on its way when the server is ended. */
    private static void answersCallers(Child server) throws Exception {
        against(server, CALLERS);
        assertEquals(Map.of("call from", 3, "end of", 3), counted(server, 6));
        server.signal("TERM");
        server.rest();
        assertEquals(ENDED_BY_SIGTERM, server.exitCode());
    }

    /** How often lines come that differ in the address of a client alone. */
    private static Map<String, Integer> counted(Child server, int lines) throws Exception {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < lines; i++) {
            String line = server.line();
            assertTrue(line.matches(".* \\('127\\.0\\.0\\.1', \\d+\\)"), line);
            counts.merge(line.replaceAll(" \\(.*", ""), 1, Integer::sum);
        }
        return counts;
    }

    // ---- S0-7

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void forkingRobot(String engine) throws Exception {
        try (Child server = example(engine, ForkingRobot.class)) {
            if (refuses(engine, server)) {
                return;
            }
            answersCallers(server);
        }
    }

    /** Processes need descriptors that can be passed; without them the server says so. */
    private static boolean refuses(String engine, Child server) throws Exception {
        if (!engine.equals("nio")) {
            return false;
        }
        assertEquals(1, server.exitCode());
        String why = "ForkingMixIn: the nio engine cannot do this; use the jni, ffm or jna engine";
        assertTrue(server.errors().contains(why), server.errors());
        return true;
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void theRobotOfPythonsServer(String engine) throws Exception {
        String peer =
                """
                import socketserver
                class MyRequestHandler(socketserver.BaseRequestHandler):
                    def handle(self):
                        conn = self.request
                        conn.sendall('欢迎致电 10086,请输入1xxx,0转人工服务.'.encode())
                        Flag = True
                        while Flag:
                            data = conn.recv(1024)
                            if data == b'exit':
                                Flag = False
                            elif data == b'0':
                                conn.sendall('通过可能会被录音.balabala一大推'.encode())
                            else:
                                conn.sendall('请重新输入.'.encode())
                server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), MyRequestHandler)
                print(server.server_address[1])
                server.serve_forever()
                """;
        try (Child server = Child.python(peer);
                Child caller = client(engine, SmartRobotCaller.class, server.line())) {
            caller.type("你好\n0\nexit\n");
            assertEquals(
                    List.of(
                            "receive: 欢迎致电 10086,请输入1xxx,0转人工服务.",
                            "receive: 请重新输入.",
                            "receive: 通过可能会被录音.balabala一大推"),
                    caller.rest());
            caller.succeeds();
        }
    }

    // ---- S3-9

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void mailServer(String engine) throws Exception {
        try (Child server = example(engine, MailServer.class)) {
            against(
                    server,
                    """
                    import smtplib
                    busy = connect()
                    for name in 'Ann', '小明':
                        with smtplib.SMTP(HOST, PORT, timeout=30) as mail:
                            text = 'Subject: hello\\r\\n\\r\\n%s\\r\\n.\\r\\n' % name
                            mail.sendmail('me@here', ['a@there', 'b@there'], text.encode())
                    expect(busy, '220 localhost takes mail\\r\\n')
                    busy.sendall(b'TURN\\r\\nMAIL FROM:<x@y>\\r\\nDATA\\r\\nhalf a')
                    expect(busy, '502 there is no TURN\\r\\n250 sender\\r\\n354 ')
                    busy.shutdown(socket.SHUT_WR)
                    while busy.recv(100):
                        pass
                    outside = socket.socket()
                    outside.bind(('127.0.1.1', 0))
                    outside.connect((HOST, PORT))
                    assert outside.recv(1) == b''
                    """);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                lines.add(server.line().replaceAll("\\('(.*)', \\d+\\)", "$1"));
            }
            String taken = "mail from <me@here> to [<a@there>, <b@there>]: 4 lines";
            String refused = "refuses 127.0.1.1";
            String lost = "lost 127.0.0.1: it left in the middle of a mail";
            assertEquals(3, Collections.frequency(lines, "serves 127.0.0.1"), lines.toString());
            assertEquals(2, Collections.frequency(lines, taken), lines.toString());
            assertTrue(lines.containsAll(List.of(lost, refused)), lines.toString());
            stops(server);
        }
    }

    // ---- S3-10

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void echoRequestHandler(String engine) throws Exception {
        try (Child server = example(engine, EchoRequestHandler.class)) {
            against(
                    server,
                    """
                    from socket import *
                    s = socket(AF_INET, SOCK_STREAM)
                    s.connect((HOST, PORT))
                    assert s.send(b'Hello!') == 6
                    assert s.recv(1024) == b'Hello!'
                    assert s.send(b'I like Tuesdays!') == 16
                    assert s.recv(1024) == b'I like Tuesdays!'
                    s.close()
                    """);
            assertEquals(
                    List.of(
                            "Got new connection!",
                            "Received: Hello!",
                            "Received: I like Tuesdays!",
                            "Done with connection"),
                    server.rest());
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void echoRequestClient(String engine) throws Exception {
        String peer =
                """
                import socketserver
                class EchoRequestHandler(socketserver.BaseRequestHandler):
                    def handle(self):
                        while mesg := self.request.recv(1024):
                            print('Received:', mesg.decode())
                            self.request.send(mesg)
                        print('Done with connection')
                with socketserver.ThreadingTCPServer(('127.0.0.1', 0), EchoRequestHandler) as s:
                    print(s.server_address[1])
                    s.handle_request()
                """;
        try (Child server = Child.python(peer);
                Child client = client(engine, EchoRequestClient.class, server.line())) {
            assertEquals(List.of("6", "Hello!", "16", "I like Tuesdays!"), client.rest());
            client.succeeds();
            assertEquals("Received: Hello!", server.line());
            assertEquals("Received: I like Tuesdays!", server.line());
            assertEquals("Done with connection", server.line());
            server.succeeds();
        }
    }

    // ---- S3-12, S3-13, S3-14

    private static void thanks(String engine, Class<?> example) throws Exception {
        try (Child server = example(engine, example)) {
            thanks(server);
        }
    }

    private static void thanks(Child server) throws Exception {
        String port = port(server);
        for (int i = 0; i < 2; i++) {
            String client =
                    """
                    s = connect()
                    print(s.getsockname())
                    assert s.recv(1024, socket.MSG_WAITALL) == b'Thank you for connecting'
                    """;
            try (Child python = Child.python(CONNECTED + client, port)) {
                assertEquals("Got connection from " + python.line(), server.line());
                python.succeeds();
            }
        }
        stops(server);
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void thankYouHandler(String engine) throws Exception {
        thanks(engine, ThankYouHandler.class);
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void forkingThankYou(String engine) throws Exception {
        try (Child server = example(engine, ForkingThankYou.class)) {
            if (!refuses(engine, server)) {
                thanks(server);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void threadingThankYou(String engine) throws Exception {
        thanks(engine, ThreadingThankYou.class);
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void pythonsServerThanksToo(String engine) throws Exception {
        String peer =
                """
                from socketserver import TCPServer, StreamRequestHandler
                class Handler(StreamRequestHandler):
                    def handle(self):
                        print('Got connection from', self.request.getpeername()[0])
                        self.wfile.write(b'Thank you for connecting')
                server = TCPServer(('', 0), Handler)
                print(server.server_address[1])
                server.serve_forever()
                """;
        try (Child server = Child.python(peer);
                Child client = client(engine, ThankYouClient.class, server.line())) {
            assertEquals(List.of("Thank you for connecting"), client.rest());
            client.succeeds();
            assertEquals("Got connection from 127.0.0.1", server.line());
        }
    }

    // ---- S4-8

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void bossServer(String engine) throws Exception {
        try (Child server = example(engine, BossServer.class)) {
            against(
                    server,
                    """
                    import struct
                    first, second = connect(), connect()
                    for s in second, first:
                        s.sendall('世界'.encode())
                        expect(s, 'Server received your message:世界')
                    second.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    second.close()
                    first.close()
                    """);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                lines.add(server.line());
            }
            for (String start : List.of("Accepted", "Received data", "Closing")) {
                long times = lines.stream().filter(line -> line.startsWith(start)).count();
                assertEquals(2, times, start + " in " + lines);
            }
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("Error handling client")));
            server.signal("INT");
            assertEquals(List.of("Server shutting down."), server.rest());
            assertEquals(128 + 2, server.exitCode());
            assertEquals("", server.errors());
        }
    }
}

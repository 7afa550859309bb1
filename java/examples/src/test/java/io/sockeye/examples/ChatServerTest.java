package io.sockeye.examples;

import static io.sockeye.examples.Programs.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engines;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import io.sockeye.testing.Child;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chat room with Python in it. */
class ChatServerTest {
    private static final String CLIENTS =
            CONNECTED
                    + """
                    class Client:
                        def __init__(self, name=None, receive_buffer=None):
                            self.s = socket.socket()
                            self.s.settimeout(30)
                            self.s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                            if receive_buffer:
                                self.s.setsockopt(
                                    socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
                            self.s.connect((HOST, PORT))
                            self.file = self.s.makefile('rb')
                            self.hears('Your name?')
                            if name:
                                self.says(name)
                                assert self.line().startswith('* %s came, ' % name)

                        def says(self, text):
                            self.s.sendall(text.encode('utf-8') + b'\\n')

                        def line(self):
                            return self.file.readline().decode('utf-8')

                        def hears(self, *texts):
                            for text in texts:
                                line = self.line()
                                assert line == text + '\\n', (line, text)

                        def is_gone(self):
                            try:
                                return self.file.read()
                            except ConnectionResetError:
                                return b''
                    """;

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void twoChat(String engine) throws Exception {
        try (Child server = example(engine, ChatServer.class)) {
            python(
                    server,
                    """
                    import struct
                    ming, ann = Client('小明'), Client()
                    ann.says('小明')
                    ann.hears('* 小明 is taken. Your name?')
                    for name in '* root', 'a b', 'x' * 21, '\\x1b[2J':
                        ann.says(name)
                        ann.hears('* A name has 1 to 20 letters and digits. Your name?')
                    ann.says('Ann')
                    for each in ming, ann:
                        each.hears('* Ann came, 2 here')
                    ming.says('大家好')
                    ann.hears('小明: 大家好')
                    for byte in 'naïve 世界\\r\\n'.encode('utf-8'):
                        ann.s.sendall(bytes([byte]))
                    ming.hears('小明: 大家好', 'Ann: naïve 世界')
                    ming.s.sendall(b'one\\ntwo\\n\\n   \\nthree\\nnever sen')
                    ann.hears('Ann: naïve 世界', '小明: one', '小明: two', '小明: three')
                    ming.s.shutdown(socket.SHUT_WR)
                    ann.hears('* 小明 left')
                    ming.is_gone()
                    bob = Client('Bob')
                    ann.hears('* Bob came, 2 here')
                    bob.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    bob.file.close()
                    bob.s.close()
                    ann.hears('* Bob left')
                    again = Client('小明')
                    ann.hears('* 小明 came, 2 here')
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void garbageAndLongLinesDisturbNobody(String engine) throws Exception {
        try (Child server = example(engine, ChatServer.class)) {
            python(
                    server,
                    """
                    import os
                    ann, mad = Client('Ann'), Client('mad')
                    ann.hears('* mad came, 2 here')
                    mad.s.sendall(b'\\xff\\xfe \\x1b[2J\\x00\\x9b\\xe4\\xb8\\n')
                    ann.hears('mad: \\ufffd\\ufffd  [2J \\ufffd\\ufffd')
                    mad.says('x' * 1000)
                    ann.hears('mad: ' + 'x' * 1000)
                    mad.says('x' * 1001)
                    mad.s.sendall(b'y' * 5_000_000 + b'\\n')
                    mad.says('界' * 333)
                    ann.hears('mad: ' + '界' * 333)
                    mad.line()
                    mad.line()
                    mad.hears('* A line has at most 1000 bytes.')
                    mad.hears('* A line has at most 1000 bytes.')
                    mad.hears('mad: ' + '界' * 333)
                    for i in range(100):
                        mad.s.sendall(os.urandom(999).replace(b'\\n', b'') + b'!\\n')
                        for each in mad, ann:
                            heard = each.line()
                            assert heard.startswith('mad: ') and heard.endswith('!\\n'), heard
                    for s in mad.s, connect():
                        s.sendall(os.urandom(50_000)) # the answers fit into the queues
                    bob = Client('Bob')
                    bob.says('calm')
                    while bob.line() != 'Bob: calm\\n':
                        pass
                    """);
            stops(server);
        }
    }

    /**
     * Nobody is sent more than a batch that he has not yet confirmed, so only he who never reads
     * can be too slow. What the kernel takes for him is bounded, and so is what the server keeps.
     */
    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void whoNeverReadsIsLostAndTheOthersHearEverything(String engine) throws Exception {
        try (Child server = example(engine, ChatServer.class)) {
            python(
                    server,
                    """
                    others = [Client(name) for name in ('one', 'two', 'three')]
                    turtle = Client('乌龟', receive_buffer=4096)
                    for i, each in enumerate(others):
                        for name in ('two', 'three')[i:]:
                            assert each.line().startswith('* %s came' % name)
                        each.hears('* 乌龟 came, 4 here')
                    kernel = int(open('/proc/sys/net/ipv4/tcp_wmem').read().split()[2])
                    most = kernel + 256 * 1024 + 1024 * 1024
                    heard_of = set()
                    sent = flooded = 0
                    while not heard_of:
                        assert flooded < most, 'still there after %d bytes' % flooded
                        batch = ['%d %s' % (n, '水' * 300) for n in range(sent, sent + 100)]
                        sent += len(batch)
                        flooded += len('\\n'.join(batch).encode('utf-8'))
                        others[0].says('\\n'.join(batch))
                        for each in others:
                            for text in batch:
                                line = each.line()
                                if line == '* 乌龟 left\\n':
                                    heard_of.add(each)
                                    line = each.line()
                                assert line == 'one: ' + text + '\\n', line
                    for each in others:
                        if each not in heard_of:
                            each.hears('* 乌龟 left')
                    turtle.is_gone()
                    others[2].says('谁在?')
                    for each in others:
                        each.hears('three: 谁在?')
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void oneTooManyWaitsUntilSomebodyLeaves(String engine) throws Exception {
        try (Child server = example(engine, ChatServer.class)) {
            python(
                    server,
                    """
                    import resource
                    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
                    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))
                    many = [connect() for _ in range(1000)]
                    for s in many:
                        expect(s, 'Your name?\\n')
                    waits = connect()
                    waits.setblocking(False)
                    try:
                        assert not waits.recv(1), 'it was served'
                    except BlockingIOError:
                        pass
                    waits.settimeout(30)
                    many[500].close()
                    expect(waits, 'Your name?\\n')
                    """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void everybodyIsToldWhenTheRoomCloses(String engine) throws Exception {
        String program =
                """
                ann, nameless = Client('Ann'), Client()
                print('here')
                assert ann.is_gone().startswith('* The room closes.\\n'.encode())
                assert nameless.is_gone() == '* The room closes.\\n'.encode()
                """;
        try (Child server = example(engine, ChatServer.class);
                Child clients = Child.python(CLIENTS + program, port(server))) {
            assertEquals("here", clients.line());
            server.signal("TERM");
            clients.succeeds();
            assertEnded(server);
        }
    }

    /** In this JVM, where the heart can beat faster than a human's. */
    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void theHeartbeatEndsWhoIsSilentAndNobodyElse(String engine) throws Exception {
        String program =
                """
                silent, nameless, awake = Client('silent'), Client(), Client('awake')
                silent.hears('* awake came, 2 here')
                asked = 0
                while (line := awake.line()) != '* silent left\\n':
                    assert line == '* Are you there? Press return.\\n', line
                    asked += 1
                    awake.says('')
                assert asked
                silent.hears('* Are you there? Press return.')
                nameless.hears('* Are you there? Press return.')
                assert silent.is_gone() == b''
                assert nameless.is_gone() == b''
                awake.says('still here')
                while (line := awake.line()) != 'awake: still here\\n':
                    assert line == '* Are you there? Press return.\\n', line
                """;
        Map<String, ChatServer> room = new HashMap<>();
        Duration silence = Duration.ofSeconds(2);
        try (Reactor reactor = Reactor.create(o -> o.engine(Engines.named(engine)))) {
            ListeningPort port =
                    reactor.listenTCP("127.0.0.1", 0, () -> new ChatServer(room, silence));
            reactor.start();
            int number = ((Address.Inet) port.getHost()).port();
            try (Child clients = Child.python(CLIENTS + program, number)) {
                clients.succeeds();
            }
        }
        assertTrue(room.isEmpty(), room.keySet().toString());
    }

    private static void python(Child server, String program) throws Exception {
        try (Child clients = Child.python(CLIENTS + program, port(server))) {
            clients.succeeds();
        }
    }
}

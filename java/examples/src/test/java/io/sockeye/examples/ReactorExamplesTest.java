package io.sockeye.examples;

import static io.sockeye.examples.Programs.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Engines;
import io.sockeye.testing.Child;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the reactor, each as a program of its own, against Python: sockets, asyncio, and
 * where it is installed Twisted, with the seed's own program beside ours.
 */
class ReactorExamplesTest {
    private static final String PEER = "\\('127\\.0\\.0\\.1', \\d+\\)";

    private static final String ASYNCIO =
            """
            import asyncio, os
            async def exchange(reader, writer, n):
                sent = os.urandom(n)
                writer.write(sent)
                got, _ = await asyncio.gather(reader.readexactly(n), writer.drain())
                assert got == sent

            async def client(n):
                reader, writer = await asyncio.open_connection(HOST, PORT)
                for size in 1, 1000, n:
                    await exchange(reader, writer, size)
                writer.write_eof()
                assert await reader.read() == b''
                writer.close()
                await writer.wait_closed()

            async def main():
                await asyncio.gather(*(client(n * 10_000) for n in range(1, 30)))

            """;

    private static final String TWISTED_ECHO =
            """
            from twisted.internet import protocol, reactor
            class Echo(protocol.Protocol):
                def dataReceived(self, data):
                    self.transport.write(data)

            factory = protocol.ServerFactory()
            factory.protocol = Echo
            port = reactor.listenTCP(0, factory, interface='127.0.0.1')
            print('listening on 127.0.0.1:%d' % port.getHost().port)
            reactor.run()
            """;

    /** A Twisted client; what the server has sent back tells whether all is well. */
    private static final String TWISTED_CLIENT =
            """
            import os, sys
            from twisted.internet import protocol, reactor
            sent = os.urandom(1_000_000)

            class Client(protocol.Protocol):
                def connectionMade(self):
                    self.got = bytearray()
                    self.transport.write(sent)
                def dataReceived(self, data):
                    self.got += data
                    if len(self.got) >= len(sent):
                        self.transport.loseConnection()
                def connectionLost(self, reason):
                    print(reason.type.__name__, bytes(self.got) == sent)
                    reactor.stop()

            factory = protocol.ClientFactory()
            factory.protocol = Client
            reactor.connectTCP('127.0.0.1', int(sys.argv[1]), factory)
            reactor.run()
            """;

    static Stream<Arguments> enginesAndMultiplexers() {
        return engines()
                .flatMap(
                        engine ->
                                Engines.named(engine).multiplexers().stream()
                                        .map(kind -> Arguments.of(engine, kind.toString())));
    }

    // ---- S0-8

    @Test
    void kingslayer() throws Exception {
        String seed =
                """
                event_list = []
                def run():
                    for event in event_list:
                        obj = event()
                        obj.execute()

                class BaseHandler(object):
                    def execute(self):
                        raise Exception('you must overwrite execute')

                class MyHandler(BaseHandler):
                    def execute(self):
                        print('event-drive execute MyHandler')

                class AnotherHandler(BaseHandler):
                    def execute(self):
                        print('event-drive execute AnotherHandler')

                event_list.append(MyHandler)
                event_list.append(AnotherHandler)
                run()
                """;
        try (Child python = Child.python(seed);
                Child java = client("nio", KingslayerUser.class)) {
            assertEquals(python.rest(), java.rest());
            java.succeeds();
        }
    }

    @Test
    void kingslayerRefusesAHandlerWithoutExecute(@TempDir Path classes) {
        String forgetful =
                """
                class Forgetful extends io.sockeye.examples.Kingslayer.BaseHandler {}
                """;
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, errors, options, null, List.of(source(forgetful)))
                        .call();
        assertTrue(!compiled);
        String error = errors.getDiagnostics().toString();
        assertTrue(error.contains("does not override abstract method execute()"), error);
    }

    private static JavaFileObject source(String text) {
        URI name = URI.create("string:///Forgetful.java");
        return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    // ---- S0-9

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void twistedEcho(String engine) throws Exception {
        try (Child server = example(engine, TwistedEcho.class)) {
            against(
                    server,
                    ASYNCIO
                            + """
                            import struct, threading
                            silent, slow, broken = connect(), connect(), connect()
                            data = os.urandom(10_000_000)
                            sender = threading.Thread(target=slow.sendall, args=(data,))
                            sender.start()
                            broken.sendall(data[:100_000])
                            broken.setsockopt(
                                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                            broken.close()
                            asyncio.run(main())
                            expect(slow, data)
                            sender.join()
                            silent.sendall('世界'.encode('utf-8'))
                            expect(silent, '世界')
                            """);
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void twistedEchoWithATwistedClient(String engine) throws Exception {
        assumeTwisted();
        try (Child server = example(engine, TwistedEcho.class);
                Child twin = Child.python(TWISTED_ECHO);
                Child client = Child.python(TWISTED_CLIENT, port(server));
                Child twinClient = Child.python(TWISTED_CLIENT, port(twin))) {
            assertEquals(List.of("ConnectionDone True"), client.rest());
            assertEquals(List.of("ConnectionDone True"), twinClient.rest());
            stops(server);
        }
    }

    // ---- S3-16

    /** Each step waits for a line of input, so that the order of the output is known. */
    private static final String LOGGED =
            """
            import struct
            first, second = connect(), connect()
            sys.stdin.readline()
            first.sendall(b'hello')
            sys.stdin.readline()
            second.sendall('世界'.encode('utf-8'))
            sys.stdin.readline()
            first.close()
            sys.stdin.readline()
            second.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            second.close()
            """;

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void simpleLogger(String engine) throws Exception {
        try (Child server = example(engine, SimpleLogger.class);
                Child clients = Child.python(CONNECTED + LOGGED, port(server))) {
            String first = peer("Got connection from (" + PEER + ")", server.line());
            String second = peer("Got connection from (" + PEER + ")", server.line());
            clients.type("\n");
            assertEquals("hello", server.line());
            clients.type("\n");
            assertEquals("世界", server.line());
            clients.type("\n");
            assertEquals(first + " disconnected", server.line());
            clients.type("\n");
            assertEquals(second + " disconnected", server.line());
            clients.succeeds();
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void simpleLoggerTellsOfEverybodyWhenItStops(String engine) throws Exception {
        try (Child server = example(engine, SimpleLogger.class);
                Child client = Child.python(CONNECTED + "connect().recv(1)", port(server))) {
            String peer = peer("Got connection from (" + PEER + ")", server.line());
            server.signal("TERM");
            assertEquals(List.of(peer + " disconnected"), server.rest());
            assertEnded(server);
            client.exitCode();
        }
    }

    // ---- S3-17

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void lineLogger(String engine) throws Exception {
        String program =
                """
                s = connect()
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for byte in '世界, hello\\r\\n'.encode('utf-8'):
                    s.sendall(bytes([byte]))
                s.sendall(b'two\\r\\nlines\\r\\n' + b'with \\n and \\r in it\\r\\n' + b'not ')
                sys.stdin.readline()
                s.sendall(b'the end\\r\\n\\r\\nof this line nobody hears')
                s.close()
                sys.stdin.readline()
                s = connect()
                s.sendall(b'x' * 16384 + b'\\r\\n' + b'y' * 20000 + b'\\r\\nz\\r\\n')
                assert s.recv(1) == b''
                """;
        try (Child server = example(engine, LineLogger.class);
                Child client = Child.python(CONNECTED + program, port(server))) {
            String peer = peer("Got connection from (" + PEER + ")", server.line());
            for (String line : List.of("世界, hello", "two", "lines")) {
                assertEquals(line, server.line());
            }
            assertEquals("with ", server.line()); // Child cuts at every LF and CR
            assertEquals(" and ", server.line());
            assertEquals(" in it", server.line());
            client.type("\n");
            assertEquals("not the end", server.line());
            assertEquals("", server.line());
            assertEquals(peer + " disconnected", server.line());
            client.type("\n");
            String other = peer("Got connection from (" + PEER + ")", server.line());
            assertEquals("x".repeat(16384), server.line());
            assertEquals(other + " disconnected", server.line());
            client.succeeds();
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void lineLoggerWithATwistedClient(String engine) throws Exception {
        assumeTwisted();
        String program =
                """
                import sys
                from twisted.internet import protocol, reactor
                from twisted.protocols.basic import LineReceiver

                class Client(LineReceiver):
                    def connectionMade(self):
                        for i in range(1000):
                            self.sendLine('第 {} 行'.format(i).encode('utf-8'))
                        self.transport.loseConnection()
                    def connectionLost(self, reason):
                        reactor.stop()

                factory = protocol.ClientFactory()
                factory.protocol = Client
                reactor.connectTCP('127.0.0.1', int(sys.argv[1]), factory)
                reactor.run()
                """;
        try (Child server = example(engine, LineLogger.class);
                Child client = Child.python(program, port(server))) {
            String peer = peer("Got connection from (" + PEER + ")", server.line());
            for (int i = 0; i < 1000; i++) {
                assertEquals("第 " + i + " 行", server.line());
            }
            assertEquals(peer + " disconnected", server.line());
            client.succeeds();
            stops(server);
        }
    }

    // ---- S3-22

    @ParameterizedTest
    @MethodSource("enginesAndMultiplexers")
    void reactorTable(String engine, String kind) throws Exception {
        try (Child server = client(engine, ReactorTable.class, "0", kind)) {
            List<String> table = Stream.generate(() -> lineOf(server)).limit(9).toList();
            assertTrue(table.get(0).startsWith("epollreactor "), table.toString());
            assertEquals("pollreactor", table.get(1).split(" ")[0]);
            assertEquals("selectreactor", table.get(2).split(" ")[0]);
            for (String row : table) {
                assertTrue(row.matches("\\w+reactor +\\S.*"), row);
                boolean ours = row.startsWith(kind + "reactor");
                assertTrue(!ours || row.endsWith(" available"), row);
            }
            assertTrue(table.get(4).matches("iocpreactor +completion ports .* Windows .*"));
            assertEquals("installed: " + kind, server.line());
            String refused = "a second time: reactor already installed: .*" + kind + ".*";
            String second = server.line();
            assertTrue(second.matches(refused), second);
            against(server, ASYNCIO + "asyncio.run(main())");
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void aReactorThatIsNotThereIsRefusedWithItsReason(String engine) throws Exception {
        try (Child program = client(engine, ReactorTable.class, "0", "kqueue")) {
            assertEquals(1, program.exitCode());
            String error = "there is no kqueue reactor: kqueue exists on BSD and macOS only";
            assertTrue(program.errors().contains(error), program.errors());
        }
    }

    // ---- S4-7

    private static final String ASYNCIO_ECHO =
            """
            import asyncio
            async def handle_client(reader, writer):
                data = await reader.read(100)
                if not data:
                    print("Closing the connection")
                    writer.close()
                    return
                message = data.decode()
                addr = writer.get_extra_info('peername')
                print(f"Received {message} from {addr}")
                print("Send: %r" % message)
                writer.write(data)
                await writer.drain()

            async def main():
                server = await asyncio.start_server(handle_client, '127.0.0.1', 0)
                addr = server.sockets[0].getsockname()
                print(f'Serving on {addr}')
                async with server:
                    await server.serve_forever()

            asyncio.run(main())
            """;

    /** One client after another, so that the order of the output is known. */
    private static final String ASYNCIO_CLIENTS =
            """
            import asyncio, sys
            async def client(message):
                reader, writer = await asyncio.open_connection('127.0.0.1', int(sys.argv[1]))
                if message:
                    writer.write(message.encode('utf-8'))
                    got = await reader.readexactly(len(message.encode('utf-8')))
                    assert got.decode('utf-8') == message, got
                else:
                    writer.write_eof()
                    assert await reader.read() == b''
                writer.close()
                await writer.wait_closed()

            async def main():
                for message in 'Hello World!', '', '世界', 'x' * 100:
                    await client(message)

            asyncio.run(main())
            """;

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void asyncioEcho(String engine) throws Exception {
        try (Child python = Child.python(ASYNCIO_ECHO)) {
            List<String> expected = asyncioEchoSays(python);
            for (String style : List.of("threads", "stages")) {
                try (Child server = client(engine, AsyncioEcho.class, "0", style)) {
                    assertEquals(expected, asyncioEchoSays(server), style);
                    stops(server);
                }
            }
        }
    }

    private static List<String> asyncioEchoSays(Child server) throws Exception {
        String serving = server.line();
        assertTrue(serving.matches("Serving on " + PEER), serving);
        try (Child clients = Child.python(ASYNCIO_CLIENTS, serving.replaceAll(".*, |\\)", ""))) {
            clients.succeeds();
        }
        return Stream.generate(() -> lineOf(server).replaceAll(PEER, "PEER")).limit(7).toList();
    }

    // ----

    private static String lineOf(Child child) {
        try {
            return child.line();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String peer(String pattern, String line) {
        assertTrue(line.matches(pattern), line);
        return line.replaceAll(pattern, "$1");
    }

    private static void assumeTwisted() throws Exception {
        try (Child python = Child.python("import twisted.internet.reactor")) {
            assumeTrue(python.exitCode() == 0, "Twisted is not installed for python3");
        }
    }
}

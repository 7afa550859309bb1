package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code echo}, with each part of the library that serves, against Python clients. */
class EchoIT {
    private static final String CLIENTS =
            """
            import os, socket, sys, threading
            address = (sys.argv[1], int(sys.argv[2]))

            def receive(s, n):
                got = b''
                while len(got) < n:
                    part = s.recv(n - len(got))
                    assert part, 'the server closed after %d of %d bytes' % (len(got), n)
                    got += part
                return got

            def exchange(s, n):
                sent = os.urandom(n)
                sender = threading.Thread(target=s.sendall, args=(sent,))
                sender.start()
                assert receive(s, n) == sent
                sender.join()

            def connect():
                return socket.create_connection(address, 60)
            """;

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#enginesMultiplexersAndServers")
    void echoesToManyClientsAndEndsWithZero(String engine, String multiplexer, String kind)
            throws Exception {
        try (Child server = echo(kind, "--engine", engine, "--multiplexer", multiplexer)) {
            clients(
                    server,
                    """
                    many = [connect() for _ in range(100)]
                    for n in 1, 64, 4096:
                        for s in many:
                            exchange(s, n)
                    exchange(many[0], 65536)
                    exchange(many[1], 5_000_000)
                    many[2].shutdown(socket.SHUT_WR)
                    assert many[2].recv(1) == b''
                    """);
            stops(server, "TERM");
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#enginesAndServers")
    void servesOthersWhileOneDoesNotRead(String engine, String kind) throws Exception {
        try (Child server = echo(kind, "--engine", engine)) {
            clients(
                    server,
                    """
                    slow, other = connect(), connect()
                    sent = os.urandom(32 * 1024 * 1024)
                    sender = threading.Thread(target=slow.sendall, args=(sent,))
                    sender.start()
                    for _ in range(100):
                        exchange(other, 1000)
                    assert receive(slow, len(sent)) == sent
                    sender.join()
                    exchange(slow, 64)
                    """);
            stops(server, "TERM");
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#enginesAndServers")
    void losesOnlyTheConnectionThatIsReset(String engine, String kind) throws Exception {
        try (Child server = echo(kind, "--engine", engine)) {
            clients(
                    server,
                    """
                    import struct
                    stays = connect()
                    for _ in range(50):
                        s = connect()
                        s.sendall(os.urandom(100_000))
                        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                        s.close()
                        exchange(stays, 64)
                    """);
            stops(server, "TERM");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--server selectors, TERM",
        "--server selectors, INT",
        "--server reactor, TERM",
        "--server reactor, INT",
        "--server reactor --loops 2, TERM"
    })
    void answersWhatWasReceivedBeforeTheSignal(String kind, String signal) throws Exception {
        try (Child server = echo(kind);
                Child client = drainedClient(server, signal)) {
            client.succeeds();
            assertEquals(0, server.exitCode(), server.errors());
        }
    }

    /** All of it fits into the buffers of the kernel, on both ways. */
    @ParameterizedTest
    @CsvSource({
        "--server selectors, TERM",
        "--server selectors, INT",
        "--server reactor, TERM",
        "--server reactor, INT",
        "--server reactor --loops 2, TERM",
        "--server reactor --loops 2, INT"
    })
    void answersWhatIsUnderWayAtTheSignal(String kind, String signal) throws Exception {
        String program =
                """
                import array, fcntl, signal, termios
                many = [connect() for _ in range(20)]
                for s in many:
                    exchange(s, 64)
                for s in many:
                    s.sendall(b'x' * 20_000)
                for s in many:
                    waiting = array.array('i', [1])
                    while waiting[0]:
                        fcntl.ioctl(s, termios.TIOCOUTQ, waiting)
                os.kill(int(sys.argv[3]), getattr(signal, 'SIG' + sys.argv[4]))
                for s in many:
                    assert receive(s, 20_000) == b'x' * 20_000
                    assert s.recv(1) == b''
                    s.close()
                """;
        try (Child server = echo(kind);
                Child clients = client(server, program, server.pid(), signal)) {
            clients.succeeds();
            assertEquals(0, server.exitCode(), server.errors());
            assertEquals("", server.errors());
        }
    }

    /** SIOCOUTQ tells how much the server's kernel has not got yet: the rest was received. */
    private static Child drainedClient(Child server, String signal) throws Exception {
        return client(
                server,
                """
                import array, fcntl, select, signal, termios
                quick, slow = connect(), connect()
                exchange(slow, 64)
                slow.setblocking(False)
                data = os.urandom(64 * 1024 * 1024)
                sent = 0
                while select.select([], [slow], [], 0.5)[1]:
                    sent += slow.send(data[sent:sent + 65536])
                waiting = array.array('i', [0])
                fcntl.ioctl(slow, termios.TIOCOUTQ, waiting)
                assert 0 < waiting[0] < sent
                quick.sendall(b'x' * 20_000)
                os.kill(int(sys.argv[3]), getattr(signal, 'SIG' + sys.argv[4]))
                assert receive(quick, 20_000) == b'x' * 20_000
                assert quick.recv(1) == b''
                slow.settimeout(60)
                echoed = bytearray()
                while True:
                    part = slow.recv(1024 * 1024)
                    if not part:
                        break
                    echoed += part
                assert echoed == data[:len(echoed)]
                assert len(echoed) >= sent - waiting[0], (len(echoed), sent, waiting[0])
                """,
                server.pid(),
                signal);
    }

    /** With accept failing, the loop must neither end nor turn in circles. */
    @ParameterizedTest
    @ValueSource(strings = {"--server selectors", "--server reactor"})
    void waitsWithoutWorkWhenDescriptorsRunOut(String kind) throws Exception {
        try (Child server = echoWithDescriptors(60, kind)) {
            clients(
                    server,
                    """
                    many = [connect() for _ in range(100)]
                    exchange(many[0], 64)
                    unserved = many[-1]
                    unserved.sendall(b'x')
                    def used():
                        times = open('/proc/%s/stat' % sys.argv[3]).read().split(') ')[1].split()
                        return (int(times[11]) + int(times[12])) / os.sysconf('SC_CLK_TCK')
                    before = used()
                    unserved.settimeout(3)
                    try:
                        assert not unserved.recv(1), 'it was served'
                    except TimeoutError:
                        pass
                    assert used() - before < 1, 'a busy loop: %s s of 3' % (used() - before)
                    unserved.settimeout(60)
                    for s in many[:-1]:
                        s.close()
                    assert receive(unserved, 1) == b'x'
                    """,
                    server.pid());
            stopsAfterWarning(server, kind, "cannot accept: EMFILE");
        }
    }

    /** Descriptors beyond FD_SETSIZE are refused one by one; the others are served. */
    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#enginesWithSelectAndServers")
    void closesWhatSelectCannotWatch(String engine, String kind) throws Exception {
        try (Child server = echo(kind, "--engine", engine, "--multiplexer", "select")) {
            clients(
                    server,
                    """
                    import resource
                    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
                    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))
                    many = [connect() for _ in range(1100)]
                    assert many[-1].recv(1) == b''
                    exchange(many[0], 64)
                    exchange(many[500], 64)
                    """);
            stopsAfterWarning(server, kind, "out of range in select()");
        }
    }

    private static Child echoWithDescriptors(int limit, String kind) throws IOException {
        String[] shell = {"sh", "-c", "ulimit -n " + limit + "; exec \"$@\"", "sh"};
        List<String> command = new ArrayList<>(List.of(shell));
        command.addAll(List.of(Child.javaCommand(), "-jar", Sockeye.JAR, "echo"));
        command.addAll(List.of(kind.split(" ")));
        return Child.start(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#servers")
    void listensOnIPv6(String kind) throws Exception {
        try (Child server = echo(kind, "--host", "::1")) {
            String ready = server.line();
            assertTrue(ready.matches("ready \\[::1\\]:\\d+"), ready);
        }
    }

    private static Child echo(String kind, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("echo"));
        command.addAll(List.of(kind.split(" ")));
        command.addAll(List.of(options));
        return Sockeye.start(command.toArray(String[]::new));
    }

    private static void clients(Child server, String program, Object... arguments)
            throws Exception {
        try (Child clients = client(server, program, arguments)) {
            clients.succeeds();
        }
    }

    private static Child client(Child server, String program, Object... arguments)
            throws Exception {
        String ready = server.line();
        assertTrue(ready.matches("ready 127\\.0\\.0\\.1:\\d+"), ready);
        List<Object> all = new ArrayList<>(List.of("127.0.0.1", ready.split(":")[1]));
        all.addAll(List.of(arguments));
        return Child.python(CLIENTS + program, all.toArray());
    }

    /** The reactor logs what it cannot do; the other server has nobody to tell. */
    private static void stopsAfterWarning(Child server, String kind, String text) throws Exception {
        server.signal("TERM");
        assertEquals(0, server.exitCode(), server.errors());
        List<String> warnings =
                server.errors().lines().filter(line -> line.contains("WARNING")).toList();
        assertEquals(kind.contains("reactor"), !warnings.isEmpty(), server.errors());
        for (String warning : warnings) {
            assertTrue(warning.contains(text), warning);
        }
    }

    // ---- socketserver

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void aServerOfThreadsServesManyClientsAtATime(String engine) throws Exception {
        try (Child server = echo("--server threading", "--engine", engine)) {
            clients(
                    server,
                    """
                    many = [connect() for _ in range(50)]
                    for n in 1, 4096:
                        for s in many:
                            exchange(s, n)
                    exchange(many[0], 5_000_000)
                    many[1].shutdown(socket.SHUT_WR)
                    assert many[1].recv(1) == b''
                    """);
            stops(server, "TERM");
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#enginesWithProcesses")
    void aServerOfProcessesServesManyClientsAtATime(String engine) throws Exception {
        try (Child server = echo("--server forking", "--engine", engine)) {
            clients(
                    server,
                    """
                    many = [connect() for _ in range(4)]
                    for n in 1, 4096:
                        for s in many:
                            exchange(s, n)
                    exchange(many[0], 5_000_000)
                    many[1].shutdown(socket.SHUT_WR)
                    assert many[1].recv(1) == b''
                    """);
            stops(server, "INT");
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void aTcpServerServesOneAfterAnother(String engine) throws Exception {
        try (Child server = echo("--server tcp", "--engine", engine)) {
            clients(
                    server,
                    """
                    first, second = connect(), connect()
                    second.sendall(b'waits')
                    exchange(first, 65536)
                    first.close()
                    assert receive(second, 5) == b'waits'
                    """);
            stops(server, "INT");
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, 1", "threading, 20", "forking, 4"})
    void socketServersAnswerWhatWasReceivedBeforeTheSignal(String kind, int connections)
            throws Exception {
        String program =
                """
                import array, fcntl, signal, termios
                many = [connect() for _ in range(int(sys.argv[4]))]
                for s in many:
                    exchange(s, 64)
                    s.sendall(b'x' * 20_000)
                for s in many:
                    waiting = array.array('i', [1])
                    while waiting[0]:
                        fcntl.ioctl(s, termios.TIOCOUTQ, waiting)
                os.kill(int(sys.argv[3]), signal.SIGTERM)
                for s in many:
                    assert receive(s, 20_000) == b'x' * 20_000
                    assert s.recv(1) == b''
                """;
        try (Child server = echo("--server " + kind);
                Child client = client(server, program, server.pid(), connections)) {
            client.succeeds();
            assertEquals(0, server.exitCode(), server.errors());
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void aUdpServerAnswersDatagrams(String engine) throws Exception {
        try (Child server = echo("--server udp", "--engine", engine)) {
            clients(
                    server,
                    """
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    s.settimeout(60)
                    for n in 0, 1, 1400, 60_000:
                        sent = os.urandom(n)
                        s.sendto(sent, address)
                        assert s.recvfrom(65_535) == (sent, address)
                    """);
            stops(server, "TERM");
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void aUnixServerListensAtAPathAndRemovesIt(String engine, @TempDir Path folder)
            throws Exception {
        Path path = folder.resolve("s");
        try (Child server = echo("--server unix", "--path", path + "", "--engine", engine)) {
            assertEquals("ready " + path, server.line());
            String program =
                    """
                    import os, socket, sys
                    s = socket.socket(socket.AF_UNIX)
                    s.connect(sys.argv[1])
                    sent = os.urandom(10_000)
                    s.sendall(sent)
                    got = b''
                    while len(got) < len(sent):
                        got += s.recv(len(sent))
                    assert got == sent
                    """;
            try (Child client = Child.python(program, path.toString())) {
                client.succeeds();
            }
            stops(server, "TERM");
        }
        assertTrue(Files.notExists(path));
    }

    private static void stops(Child server, String signal) throws Exception {
        server.signal(signal);
        assertEquals(0, server.exitCode(), server.errors());
        assertEquals(List.of(), server.rest());
        assertEquals("", server.errors());
    }
}

package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.testing.Child;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code connect} against Python servers. */
class ConnectIT {
    private static final String SERVER =
            """
            import socket
            s = socket.create_server(('127.0.0.1', 0))
            print(s.getsockname()[1])
            c, _ = s.accept()
            lines = c.makefile('rw', encoding='utf-8')
            """;

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void sendsLinesAndPrintsAnswersUntilTheInputEnds(String engine) throws Exception {
        String program =
                """
                for line in lines:
                    lines.write('you said ' + line)
                    lines.flush()
                lines.write('bye\\n')
                lines.flush()
                """;
        try (Child server = Child.python(SERVER + program);
                Child client = connect(server, engine)) {
            client.type("hello\n");
            assertEquals("you said hello", client.line());
            client.type("世界\n");
            assertEquals("you said 世界", client.line());
            client.endInput();
            assertEquals("bye", client.line());
            client.succeeds();
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void endsWhenTheServerCloses(String engine) throws Exception {
        String program =
                """
                lines.write('closed for today\\n')
                lines.flush()
                """;
        try (Child server = Child.python(SERVER + program);
                Child client = connect(server, engine)) {
            assertEquals(List.of("closed for today"), client.rest());
            client.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void saysThatTheConnectionBroke(String engine) throws Exception {
        String program =
                """
                import struct
                c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                lines.close()
                c.close()
                """;
        try (Child server = Child.python(SERVER + program);
                Child client = connect(server, engine)) {
            assertEquals(2, client.exitCode());
            assertEquals(1, client.errors().lines().count(), client.errors());
        }
    }

    /** A server that answers each line before it reads the next must not lock both sides up. */
    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void passesMoreThanTheKernelBuffers(String engine) throws Exception {
        String program =
                """
                while True:
                    data = c.recv(65536)
                    if not data:
                        break
                    c.sendall(data)
                """;
        String line = "0123456789".repeat(100);
        try (Child server = Child.python(SERVER + program);
                Child client = connect(server, engine)) {
            client.type((line + "\n").repeat(20_000));
            client.endInput();
            List<String> echoed = client.rest();
            assertEquals(20_000, echoed.size());
            assertEquals(20_000, echoed.stream().filter(line::equals).count());
            client.succeeds();
        }
    }

    private static Child connect(Child server, String engine) throws Exception {
        return Sockeye.start("connect", "--engine", engine, "127.0.0.1", server.line());
    }
}

package io.sockeye.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How an example runs, and what Python clients of it begin with. */
final class Programs {
    static final int ENDED_BY_SIGTERM = 128 + 15;

    static final String CONNECTED =
            """
            import socket, sys
            HOST, PORT = '127.0.0.1', int(sys.argv[1])

            def connect():
                return socket.create_connection((HOST, PORT), 30)

            def receive(s, n):
                got = b''
                while len(got) < n:
                    part = s.recv(n - len(got))
                    assert part, 'the server closed after %d of %d bytes' % (len(got), n)
                    got += part
                return got

            def expect(s, text):
                data = text if isinstance(text, bytes) else text.encode('utf-8')
                got = receive(s, len(data))
                assert got == data, got
            """;

    private Programs() {}

    static Stream<String> engines() {
        return Stream.of(System.getProperty("sockeye.test.engines").split(","));
    }

    static Child example(String engine, Class<?> example) throws Exception {
        return client(engine, example, "0");
    }

    static Child client(String engine, Class<?> example, String... portAndMore) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Dsockeye.engine=" + engine));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(example.getName(), "127.0.0.1"));
        command.addAll(List.of(portAndMore));
        return Child.java(command.toArray(String[]::new));
    }

    static String port(Child server) throws Exception {
        String listening = server.line();
        assertTrue(listening.matches("listening on 127\\.0\\.0\\.1:\\d+"), listening);
        return listening.split(":")[1];
    }

    static void against(Child server, String program) throws Exception {
        try (Child python = Child.python(CONNECTED + program, port(server))) {
            python.succeeds();
        }
    }

    static void stops(Child server) throws Exception {
        server.signal("TERM");
        server.rest();
        assertEnded(server);
    }

    static void assertEnded(Child server) throws Exception {
        assertEquals(ENDED_BY_SIGTERM, server.exitCode(), server.errors());
        assertEquals("", server.errors());
    }
}

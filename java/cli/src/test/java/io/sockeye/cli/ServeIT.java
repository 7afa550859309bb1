package io.sockeye.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve}, with a handler that the command has never seen. */
class ServeIT {
    @TempDir static Path classes;

    @BeforeAll
    static void compileTheHandler() throws Exception {
        Path source = classes.resolve("Upper.java");
        Files.writeString(
                source,
                """
                import io.sockeye.socketserver.StreamRequestHandler;
                public class Upper extends StreamRequestHandler {
                    @Override protected void handle() throws Exception {
                        byte[] line;
                        while ((line = rfile().readline()).length > 0) {
                            String text = ProcessHandle.current().pid() + " " + new String(line);
                            wfile().write(text.toUpperCase().getBytes());
                        }
                    }
                }
                """);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "a JDK has a compiler");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code =
                compiler.run(null, said, said, "-cp", Sockeye.JAR, "-d", classes + "", source + "");
        assertEquals(0, code, said.toString(UTF_8));
    }

    private static Child serve(String... options) throws Exception {
        List<String> all =
                new ArrayList<>(
                        List.of("serve", "--handler", "Upper", "--classpath", classes + ""));
        all.addAll(List.of(options));
        return Sockeye.start(all.toArray(String[]::new));
    }

    /** What a client is answered, and the process that did it. */
    private static String[] ask(String address) throws Exception {
        String program =
                """
                import socket, sys
                host, port = sys.argv[1].rsplit(':', 1)
                with socket.create_connection((host, int(port)), 60) as s:
                    s.sendall(b'hello\\n')
                    print(s.makefile().readline(), end='', flush=True)
                """;
        try (Child client = Child.python(program, address)) {
            return client.line().split(" ");
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, TERM", "threading, INT", "forking, TERM", "forking, INT"})
    void servesWithTheHandlerUntilASignal(String kind, String signal) throws Exception {
        try (Child server = serve("--server", kind)) {
            String ready = server.line();
            assertTrue(ready.matches("ready 127\\.0\\.0\\.1:\\d+"), ready);
            String[] answer = ask(ready.substring("ready ".length()));
            assertEquals("HELLO", answer[1]);
            assertEquals(kind.equals("forking"), !answer[0].equals(server.pid() + ""));
            server.signal(signal);
            assertEquals(0, server.exitCode(), server.errors());
            assertEquals("", server.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void processesServeAsManyRequestsAsTheyMay(int requests) throws Exception {
        try (Child server =
                serve("--server", "forking", "--requests-per-child", Integer.toString(requests))) {
            String address = server.line().substring("ready ".length());
            Set<String> processes = new HashSet<>();
            int clients = 2 * Runtime.getRuntime().availableProcessors() + 1;
            for (int i = 0; i < clients; i++) {
                processes.add(ask(address)[0]);
            }
            assertEquals(requests == 1, processes.size() == clients, processes.toString());
        }
    }

    @Test
    void saysThatHandlersHadNotEnded() throws Exception {
        try (Child server = serve("--server", "threading")) {
            String address = server.line().substring("ready ".length());
            String program =
                    """
                    import socket, sys
                    host, port = sys.argv[1].rsplit(':', 1)
                    s = socket.create_connection((host, int(port)), 60)
                    s.sendall(b'hello\\n')
                    s.recv(1)
                    print('here', flush=True)
                    assert s.recv(1000)
                    sys.stdin.readline()
                    """;
            try (Child client = Child.python(program, address)) {
                assertEquals("here", client.line());
                server.signal("TERM");
                assertEquals(1, server.exitCode());
                assertEquals(
                        "serve: some handlers had not ended after five seconds",
                        server.errors().strip());
            }
        }
    }
}

package io.sockeye.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.testing.Child;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows is what happens. Port 8080 becomes a free one, nothing else changes. */
class ReadmeIT {
    private static final String JAR = "java/cli/target/sockeye.jar";
    private static final String PORT = "8080";

    private static final String SUMS =
            """
            import socket, sys
            with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 60) as s:
                lines = s.makefile()
                for n, sum in (5, '5'), (7, '12'):
                    s.sendall(b'%d\\n' % n)
                    assert lines.readline().startswith(sum + ' says ')
            with socket.create_connection(('127.0.0.1', int(sys.argv[2])), 60) as s:
                s.sendall(b'meow')
                assert s.recv(10) == b'meow'
            """;

    /** The best one. */
    private static final String ENGINE = System.getProperty("sockeye.test.engines").split(",")[0];

    private static final String CLIENT =
            """
            import os, socket, sys
            for n in 1, 1000, 100_000:
                with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 30) as s:
                    sent = os.urandom(n)
                    for i in range(0, n, 1000):
                        s.sendall(sent[i:i + 1000])
                        assert s.recv(1000, socket.MSG_WAITALL) == sent[i:i + 1000]
            """;

    /** Two at a time, each line by line. */
    private static final String LINES =
            """
            import socket, sys
            def connect():
                return socket.create_connection(('127.0.0.1', int(sys.argv[1])), 30)
            first, second = connect(), connect()
            for s in second, first:
                with s, s.makefile('rwb') as file:
                    for line in b'hello\\n', b'x' * 100_000 + b'\\n':
                        file.write(line)
                        file.flush()
                        answer = file.readline()
                        assert answer == (line.upper() if sys.argv[2] == 'upper' else line)
            """;

    /** Types what stands on the screen as typed; the others do what it says that they did. */
    private static final String CHAT =
            """
            import re, socket, sys
            class Person:
                def __init__(self):
                    self.s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 30)
                    self.file = self.s.makefile('rb')
                def types(self, text):
                    self.s.sendall(text.encode('utf-8') + b'\\n')
            me, others = Person(), {}
            for line in sys.argv[2].splitlines():
                did = re.match(r'(?:\\* )?(\\w+)(: | came| left)(.*)', line)
                if did is None and line not in ('Your name?', '* The room closes.'):
                    me.types(line)
                    others.setdefault(line, me)
                    continue
                if did and did[2] == ' came' and did[1] not in others:
                    others[did[1]] = Person()
                    others[did[1]].types(did[1])
                elif did and did[2] == ' left':
                    others[did[1]].s.shutdown(socket.SHUT_RDWR)
                elif did and others[did[1]] is not me:
                    others[did[1]].types(did[3])
                elif line.startswith('* The room'):
                    print('press Ctrl-C')
                heard = me.file.readline().decode('utf-8')
                assert heard == line + '\\n', (heard, line)
            """;

    private static Readme readme;

    @TempDir Path directory;

    @BeforeAll
    static void read() throws IOException {
        readme = new Readme();
        assertTrue(
                Files.exists(Readme.TOP.resolve(JAR)),
                JAR + " is missing: README is tested with it; 'mvn verify' at the top makes it");
    }

    @Test
    void theFirstServerServes() throws Exception {
        String command = readme.all("<code>(java -cp .*?)</code>").get(0);
        try (Child server = java(command, 0)) {
            serves(server);
        }
    }

    @Test
    void itsPythonTwinServesTheSameWay() throws Exception {
        Path program = write("echo.py", readme.snippets("python").get(0));
        assertEquals("python3 echo.py", readme.all("<code>(python3 .*?)</code>").get(0));
        try (Child server = Child.start("python3", "-u", program.toString())) {
            serves(server);
        }
    }

    @Test
    void theServerForManyServes() throws Exception {
        String command = "java -cp " + JAR + " EchoToMany.java";
        try (Child server = java(command, 1)) {
            serves(server);
        }
    }

    @Test
    void theDependencyIsWhatIsBuilt() {
        String version = System.getProperty("sockeye.version");
        String xml = readme.snippets("xml").get(0);
        assertEquals("io.sockeye", element(xml, "groupId"));
        assertEquals("sockeye-native", element(xml, "artifactId"));
        assertEquals(version, element(xml, "version"));
        String coordinates = "io.sockeye:sockeye-native:" + version + ":linux-x86_64";
        assertEquals("linux-x86_64", element(xml, "classifier"));
        assertEquals("implementation \"" + coordinates + "\"\n", readme.snippets("groovy").get(0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theEnginesLookLikeThat() throws Exception {
        List<String> shown = readme.snippets("").get(0).lines().toList();
        assertEquals("$ java -jar " + JAR + " engines", shown.get(0));
        List<String> expected = shown.subList(1, shown.size());
        try (Child engines = run("java -jar " + JAR + " engines")) {
            List<String> real = engines.rest();
            assertEquals(firstColumn(expected), firstColumn(real));
            for (String line : unavailable(expected)) {
                assertTrue(real.contains(line), line + " is not in " + real);
            }
        }
    }

    @Test
    void theReactorServes() throws Exception {
        String command = "java -cp " + JAR + " EchoReactor.java";
        try (Child server = java(command, 2)) {
            serves(server);
        }
    }

    @Test
    void theSocketServerServesAndEnds() throws Exception {
        try (Child server = java("java -cp " + JAR + " EchoLines.java", 4)) {
            servesLines(server, "same");
            server.signal("INT");
            server.exitCode();
            assertEquals("", server.errors());
        }
    }

    @Test
    void theSocketServerWithOptionsServes() throws Exception {
        try (Child server = java("java -cp " + JAR + " Capitals.java", 5)) {
            servesLines(server, "upper");
        }
    }

    /** Its handler is loaded by other processes: it must be compiled into a folder. */
    @Test
    void theServerOfProcessesServes() throws Exception {
        assumeTrue(!ENGINE.equals("nio"), "nio has no processes");
        Path source = write("Isolated.java", readme.snippets("java").get(6));
        Path jar = Readme.TOP.resolve(JAR);
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", jar + "", "-d", directory + "", source + "");
        assertEquals(0, code);
        String path = JAR + ":" + directory;
        try (Child server = run("java -cp " + path + " Isolated")) {
            String[] ports = server.line().replaceAll("[^\\d ]", "").strip().split(" +");
            try (Child client = Child.python(SUMS, ports[1], ports[3])) {
                client.succeeds();
            }
        }
    }

    /** So that ChatServerTest is about the program that README shows. */
    @Test
    void theChatIsTheExample() throws IOException {
        String directory = "java/examples/src/main/java/io/sockeye/examples/";
        String example = Files.readString(Readme.TOP.resolve(directory + "ChatServer.java"));
        String here =
                example.replace("package io.sockeye.examples;", "")
                        .replace("import io.sockeye.socket.Address;", "")
                        .replaceAll("Address.Inet at = .*", "")
                        .replaceAll("at.host\\(\\),\\s*at.port\\(\\)", "\"127.0.0.1\", 8080");
        assertEquals(withoutSpaces(here), withoutSpaces(readme.snippets("java").get(3)));
    }

    @Test
    void theChatGoesLikeThat() throws Exception {
        String command = readme.all("`(java -cp .* ChatServer.java)`").get(0);
        List<String> shown = readme.snippets("").get(2).lines().toList();
        assertEquals("$ nc 127.0.0.1 " + PORT, shown.get(0));
        String screen = String.join("\n", shown.subList(1, shown.size()));
        try (Child server = java(command, 3)) {
            String port = server.line().replaceAll("listening on 127\\.0\\.0\\.1:", "");
            try (Child chat = Child.python(CHAT, port, screen)) {
                assertEquals("press Ctrl-C", chat.line());
                server.signal("INT");
                chat.succeeds();
                server.exitCode();
                assertEquals("", server.errors());
            }
        }
    }

    @Test
    void theCommandsTalkToEachOther() throws Exception {
        List<String> echo = commands("echo ");
        assertEquals(2, echo.size(), echo.toString());
        List<String> connect = commands("connect ");
        assertEquals(1, connect.size(), connect.toString());
        List<String> serve = commands("serve ");
        assertEquals(1, serve.size(), serve.toString());
        for (String each : Stream.concat(echo.stream(), serve.stream()).toList()) {
            talk(each, connect.get(0));
        }
    }

    private static void talk(String echo, String connect) throws Exception {
        String command = echo.replace(PORT, "0");
        if (!ENGINE.equals("jni")) { // it was left out with -Dskip.native
            command = command.replace("jni", ENGINE).replace("--multiplexer epoll", "");
        }
        try (Child server = run(command)) {
            String port = server.line().split(":")[1];
            try (Child client = run(connect.replace(PORT, port))) {
                client.type("hello\n");
                assertEquals("hello", client.line());
                client.endInput();
                client.succeeds();
            }
            server.signal("INT");
            server.succeeds();
        }
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        assertEquals(List.of(), Readme.brokenLinks(Readme.TOP.resolve("README.md")));
    }

    private Child java(String command, int snippet) throws Exception {
        String file = command.substring(command.lastIndexOf(' ') + 1);
        Path program = write(file, readme.snippets("java").get(snippet));
        return run(command.replace(file, program.toString()));
    }

    /** Runs a command of README where README says: at the top. */
    private static Child run(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.trim().split(" +")));
        assertEquals("java", words.get(0));
        words.set(0, Child.javaCommand());
        return Child.start(new File(Readme.TOP.toString()), Map.of(), words);
    }

    private Path write(String file, String program) throws IOException {
        assertTrue(program.contains(PORT), program);
        return Files.writeString(directory.resolve(file), program.replace(PORT, "0"));
    }

    private static void serves(Child server) throws Exception {
        try (Child client = Child.python(CLIENT, port(server))) {
            client.succeeds();
        }
    }

    private static void servesLines(Child server, String answer) throws Exception {
        try (Child client = Child.python(LINES, port(server), answer)) {
            client.succeeds();
        }
    }

    private static String port(Child server) throws Exception {
        String listening = server.line();
        assertTrue(listening.matches("listening on \\('127\\.0\\.0\\.1', \\d+\\)"), listening);
        return listening.replaceAll(".*, |\\)", "");
    }

    private static List<String> commands(String name) {
        return readme.all("\\n(java -jar " + JAR + ' ' + name + ".*)(?=\\n)");
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static List<String> firstColumn(List<String> lines) {
        return lines.stream().map(line -> line.split(" ")[0]).toList();
    }

    private static List<String> unavailable(List<String> lines) {
        List<String> found =
                lines.stream().filter(line -> line.contains("unavailable because")).toList();
        assertTrue(!found.isEmpty(), lines.toString());
        return found;
    }

    private static String element(String xml, String name) {
        return xml.replaceAll("(?s).*<" + name + ">(.*)</" + name + ">.*", "$1").strip();
    }
}

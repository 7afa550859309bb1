package io.sockeye.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows is what happens. Port 8080 becomes a free one, nothing else changes. */
class ReadmeIT {
    private static final String JAR = "java/cli/target/sockeye.jar";
    private static final String PORT = "8080";

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
    void theCommandsTalkToEachOther() throws Exception {
        List<String> commands = commands("echo ", "connect ");
        String engine = System.getProperty("sockeye.test.engines").split(",")[0];
        String echo = commands.get(0).replace(PORT, "0");
        if (!engine.equals("jni")) { // it was left out with -Dskip.native
            echo = echo.replace("jni", engine).replace("--multiplexer epoll", "");
        }
        try (Child server = run(echo)) {
            String port = server.line().split(":")[1];
            try (Child client = run(commands.get(1).replace(PORT, port))) {
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
    void itsLinksLeadSomewhere() {
        List<String> links = readme.all("\\]\\((?!https:)([^)]+)\\)");
        assertTrue(links.size() > 3, links.toString());
        for (String link : links) {
            assertTrue(Files.exists(Readme.TOP.resolve(link)), link);
        }
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
        String listening = server.line();
        assertTrue(listening.matches("listening on \\('127\\.0\\.0\\.1', \\d+\\)"), listening);
        try (Child client = Child.python(CLIENT, listening.replaceAll(".*, |\\)", ""))) {
            client.succeeds();
        }
    }

    private static List<String> commands(String... names) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            found.addAll(readme.all("\\n(java -jar " + JAR + ' ' + name + ".*)\\n"));
        }
        assertEquals(names.length, found.size(), found.toString());
        return found;
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

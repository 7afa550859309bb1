package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.testing.Child;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code engines}: what works, and why the rest does not. */
class EnginesIT {
    private static final String ODD_PATH = "/no \"such\"\\ü/lib.so";

    @Test
    void listsTheEnginesThatWork() throws Exception {
        List<String> lines = lines(List.of(), "engines");
        assertTrue(lines.get(0).matches("engine +status +multiplexers +origin"), lines.get(0));
        Sockeye.engines().forEach(engine -> assertAvailable(lines, engine));
    }

    private static void assertAvailable(List<String> lines, String engine) {
        String wanted = engine + " +available +\\S.*";
        assertTrue(lines.stream().anyMatch(line -> line.matches(wanted)), engine + ": " + lines);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhyAMultiplexerIsAbsent() throws Exception {
        List<String> lines = lines(List.of(), "engines");
        String kqueue = "kqueue +unavailable because this is Linux; kqueue is BSD's and macOS'";
        String uring = "io_uring +(available +jni.*|unavailable because .*io_uring.*)";
        assertTrue(lines.stream().anyMatch(line -> line.matches(kqueue)), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches(uring)), lines.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhatAnIoUringDoesWithout() throws Exception {
        List<String> options = List.of("-Dsockeye.io_uring.without=CANCEL_FD");
        List<String> lines = lines(options, "engines");
        String uring = "jni: io_uring without CANCEL_FD \\(Linux 5.19\\): excluded by -D.*";
        boolean exists = lines.stream().anyMatch(line -> line.matches("io_uring +available.*"));
        assumeTrue(exists, "no io_uring: " + lines);
        assertTrue(lines.stream().anyMatch(line -> line.matches(uring)), lines.toString());
        assertTrue(String.join("\n", lines(options, "engines", "--json")).contains("CANCEL_FD"));
    }

    @Test
    void saysWhyAnEngineIsUnavailable() throws Exception {
        List<String> lines = lines(List.of("-Dsockeye.native.path=/no/lib.so"), "engines");
        String jni = "jni +unavailable because .*/no/lib\\.so.*";
        assertTrue(lines.stream().anyMatch(line -> line.matches(jni)), lines.toString());
    }

    @Test
    @EnabledForJreRange(maxVersion = 21)
    void saysWhichJavaFfmTakes() throws Exception {
        List<String> lines = lines(List.of(), "engines");
        String ffm = "ffm +unavailable because it needs JDK 22 or newer, this is \\d+";
        assertTrue(lines.stream().anyMatch(line -> line.matches(ffm)), lines.toString());
    }

    /** A jar that merges others must still say Multi-Release. */
    @Test
    void hasFfmOnANewerJava() throws Exception {
        String home = System.getProperty("sockeye.test.newjdk");
        assumeTrue(!home.equals("none"), "no JDK 22 or newer was found when this was built");
        try (Child child = Child.start(home + "/bin/java", "-jar", Sockeye.JAR, "engines")) {
            List<String> lines = child.rest();
            assertEquals("", child.errors());
            assertAvailable(lines, "ffm");
        }
    }

    @Test
    void listsEnginesAlsoWhenTheChosenOneDoesNotExist() throws Exception {
        List<String> lines = lines(List.of("-Dsockeye.engine=abacus"), "engines");
        assertTrue(lines.get(lines.size() - 1).startsWith("default engine: none: "), "" + lines);
    }

    @Test
    void writesJson() throws Exception {
        String json = String.join("\n", lines(List.of(), "engines", "--json"));
        String check =
                """
                import json, sys
                report = json.loads(sys.argv[1])
                engines = {e['name']: e for e in report['engines']}
                for name in sys.argv[2].split(','):
                    assert engines[name]['available'] and not engines[name]['reason'], name
                    assert engines[name]['multiplexers'] and engines[name]['origin'], name
                assert report['default'] in engines
                assert report['version'][0].isdigit()
                multiplexers = {m['name']: m for m in report['multiplexers']}
                assert multiplexers['nio']['available'] and 'nio' in multiplexers['nio']['engines']
                assert multiplexers['io_uring']['available'] == (not multiplexers['io_uring']['reason'])
                """;
        try (Child python = Child.python(check, json, System.getProperty("sockeye.test.engines"))) {
            python.succeeds();
        }
    }

    @Test
    void escapesJson() throws Exception {
        List<String> options = List.of("-Dsockeye.native.path=" + ODD_PATH);
        String json = String.join("\n", lines(options, "engines", "--json"));
        String check =
                """
                import json, sys
                jni = [e for e in json.loads(sys.argv[1])['engines'] if e['name'] == 'jni'][0]
                assert sys.argv[2] in jni['reason'], jni['reason']
                """;
        try (Child python = Child.python(check, json, ODD_PATH)) {
            python.succeeds();
        }
    }

    private static List<String> lines(List<String> options, String... arguments) throws Exception {
        try (Child child = Sockeye.withJvmOptions(options, arguments)) {
            List<String> lines = child.rest();
            child.succeeds();
            assertEquals("", child.errors());
            return lines;
        }
    }
}

package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class CompareTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--connections=0",
                "--connections=50,-1",
                "--connections=many",
                "--connections=999999999",
                "--size=0",
                "--size=99999999",
                "--depth=0",
                "--rounds=0",
                "--seconds=0",
                "--seconds=NaN",
                "--warmup=-1",
                "--servers=(",
                "--java=/nowhere",
                "--cli=/nowhere.jar",
                "--no-such-option",
                "stray"
            })
    void badArgumentsAreOneLineAndExitCode2(String argument) {
        assertEquals(2, run(argument));
        assertEquals("", out.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("compare: "), err.toString());
    }

    @Test
    void comparesAndEndsInOneSentence(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        int code =
                run(
                        "--servers=^java.nio$",
                        "--connections=4",
                        "--rounds=2",
                        "--seconds=0.05",
                        "--warmup=0.05",
                        "--json=" + json);
        assertEquals("", err.toString());
        assertEquals(0, code);
        String text = out.toString();
        assertTrue(text.contains("\n4 connections\n"), text);
        assertTrue(text.contains("\njava.nio "), text);
        assertTrue(text.contains(" against itself differed by "), text);
        assertTrue(text.endsWith("so there is no winner.\n"), text);
        assertTrue(Files.readString(json).contains("\"requestsPerSecond\": "));
    }

    private int run(String... args) {
        CommandLine command = Compare.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(args);
    }
}

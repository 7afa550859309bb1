package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The real Python, to compare with. */
final class Python {
    private Python() {}

    /** Runs a script that reads lines and prints one line for each. */
    static List<String> answers(String script, List<String> questions) throws Exception {
        Process python = new ProcessBuilder("python3", "-c", script).start();
        Background<String> errors = Background.start(() -> read(python.getErrorStream()));
        Background<String> output = Background.start(() -> read(python.getInputStream()));
        try (OutputStream in = python.getOutputStream()) {
            in.write((String.join("\n", questions) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        List<String> answers = output.result().lines().toList();
        assertEquals("", errors.result());
        assertEquals(0, python.waitFor());
        return answers;
    }

    private static String read(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A real Python, as the judge of what Python does. */
final class Python {
    private Python() {}

    static boolean exists() {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a script and returns what it prints. */
    static String run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", script));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed;
        try (InputStream output = process.getInputStream()) {
            printed = new String(output.readAllBytes(), UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new AssertionError(printed);
        }
        return printed;
    }

    /** Runs a script that reads lines and prints one line for each. */
    static List<String> answers(String script, List<String> questions) throws Exception {
        Process process =
                new ProcessBuilder("python3", "-c", script).redirectErrorStream(true).start();
        Background<byte[]> printed =
                Background.start(() -> process.getInputStream().readAllBytes());
        try (OutputStream input = process.getOutputStream()) {
            input.write((String.join("\n", questions) + "\n").getBytes(UTF_8));
        }
        String answers = new String(printed.result(), UTF_8);
        process.getInputStream().close();
        if (process.waitFor() != 0) {
            throw new AssertionError(answers);
        }
        return answers.lines().toList();
    }
}

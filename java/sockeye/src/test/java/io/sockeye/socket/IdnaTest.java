package io.sockeye.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Host names that are not ASCII, encoded as Python's {@code idna} codec does. */
class IdnaTest {
    private static final String SCRIPT =
            """
            import sys
            sys.stdin.reconfigure(encoding='utf-8')
            for line in sys.stdin:
                try: print(line.rstrip('\\n').encode('idna').decode())
                except UnicodeError: print('refused')
            """;

    private static final List<String> HOSTS =
            List.of(
                    "localhost",
                    "www.example.com",
                    "example.com.",
                    "b\u00fccher.example",
                    "B\u00dcCHER.example",
                    "fa\u00df.de",
                    "\u4f8b\u3048.\u30c6\u30b9\u30c8",
                    "a\u3002b",
                    "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54",
                    "\u0627\u062e\u062a\u0628\u0627\u0631.example",
                    "caf\u00e9.caf\u00e9",
                    "x_y.\u00e9",
                    "\u00fc".repeat(64),
                    "\u00fc".repeat(30),
                    "x".repeat(63),
                    "x".repeat(64),
                    "a..b",
                    "a..\u00fc",
                    ".a",
                    "\u2250\u2250",
                    "xn--bcher-kva.example",
                    "-\u00fc-");

    private static String ours(String host) {
        try {
            Addresses.checkLabels(host);
            return Addresses.ascii(host);
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    @Test
    void hostsAreEncodedAsPythonDoes() throws IOException, InterruptedException {
        Process python =
                new ProcessBuilder("python3", "-c", SCRIPT).redirectErrorStream(true).start();
        try (OutputStream input = python.getOutputStream()) {
            input.write((String.join("\n", HOSTS) + "\n").getBytes(UTF_8));
        }
        String printed = new String(python.getInputStream().readAllBytes(), UTF_8);
        python.getInputStream().close();
        assertEquals(0, python.waitFor(), printed);
        List<String> expected = printed.lines().toList();
        assertEquals(HOSTS.size(), expected.size());
        for (int i = 0; i < HOSTS.size(); i++) {
            assertEquals(expected.get(i), ours(HOSTS.get(i)), HOSTS.get(i));
        }
    }
}

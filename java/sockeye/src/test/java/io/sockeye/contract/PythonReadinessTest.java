package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table that {@link ReadinessTest} and the selectors are held against is Python's. */
class PythonReadinessTest {
    @Test
    void pythonSeesTheSame() throws Exception {
        List<String> expected =
                Arrays.stream(SocketState.values())
                        .map(state -> state + " " + state.polled + " " + state.selected)
                        .toList();
        try (InputStream file = SocketState.class.getResourceAsStream("readiness.py")) {
            String script = new String(file.readAllBytes(), UTF_8);
            assertEquals(expected, Python.answers(script, List.of()));
        }
    }
}

package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table that {@link ReadinessTest} and the selectors are held against is Python's. */
class PythonReadinessTest {
    @Test
    void pythonSeesTheSame() throws Exception {
        assumeTrue(Python.exists(), "there is no python3");
        String expected =
                Arrays.stream(SocketState.values())
                        .map(state -> state + " " + state.polled + " " + state.selected + "\n")
                        .collect(Collectors.joining());
        try (InputStream script = SocketState.class.getResourceAsStream("readiness.py")) {
            assertEquals(expected, Python.run(new String(script.readAllBytes(), UTF_8)));
        }
    }
}

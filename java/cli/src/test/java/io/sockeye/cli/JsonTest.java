package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEveryKindOfValue() {
        assertEquals("{\"a\": [true, null, \"x\"]}", Json.of(Map.of("a", list())));
        assertEquals("[]", Json.of(List.of()));
    }

    private static List<Object> list() {
        return Arrays.asList(true, null, "x");
    }

    @Test
    void escapesWhatJsonMustNotContain() {
        assertEquals("\"\\\"\\\\\\u000a\\u0000\\u00fc\\u4e16\"", Json.of("\"\\\n\0ü世"));
    }
}

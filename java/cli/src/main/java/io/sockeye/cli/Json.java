package io.sockeye.cli;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON text of maps, collections, strings, booleans and null; pure ASCII. */
final class Json {
    private Json() {}

    static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> string(e.getKey().toString()) + ": " + of(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(Json::of).collect(Collectors.joining(", ", "[", "]"));
        }
        return value == null || value instanceof Boolean
                ? String.valueOf(value)
                : string(value.toString());
    }

    private static String string(String text) {
        return text.chars().mapToObj(Json::character).collect(Collectors.joining("", "\"", "\""));
    }

    private static String character(int c) {
        if (c == '"' || c == '\\') {
            return "\\" + (char) c;
        }
        return c >= ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c);
    }
}

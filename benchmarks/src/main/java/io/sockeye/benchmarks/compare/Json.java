package io.sockeye.benchmarks.compare;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON text of maps, collections, numbers, booleans and strings. */
final class Json {
    private Json() {}

    static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> string(entry.getKey().toString()) + ": " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(Json::of).collect(Collectors.joining(",\n", "[", "]"));
        }
        boolean bare = value instanceof Number || value instanceof Boolean;
        return bare ? value.toString() : string(value.toString());
    }

    private static String string(String text) {
        return text.chars().mapToObj(Json::character).collect(Collectors.joining("", "\"", "\""));
    }

    private static String character(int c) {
        if (c == '"' || c == '\\') {
            return "\\" + (char) c;
        }
        return c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c);
    }
}

package io.sockeye.socket;

import org.jspecify.annotations.Nullable;

/** What ends a line of text, and what a newline becomes when it is written: Python's newline. */
enum Newline {
    /** Null: any of the three ends a line and is read as {@code \n}. */
    TRANSLATED(System.lineSeparator()),
    /** Empty: any of the three ends a line and is read as it is. */
    UNIVERSAL("\n"),
    LF("\n"),
    CR("\r"),
    CRLF("\r\n");

    /** What {@code \n} is written as. */
    final String written;

    Newline(String written) {
        this.written = written;
    }

    static Newline of(@Nullable String newline) {
        if (newline == null) {
            return TRANSLATED;
        }
        switch (newline) {
            case "":
                return UNIVERSAL;
            case "\n":
                return LF;
            case "\r":
                return CR;
            case "\r\n":
                return CRLF;
            default:
                throw new IllegalArgumentException(
                        "newline must be null, \"\", \"\\n\", \"\\r\" or \"\\r\\n\"");
        }
    }

    /** Whether a {@code \r} at the end must wait for what comes next. */
    boolean isUniversal() {
        return this == TRANSLATED || this == UNIVERSAL;
    }

    /** Behind the first line ending in a part of an array, or -1. */
    int endOfLine(char[] chars, int from, int to) {
        switch (this) {
            case CR:
                return behind(chars, from, to, '\r');
            case CRLF:
                return behindBoth(chars, from, to);
            case UNIVERSAL:
                return behindAny(chars, from, to);
            default:
                return behind(chars, from, to, '\n');
        }
    }

    private static int behind(char[] chars, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (chars[i] == wanted) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int behindBoth(char[] chars, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (chars[i] == '\r' && chars[i + 1] == '\n') {
                return i + 2;
            }
        }
        return -1;
    }

    private static int behindAny(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if (c == '\n' || c == '\r') {
                return c == '\r' && i + 1 < to && chars[i + 1] == '\n' ? i + 2 : i + 1;
            }
        }
        return -1;
    }

    /** Turns every line ending into {@code \n}; returns the new end. */
    static int translate(char[] chars, int from, int to) {
        int at = behind(chars, from, to, '\r');
        if (at < 0) {
            return to;
        }
        int out = at - 1;
        for (int i = out; i < to; i++) {
            char c = chars[i];
            if (c == '\r') {
                i += i + 1 < to && chars[i + 1] == '\n' ? 1 : 0;
                c = '\n';
            }
            chars[out++] = c;
        }
        return out;
    }
}

package io.sockeye.reactor;

import java.nio.ByteBuffer;

/**
 * What ends a line. The search (Knuth, Morris and Pratt's) looks at each byte once, also when the
 * bytes come in many pieces: how much of the delimiter stood at the end of the last piece is all
 * that it remembers.
 */
final class Delimiter {
    static final Delimiter CRLF = new Delimiter(new byte[] {'\r', '\n'});

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] bytes;

    /** How much still matches if, after so many matching bytes, the next one does not. */
    private final int[] fallback;

    Delimiter(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("an empty delimiter ends nothing");
        }
        this.bytes = bytes;
        fallback = new int[bytes.length];
        int matched = 0;
        for (int i = 1; i < bytes.length; i++) {
            fallback[i] = matched;
            matched = step(matched, bytes[i]);
        }
    }

    int length() {
        return bytes.length;
    }

    byte[] toBytes() {
        return bytes.clone();
    }

    /** For a transport, which only reads it. */
    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes);
    }

    /**
     * Searches between two indexes, wherever position and limit of the buffer are.
     *
     * @param matched how many bytes of the delimiter stand before {@code from}
     * @return the index after the delimiter, or the complement ({@code ~}) of how many bytes of the
     *     delimiter stand before {@code to}
     */
    int search(ByteBuffer in, int from, int to, int matched) {
        int now = matched;
        int i = from;
        while (i < to) {
            if (now == 0) {
                i = indexOfFirst(in, i, to);
                if (i == to) {
                    break;
                }
            }
            now = step(now, in.get(i++));
            if (now == bytes.length) {
                return i;
            }
        }
        return ~now;
    }

    private int step(int matched, byte next) {
        int now = matched;
        while (now > 0 && bytes[now] != next) {
            now = fallback[now];
        }
        return bytes[now] == next ? now + 1 : now;
    }

    /** Eight bytes at a time: a byte of the word is 0 where the first byte of the delimiter is. */
    private int indexOfFirst(ByteBuffer in, int from, int to) {
        byte first = bytes[0];
        long pattern = (first & 0xff) * ONES;
        int i = from;
        while (to - i >= Long.BYTES) {
            long word = in.getLong(i) ^ pattern;
            if ((word - ONES & ~word & HIGH_BITS) != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < to && in.get(i) != first) {
            i++;
        }
        return i;
    }
}

package io.sockeye.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for the ends of lines, eight bytes at a time. */
final class Scan {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80L * ONES;
    private static final long NEWLINES = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;

    private Scan() {}

    /** The first newline in a part of an array, or -1. */
    static int newline(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long found = zeros((long) EIGHT.get(bytes, i) ^ NEWLINES);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The first newline, byte that is not ASCII, or return if one matters; or -1. */
    static int endOfPlain(byte[] bytes, int from, int to, boolean returnMatters) {
        long returns = returnMatters ? HIGH_BITS : 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            long eight = (long) EIGHT.get(bytes, i);
            long found =
                    eight & HIGH_BITS | zeros(eight ^ NEWLINES) | zeros(eight ^ RETURNS) & returns;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            byte b = bytes[i];
            if (b < 0 || b == '\n' || b == '\r' && returnMatters) {
                return i;
            }
        }
        return -1;
    }

    /** The high bit of each byte that is 0; of those behind the first one it says nothing sure. */
    private static long zeros(long eight) {
        return eight - ONES & ~eight & HIGH_BITS;
    }
}

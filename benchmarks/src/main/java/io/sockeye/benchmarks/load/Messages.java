package io.sockeye.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What is sent, as a function of the connection and the number of the message on it, so that
 * nothing has to be kept until the answer comes. A message begins with eight bytes that no other
 * message has and goes on with a stretch of a fixed random text that they pick: bytes that are
 * lost, repeated, reordered or handed to another connection do not match.
 */
final class Messages {
    static final int KEY_SIZE = Long.BYTES;
    private static final int STARTS = 1 << 16;

    private final int size;
    private final ByteBuffer text;

    Messages(int size) {
        this.size = size;
        byte[] random = new byte[STARTS + size];
        new Random(size).nextBytes(random);
        text = ByteBuffer.allocateDirect(random.length).put(random).clear();
    }

    /** Puts bytes of a message, from one of its bytes on, as many as there are or as fit. */
    void write(int connection, long number, int from, ByteBuffer into) {
        long key = key(connection, number);
        int end = from + Math.min(size - from, into.remaining());
        int at = from;
        for (; at < Math.min(end, KEY_SIZE); at++) {
            into.put(keyByte(key, at));
        }
        if (at < end) {
            into.put(select(key, at, end - at));
        }
    }

    /**
     * Compares what came with a message, from one of its bytes on, and moves the position of what
     * came behind the bytes that are right.
     *
     * @return false if the byte at the new position is wrong
     */
    boolean matches(int connection, long number, int from, ByteBuffer came) {
        long key = key(connection, number);
        int end = from + Math.min(size - from, came.remaining());
        int at = from;
        for (; at < Math.min(end, KEY_SIZE); at++) {
            if (came.get(came.position()) != keyByte(key, at)) {
                return false;
            }
            came.get();
        }
        return at == end || textMatches(key, at, end - at, came);
    }

    /** The number in the key of a message that came on a connection, right or wrong. */
    static long number(int connection, ByteBuffer came) {
        long key = 0;
        for (int at = 0; at < KEY_SIZE; at++) {
            key |= (came.get(came.position() + at) & 0xffL) << (Byte.SIZE * at);
        }
        return unmix(key) - ((long) connection << 44);
    }

    byte expected(int connection, long number, int at) {
        long key = key(connection, number);
        return at < KEY_SIZE ? keyByte(key, at) : select(key, at, 1).get(text.position());
    }

    private boolean textMatches(long key, int at, int length, ByteBuffer came) {
        int limit = came.limit();
        int position = came.position();
        came.limit(position + length);
        int wrong = came.mismatch(select(key, at, length));
        came.limit(limit).position(position + (wrong < 0 ? length : wrong));
        return wrong < 0;
    }

    /** The text between position and limit; a slice would be garbage. */
    private ByteBuffer select(long key, int at, int length) {
        int start = (int) (key >>> 48) + at;
        return text.limit(start + length).position(start);
    }

    private static byte keyByte(long key, int at) {
        return (byte) (key >>> (Byte.SIZE * at));
    }

    /** SplitMix64: one to one, so no two messages have the same key. */
    private static long key(int connection, long number) {
        long z = ((long) connection << 44) + number;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Back from a key: the inverse of each step, in the opposite order. */
    private static long unmix(long key) {
        long z = key ^ (key >>> 31) ^ (key >>> 62);
        z *= 0x319642b2d24d8ec3L;
        z = (z ^ (z >>> 27) ^ (z >>> 54)) * 0x96de1b173f119089L;
        return z ^ (z >>> 30) ^ (z >>> 60);
    }
}

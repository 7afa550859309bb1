package io.sockeye.reactor;

import java.nio.ByteBuffer;

/** Bytes, first in, first out, in one array that grows and is given back when it was large. */
final class ByteQueue {
    private static final byte[] NONE = {};
    private static final int FIRST = 512;
    private static final int KEPT = 16 * 1024;

    private byte[] bytes = NONE;
    private int head;
    private int size;

    int size() {
        return size;
    }

    void append(ByteBuffer more) {
        int count = more.remaining();
        makeRoom(count);
        more.get(bytes, head + size, count);
        size += count;
    }

    /** Moves at most as many bytes as were taken before, so that each is moved once on average. */
    private void makeRoom(int count) {
        int needed = Math.addExact(size, count);
        if (head + needed <= bytes.length) {
            return;
        }
        if (needed <= bytes.length && size <= head) {
            System.arraycopy(bytes, head, bytes, 0, size);
        } else {
            byte[] larger = new byte[larger(needed)];
            System.arraycopy(bytes, head, larger, 0, size);
            bytes = larger;
        }
        head = 0;
    }

    private int larger(int needed) {
        int twice = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - Long.BYTES);
        return Math.max(Math.max(FIRST, needed), twice);
    }

    /** Where something begins, at this place or behind it, or -1. */
    int indexOf(byte[] wanted, int from) {
        int last = size - wanted.length;
        for (int at = from; at <= last; at++) {
            if (bytes[head + at] == wanted[0] && startsWith(wanted, at)) {
                return at;
            }
        }
        return -1;
    }

    boolean startsWith(byte[] wanted, int at) {
        if (at + wanted.length > size) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[head + at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] take(int count) {
        byte[] taken = new byte[count];
        System.arraycopy(bytes, head, taken, 0, count);
        drop(count);
        return taken;
    }

    void drop(int count) {
        head += count;
        size -= count;
        if (size == 0) {
            clear();
        }
    }

    void clear() {
        head = 0;
        size = 0;
        if (bytes.length > KEPT) {
            bytes = NONE;
        }
    }

    /** What is in it, valid until it changes. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, head, size);
    }
}

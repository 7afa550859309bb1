package io.sockeye.socketserver;

import java.util.Arrays;

/**
 * A file in memory, with Python's methods: what a datagram handler reads from and writes to. One
 * position is for reading and for writing.
 */
public final class BytesIO {
    private byte[] bytes;
    private int size;
    private int position;

    /** An empty file. */
    public BytesIO() {
        this(new byte[0]);
    }

    /**
     * A file that holds something, and is read from its beginning.
     *
     * @param initial its bytes, copied
     */
    public BytesIO(byte[] initial) {
        bytes = initial.clone();
        size = initial.length;
    }

    /**
     * Reads the rest.
     *
     * @return all that is left; empty at the end
     */
    public byte[] read() {
        return take(size);
    }

    /**
     * Reads some bytes.
     *
     * @param n at most so many; negative for all
     * @return what is left of them; empty at the end
     */
    public byte[] read(int n) {
        return take(n < 0 ? size : (int) Math.min((long) position + n, size));
    }

    /**
     * Reads a line.
     *
     * @return the line with its {@code \n}; the last one may have none; empty at the end
     */
    public byte[] readline() {
        int end = position;
        while (end < size && bytes[end] != '\n') {
            end++;
        }
        return take(Math.min(end + 1, size));
    }

    private byte[] take(int end) {
        byte[] taken = Arrays.copyOfRange(bytes, position, Math.max(end, position));
        position += taken.length;
        return taken;
    }

    /**
     * Writes bytes at the position, over what is there.
     *
     * @param b what to write
     * @return how many bytes: all
     */
    public int write(byte[] b) {
        int end = Math.addExact(position, b.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(b, 0, bytes, position, b.length);
        position = end;
        size = Math.max(size, end);
        return b.length;
    }

    /**
     * All that the file holds, wherever the position is.
     *
     * @return a copy
     */
    public byte[] getvalue() {
        return Arrays.copyOf(bytes, size);
    }
}

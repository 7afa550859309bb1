package io.sockeye.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads ahead. Bytes leave the buffer only when a call succeeds, so that a failure in the middle
 * loses none; what does not fit makes the buffer grow for as long as it is needed.
 */
final class BufferedInput implements FileInput {
    /** The most that the buffer grows at once, beyond doubling. */
    private static final int STEP = 1 << 20;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final RawFile raw;
    private final int size;
    private byte[] bytes;
    private int pos;
    private int end;

    BufferedInput(RawFile raw, int size) {
        this.raw = raw;
        this.size = size;
        this.bytes = new byte[size];
    }

    // ---- for those who decode in place

    byte[] array() {
        return bytes;
    }

    int position() {
        return pos;
    }

    int available() {
        return end - pos;
    }

    void consume(int count) {
        pos += count;
    }

    /** One receive behind what is there: a count, 0 at the end, WOULD_BLOCK. */
    int fill(int wanted) throws IOException {
        makeRoom(wanted);
        int n = raw.read(bytes, end, bytes.length - end, 0);
        end += Math.max(n, 0);
        return n;
    }

    /**
     * Receives until an ASCII line is there, or something else.
     *
     * @return the length of a line with its end, or 0 if it is not that simple or nothing comes
     */
    int awaitPlainLine(boolean returnMatters) throws IOException {
        int scanned = 0;
        while (true) {
            int stop = Scan.endOfPlain(bytes, pos + scanned, end, returnMatters);
            if (stop >= 0) {
                return plainLength(stop);
            }
            scanned = end - pos;
            if (fill(Math.max(1, scanned)) <= 0) {
                return 0;
            }
        }
    }

    private int plainLength(int stop) {
        if (bytes[stop] == '\n') {
            return stop + 1 - pos;
        }
        if (bytes[stop] != '\r' || stop + 1 == end || bytes[stop + 1] != '\n') {
            return 0;
        }
        return stop + 2 - pos;
    }

    private void makeRoom(int wanted) {
        int have = end - pos;
        long most = (long) have + Math.min(wanted, Math.max(have, STEP));
        int target = (int) Math.max(size, Math.min(most, LARGEST_ARRAY));
        if (have == LARGEST_ARRAY) {
            throw new OutOfMemoryError("no array holds more than " + have + " bytes");
        }
        boolean shrinks = have == 0 && target < bytes.length;
        if (target > bytes.length || shrinks) {
            byte[] larger = new byte[target];
            System.arraycopy(bytes, pos, larger, 0, have);
            bytes = larger;
        } else if (have > 0 && (end == bytes.length || wanted > bytes.length - end)) {
            System.arraycopy(bytes, pos, bytes, 0, have);
        } else if (have > 0) {
            return;
        }
        pos = 0;
        end = have;
    }

    private byte[] take(int count) {
        if (count == bytes.length) {
            byte[] whole = bytes;
            bytes = new byte[size];
            pos = 0;
            end = 0;
            return whole;
        }
        byte[] taken = Arrays.copyOfRange(bytes, pos, pos + count);
        pos += count;
        return taken;
    }

    /** What is there after a fill that brought nothing. */
    private byte @Nullable [] rest(int filled) {
        return filled == 0 || end > pos ? take(end - pos) : null;
    }

    @Override
    public byte @Nullable [] read(int n) throws IOException {
        int wanted = n < 0 ? Integer.MAX_VALUE : n;
        while (end - pos < wanted) {
            int filled = fill(n < 0 ? Math.max(size, end - pos) : wanted - (end - pos));
            if (filled <= 0) {
                return rest(filled);
            }
        }
        return take(wanted);
    }

    @Override
    public byte @Nullable [] read1(int n) throws IOException {
        int wanted = n < 0 ? size : n;
        if (wanted > 0 && end == pos) {
            int filled = fill(wanted);
            if (filled <= 0) {
                return rest(filled);
            }
        }
        return take(Math.min(wanted, end - pos));
    }

    @Override
    public byte @Nullable [] readline(int limit) throws IOException {
        int scanned = 0;
        while (true) {
            int have = limit < 0 ? end - pos : Math.min(limit, end - pos);
            int newline = Scan.newline(bytes, pos + scanned, pos + have);
            if (newline >= 0) {
                return take(newline + 1 - pos);
            }
            if (have == limit) {
                return take(limit);
            }
            scanned = have;
            int filled = fill(Math.max(1, have));
            if (filled <= 0) {
                return rest(filled);
            }
        }
    }

    @Override
    public int readinto(ByteBuffer into) throws IOException {
        int got = 0;
        while (into.hasRemaining()) {
            int n = end > pos || into.remaining() < size ? copyInto(into) : raw.read(into);
            if (n <= 0) {
                return n == 0 || got > 0 ? got : n;
            }
            got += n;
        }
        return got;
    }

    private int copyInto(ByteBuffer into) throws IOException {
        if (end == pos) {
            int filled = fill(1);
            if (filled <= 0) {
                return filled;
            }
        }
        int n = Math.min(end - pos, into.remaining());
        into.put(bytes, pos, n);
        pos += n;
        return n;
    }
}

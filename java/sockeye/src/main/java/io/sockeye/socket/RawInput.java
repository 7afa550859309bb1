package io.sockeye.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads nothing ahead: what a call does not return is still in the socket. A line is looked for
 * with MSG_PEEK and then received to its end.
 */
final class RawInput implements FileInput {
    private final RawFile raw;

    /** What a call that failed in the middle had received; almost always empty. */
    private byte[] kept = NOTHING;

    RawInput(RawFile raw) {
        this.raw = raw;
    }

    @Override
    public byte @Nullable [] read(int n) throws IOException {
        return n < 0 ? readAll() : read1(n);
    }

    @Override
    public byte @Nullable [] read1(int n) throws IOException {
        int wanted = n < 0 ? SocketFile.DEFAULT_BUFFER_SIZE : n;
        if (wanted == 0) {
            return NOTHING;
        }
        byte[] piece = new byte[Math.min(wanted, 1 << 20)];
        int got = receive(piece, piece.length);
        return got < 0 ? null : Arrays.copyOf(piece, got);
    }

    private byte @Nullable [] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[SocketFile.DEFAULT_BUFFER_SIZE];
        try {
            while (true) {
                int n = receive(piece, piece.length);
                if (n <= 0) {
                    return n == 0 || all.size() > 0 ? all.toByteArray() : null;
                }
                all.write(piece, 0, n);
            }
        } catch (Throwable e) {
            kept = all.toByteArray();
            throw e;
        }
    }

    @Override
    public byte @Nullable [] readline(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] piece = new byte[1024];
        try {
            while (limit < 0 || line.size() < limit) {
                int room = limit < 0 ? piece.length : Math.min(piece.length, limit - line.size());
                int seen = peek(piece, room);
                if (seen <= 0) {
                    return seen == 0 || line.size() > 0 ? line.toByteArray() : null;
                }
                int newline = Scan.newline(piece, 0, seen);
                line.write(piece, 0, receive(piece, newline < 0 ? seen : newline + 1));
                if (newline >= 0) {
                    break;
                }
            }
            return line.toByteArray();
        } catch (Throwable e) {
            kept = line.toByteArray();
            throw e;
        }
    }

    private int peek(byte[] into, int length) throws IOException {
        if (kept.length > 0) {
            int n = Math.min(kept.length, length);
            System.arraycopy(kept, 0, into, 0, n);
            return n;
        }
        return raw.read(into, 0, length, Sockets.MSG_PEEK);
    }

    private int receive(byte[] into, int length) throws IOException {
        if (kept.length == 0) {
            return raw.read(into, 0, length, 0);
        }
        int n = peek(into, length);
        kept = Arrays.copyOfRange(kept, n, kept.length);
        return n;
    }

    @Override
    public int readinto(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            return 0;
        }
        if (kept.length == 0) {
            return raw.read(into);
        }
        byte[] piece = new byte[into.remaining()];
        int n = receive(piece, piece.length);
        into.put(piece, 0, n);
        return n;
    }
}

package io.sockeye.socket;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The calls under a file: one receive or send each. After a timeout it reads no more. */
final class RawFile {
    private final Socket socket;
    private final Io io;
    private final boolean whole;
    private volatile boolean hasTimedOut;

    RawFile(Socket socket, Io io, boolean whole) {
        this.socket = socket;
        this.io = io;
        this.whole = whole;
    }

    /** One receive: how many bytes came, 0 at the end, or {@link Socket#WOULD_BLOCK}. */
    int read(byte[] into, int off, int len, int flags) throws IOException {
        refuseAfterTimeout();
        try {
            return io.recv(into, off, len, flags);
        } catch (BlockingIOException e) {
            return Socket.WOULD_BLOCK;
        } catch (OsTimeoutException e) {
            hasTimedOut = true;
            throw e;
        }
    }

    /** One receive into a buffer, whose position moves. */
    int read(ByteBuffer into) throws IOException {
        if (into.hasArray()) {
            int at = into.arrayOffset() + into.position();
            int n = read(into.array(), at, into.remaining(), 0);
            into.position(into.position() + Math.max(n, 0));
            return n;
        }
        refuseAfterTimeout();
        try {
            return socket.recvInto(into);
        } catch (BlockingIOException e) {
            return Socket.WOULD_BLOCK;
        } catch (OsTimeoutException e) {
            hasTimedOut = true;
            throw e;
        }
    }

    /**
     * One send: how many bytes went, or {@link Socket#WOULD_BLOCK}; if writes are whole, as many as
     * it takes.
     */
    int write(byte[] from, int off, int len) throws OsException {
        if (len == 0) {
            return 0;
        }
        try {
            return io.send(
                    (at, scratch, to, length) -> scratch.put(to, from, off + at, length),
                    len,
                    0,
                    whole);
        } catch (BlockingIOException e) {
            if (whole) {
                throw e;
            }
            return Socket.WOULD_BLOCK;
        }
    }

    /** What was being received may have come in part: nobody could tell where a line begins. */
    private void refuseAfterTimeout() throws OsException {
        if (hasTimedOut) {
            throw OsException.message("read", "cannot read from timed out object");
        }
    }
}

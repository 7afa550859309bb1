package io.sockeye.socket;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;

/** How a file writes bytes; without a buffer each write is one send. */
final class FileOutput {
    private final RawFile raw;
    private final byte[] bytes;
    private int count;

    FileOutput(RawFile raw, int size) {
        this.raw = raw;
        this.bytes = new byte[size];
    }

    /**
     * How many bytes were taken: all of them, but for a single send or WOULD_BLOCK without a
     * buffer. After a failure the exception says how many were.
     */
    int write(byte[] from, int off, int len) throws OsException {
        if (bytes.length == 0) {
            return raw.write(from, off, len);
        }
        int taken = 0;
        try {
            if (len > bytes.length - count) {
                flush();
            }
            while (len - taken > bytes.length) {
                taken += send(from, off + taken, len - taken);
            }
        } catch (OsException e) {
            return afterFailure(e, from, off, len, taken);
        }
        keep(from, off + taken, len - taken);
        return len;
    }

    /** A socket that may not wait: what the buffer still holds is taken all the same. */
    private int afterFailure(OsException e, byte[] from, int off, int len, int before)
            throws OsException {
        int taken = before;
        if (e.errno() == Errno.EAGAIN) {
            int fits = Math.min(len - taken, bytes.length - count);
            keep(from, off + taken, fits);
            taken += fits;
            if (taken == len) {
                return len;
            }
        } else if (count == 0) {
            taken += (int) e.bytesSent();
        }
        throw withTaken(e, taken);
    }

    private static OsException withTaken(OsException e, long taken) {
        OsException same =
                e instanceof ClosedException
                        ? new ClosedException("write", taken)
                        : e.errno() < 0
                                ? OsTimeoutException.timedOut("write", "", taken)
                                : OsException.of(e.errno(), "write", "", e.getMessage(), taken);
        same.initCause(e);
        return same;
    }

    private void keep(byte[] from, int off, int len) {
        System.arraycopy(from, off, bytes, count, len);
        count += len;
    }

    /** Sends what is kept; after a failure the rest of it is still there. */
    void flush() throws OsException {
        int sent = 0;
        try {
            while (sent < count) {
                sent += send(bytes, sent, count - sent);
            }
        } catch (OsException e) {
            sent += (int) e.bytesSent();
            throw e;
        } finally {
            System.arraycopy(bytes, sent, bytes, 0, count - sent);
            count -= sent;
        }
    }

    private int send(byte[] from, int off, int len) throws OsException {
        int n = raw.write(from, off, len);
        if (n == Socket.WOULD_BLOCK) {
            String message = "write could not complete without blocking";
            throw OsException.of(Errno.EAGAIN, "write", "", message, 0);
        }
        return n;
    }
}

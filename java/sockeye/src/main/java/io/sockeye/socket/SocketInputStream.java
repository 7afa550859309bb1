package io.sockeye.socket;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.OsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** A socket's bytes as the JDK's own sockets give them. */
final class SocketInputStream extends InputStream {
    /** The most that {@link #available} looks at. */
    private static final int LOOK = 64 * 1024;

    private final Socket socket;
    private final Io io;

    SocketInputStream(Socket socket, Io io) {
        this.socket = socket;
        this.io = io;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (len == 0) {
            return 0;
        }
        try {
            int n = io.recv(b, off, len, 0);
            return n == 0 ? -1 : n;
        } catch (BlockingIOException e) {
            throw (RuntimeException) new IllegalBlockingModeException().initCause(e);
        } catch (OsException e) {
            throw JdkExceptions.of(e);
        }
    }

    /** At least so many bytes are there, as far as 64 KiB. */
    @Override
    public int available() throws IOException {
        try {
            return io.peek(LOOK);
        } catch (OsException e) {
            throw JdkExceptions.of(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

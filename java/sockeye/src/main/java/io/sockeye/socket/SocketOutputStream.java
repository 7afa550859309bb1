package io.sockeye.socket;

import io.sockeye.engine.OsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** Sends bytes as the JDK's own sockets do: all of them, or it says how many. */
final class SocketOutputStream extends OutputStream {
    private final Socket socket;
    private final Io io;

    SocketOutputStream(Socket socket, Io io) {
        this.socket = socket;
        this.io = io;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (io.timeoutNanos == 0) {
            throw new IllegalBlockingModeException();
        }
        if (len == 0) {
            return;
        }
        try {
            io.send((from, to, at, n) -> to.put(at, b, off + from, n), len, 0, true);
        } catch (OsException e) {
            throw JdkExceptions.of(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

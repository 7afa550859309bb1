package io.sockeye.socket;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/** A socket with the manners of the JDK's channels. */
final class SocketByteChannel implements ByteChannel {
    private final Socket socket;
    private final Io io;
    private volatile boolean closed;

    SocketByteChannel(Socket socket, Io io) {
        this.socket = socket;
        this.io = io;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
        requireOpen();
        if (!into.hasRemaining()) {
            return 0;
        }
        try {
            int n = socket.recvInto(into);
            return n == 0 ? -1 : n;
        } catch (BlockingIOException e) {
            return 0;
        } catch (OsException e) {
            throw translate(e);
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        if (!from.hasRemaining()) {
            return 0;
        }
        try {
            return socket.send(from);
        } catch (BlockingIOException e) {
            return 0;
        } catch (OsException e) {
            from.position(from.position() + (int) e.bytesSent());
            throw translate(e);
        }
    }

    private IOException translate(OsException e) {
        if (e.errno() == Errno.ENOTCONN) {
            throw (RuntimeException) new NotYetConnectedException().initCause(e);
        }
        if (e instanceof ClosedException) {
            return (IOException) new AsynchronousCloseException().initCause(e);
        }
        return JdkExceptions.of(e);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed && !io.isClosed();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
    }
}

package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.TCP_NODELAY;

import io.sockeye.engine.OsException;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketFile;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Handles a connection with two files: {@link #rfile} reads, {@link #wfile} writes. A subclass that
 * overrides {@link #setup} or {@link #finish} calls {@code super}.
 */
public abstract class StreamRequestHandler extends BaseRequestHandler<Socket> {
    private @Nullable SocketFile rfile;
    private @Nullable SocketFile wfile;

    /** A handler without a connection, which the server sets. */
    protected StreamRequestHandler() {}

    /**
     * The size of the buffer of {@link #rfile}.
     *
     * @return -1 for the usual one; 0 for none
     */
    protected int rbufsize() {
        return -1;
    }

    /**
     * The size of the buffer of {@link #wfile}.
     *
     * @return 0: each write is sent at once, and whole; -1 for a buffer of the usual size
     */
    protected int wbufsize() {
        return 0;
    }

    /**
     * How long each receive and each send may take.
     *
     * @return null for no limit
     */
    protected @Nullable Duration timeout() {
        return null;
    }

    /**
     * Whether small writes go out at once, without waiting for the answer to earlier ones. Use it
     * only with a {@link #wbufsize} that is not 0.
     *
     * @return false; true sets TCP_NODELAY
     */
    protected boolean disableNagleAlgorithm() {
        return false;
    }

    /**
     * Makes the files, after it has set the timeout and TCP_NODELAY if they are asked for.
     *
     * @throws IOException if the connection has failed
     */
    @Override
    protected void setup() throws Exception {
        Socket connection = connection();
        Duration timeout = timeout();
        if (timeout != null) {
            connection.settimeout(timeout);
        }
        if (disableNagleAlgorithm()) {
            connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
        }
        rfile = connection.makefile("rb", rbufsize());
        int size = wbufsize();
        wfile = size == 0 ? connection.sendallFile() : connection.makefile("wb", size);
    }

    /**
     * Sends what {@link #wfile} still holds and closes the files.
     *
     * @throws IOException if it could not be sent
     */
    @Override
    protected void finish() throws Exception {
        SocketFile reads = rfile();
        try (reads) {
            endWriting(wfile());
        }
    }

    private static void endWriting(SocketFile wfile) throws IOException {
        if (!wfile.closed()) {
            try {
                wfile.flush();
            } catch (OsException e) {
                // A client that is gone takes nothing; close reports what was left behind.
            }
        }
        wfile.close();
    }

    /**
     * The connection; {@link #request} by its name for streams.
     *
     * @return the socket
     */
    public Socket connection() {
        return request();
    }

    /**
     * The connection as a file to read from.
     *
     * @return a binary file
     * @throws IllegalStateException before {@link #setup}
     */
    public SocketFile rfile() {
        return made(rfile);
    }

    /**
     * The connection as a file to write to. Without a buffer, which is the default, each write
     * sends all that it is given.
     *
     * @return a binary file
     * @throws IllegalStateException before {@link #setup}
     */
    public SocketFile wfile() {
        return made(wfile);
    }

    private static SocketFile made(@Nullable SocketFile file) {
        if (file == null) {
            throw new IllegalStateException(
                    "there are no files before setup(): does an override not call super.setup()?");
        }
        return file;
    }
}

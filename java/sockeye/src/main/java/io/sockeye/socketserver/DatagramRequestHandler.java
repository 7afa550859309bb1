package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Handles a datagram with two files in memory: {@link #rfile} has the datagram, and what is written
 * to {@link #wfile} is sent back as exactly one datagram, empty if nothing was written. A subclass
 * that overrides {@link #setup} or {@link #finish} calls {@code super}.
 */
public abstract class DatagramRequestHandler extends BaseRequestHandler<Datagram> {
    private @Nullable BytesIO rfile;
    private @Nullable BytesIO wfile;

    /** A handler without a datagram, which the server sets. */
    protected DatagramRequestHandler() {}

    /** Makes the files. */
    @Override
    protected void setup() throws Exception {
        rfile = new BytesIO(packet());
        wfile = new BytesIO();
    }

    /**
     * Sends the reply.
     *
     * @throws IllegalStateException if the client is a Unix socket without a name
     * @throws IOException if it could not be sent
     */
    @Override
    protected void finish() throws Exception {
        Address to = clientAddress();
        if (to instanceof Address.Unix unix && unix.path().length == 0) {
            throw new IllegalStateException(
                    "cannot reply: the client's socket has no name; it must bind one");
        }
        socket().sendto(wfile().getvalue(), to);
    }

    /**
     * What the datagram holds.
     *
     * @return its bytes
     */
    public byte[] packet() {
        return request().data();
    }

    /**
     * The server's socket.
     *
     * @return the socket, by which the reply is sent
     */
    public Socket socket() {
        return request().socket();
    }

    /**
     * The datagram as a file to read from.
     *
     * @return a file in memory
     * @throws IllegalStateException before {@link #setup}
     */
    public BytesIO rfile() {
        return made(rfile);
    }

    /**
     * The reply as a file to write to.
     *
     * @return a file in memory
     * @throws IllegalStateException before {@link #setup}
     */
    public BytesIO wfile() {
        return made(wfile);
    }

    private static BytesIO made(@Nullable BytesIO file) {
        if (file == null) {
            throw new IllegalStateException(
                    "there are no files before setup(): does an override not call super.setup()?");
        }
        return file;
    }
}

package io.sockeye.benchmarks.load;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.IPPROTO_IP;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.IP_BIND_ADDRESS_NO_PORT;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.TCP_LINGER2;
import static io.sockeye.socket.Sockets.TCP_NODELAY;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;

/**
 * Opens connections to one server, more than one address has ports for: the next one of 127.0.0.x
 * is the source when the last one has given enough.
 *
 * <p>A connection that was closed leaves nothing behind that occupies its port, see {@link
 * #leaveNoTimeWait}. One thread at a time.
 */
final class Dialer {
    /** A third of what Linux has: finding a free port takes long where few are left. */
    private static final int CONNECTIONS_PER_SOURCE = 8000;

    private static final int SOURCES = 254;
    private static final String LOOPBACK = "127.0.0.";

    private final Engine engine;
    private final String host;
    private final int port;
    private final int perSource;
    private int source = 1;
    private int openedFromSource;

    Dialer(Engine engine, String host, int port) {
        this(engine, host, port, CONNECTIONS_PER_SOURCE);
    }

    Dialer(Engine engine, String host, int port, int perSource) {
        this.engine = engine;
        this.host = host;
        this.port = port;
        this.perSource = perSource;
    }

    /** Opens a connection, not blocking, without Nagle's delay. */
    Socket open() throws IOException {
        if (openedFromSource == perSource) {
            nextSource();
        }
        while (true) {
            try {
                Socket opened = openFromSource();
                openedFromSource++;
                return opened;
            } catch (OsException e) {
                if (e.errno() != Errno.EADDRNOTAVAIL || !nextSource()) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes the end of a connection that we close first leave no TIME_WAIT: with a minute of it for
     * each, ports and the kernel's table of them would run out within a few rounds. A reset
     * (SO_LINGER 0) would do as well, but then the server would see an error instead of the end of
     * the stream. With TCP_LINGER2 below 0 it sees the end, closes, and only the answer to that is
     * a reset, which no program sees.
     */
    static void leaveNoTimeWait(Socket socket) throws IOException {
        if (TCP_LINGER2 != Sockets.ABSENT) {
            socket.setsockopt(IPPROTO_TCP, TCP_LINGER2, -1);
        }
    }

    private Socket openFromSource() throws IOException {
        Socket socket = new Socket(engine, AF_INET, SOCK_STREAM);
        try {
            if (source > 1) {
                bind(socket);
            }
            leaveNoTimeWait(socket);
            socket.connect(host, port);
            socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
            socket.setblocking(false);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void bind(Socket socket) throws IOException {
        if (IP_BIND_ADDRESS_NO_PORT != Sockets.ABSENT) {
            // Otherwise bind reserves a port for this socket alone, whatever it connects to.
            socket.setsockopt(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, true);
        }
        socket.bind(LOOPBACK + source, 0);
    }

    private boolean nextSource() {
        boolean hasNext = host.startsWith(LOOPBACK) && source < SOURCES;
        if (hasNext) {
            source++;
        }
        openedFromSource = 0;
        return hasNext;
    }
}

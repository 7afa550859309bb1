package io.sockeye.cli;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.TCP_NODELAY;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.ReadyKeys;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An echo server on one thread: a level-triggered selector loop that makes one {@code recv} and one
 * {@code send} for each echo and allocates nothing.
 *
 * <p>Every connection is registered once, for reading. What was received is sent at once, from the
 * buffer that it was received into. Only when the kernel takes less than that does the connection
 * keep the buffer, wait for room and stop reading: a client that does not read is not read from.
 *
 * <p>When descriptors run out, the listener leaves the selector until a connection closes, or for a
 * second, because other users of descriptors give no sign. Clients wait in the backlog meanwhile.
 */
final class EchoServer implements Served {
    private static final int BUFFER_SIZE = 64 * 1024;

    /** Those who are connected must not wait until a crowd of newcomers is accepted. */
    private static final int ACCEPT_BURST = 64;

    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ANSWER_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long clients have, when all is answered and they know it, to close first. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Set<Integer> EXHAUSTED =
            Set.of(Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM);

    private final Engine engine;
    private final BaseSelector selector;
    private final Socket listener;
    private final ReadyKeys ready = new ReadyKeys();
    private final ArrayDeque<DirectBuffer> spares = new ArrayDeque<>();
    private DirectBuffer buffer;
    private boolean accepting;
    private int connections;
    private long closed;
    private int unanswered;
    private long deadline;
    private volatile boolean stopping;

    /** A client, and what it has not taken yet. */
    private static final class Connection {
        final Socket socket;
        DirectBuffer pending;
        boolean answered;

        Connection(Socket socket) {
            this.socket = socket;
        }
    }

    EchoServer(BaseSelector selector, Socket listener) {
        this.engine = listener.engine();
        this.selector = selector;
        this.listener = listener;
        this.buffer = engine.allocate(BUFFER_SIZE);
    }

    /**
     * Serves until {@link #stop}. Then nobody is accepted any more, and what was received is handed
     * to the kernel to be sent; false if clients do not take enough of it within five seconds.
     */
    @Override
    public boolean serve() throws IOException {
        resumeAccepting();
        while (!stopping) {
            long closedBefore = closed;
            int n = selector.selectInto(ready, accepting ? -1 : ACCEPT_PAUSE_NANOS);
            for (int i = 0; i < n; i++) {
                handle(ready.key(i));
            }
            if (!accepting && (n == 0 || closed != closedBefore)) {
                resumeAccepting();
            }
        }
        return drain();
    }

    @Override
    public void stop() {
        stopping = true;
        selector.wakeup();
    }

    private void handle(SelectorKey key) throws IOException {
        if (key.data() instanceof Connection connection) {
            serve(connection);
        } else {
            accept();
        }
    }

    // ---- connections

    private void serve(Connection c) {
        try {
            if (c.pending == null) {
                echo(c);
            } else {
                sendPending(c);
            }
        } catch (IOException e) {
            close(c);
        }
    }

    /** Returns what recv returned. A short one took all there was, so there is no second one. */
    private int echo(Connection c) throws IOException {
        ByteBuffer bytes = buffer.buffer().clear();
        int n = c.socket.tryRecvInto(buffer);
        if (n > 0) {
            bytes.flip();
            c.socket.trySend(buffer);
            if (bytes.hasRemaining()) {
                keepPending(c);
            }
        } else if (n == 0) {
            close(c);
        }
        return n;
    }

    private void keepPending(Connection c) throws IOException {
        c.pending = buffer;
        buffer = spares.isEmpty() ? engine.allocate(BUFFER_SIZE) : spares.pop();
        selector.modify(c.socket, EVENT_WRITE, c);
    }

    private void sendPending(Connection c) throws IOException {
        c.socket.trySend(c.pending);
        if (!c.pending.buffer().hasRemaining()) {
            releasePending(c);
            selector.modify(c.socket, EVENT_READ, c);
        }
    }

    private void releasePending(Connection c) {
        if (c.pending != null) {
            spares.push(c.pending);
            c.pending = null;
        }
    }

    private void close(Connection c) {
        releasePending(c);
        // A modify that failed has unregistered it.
        if (selector.getMap().containsKey(c.socket.fileno())) {
            selector.unregister(c.socket);
        }
        closeQuietly(c.socket);
        connections--;
        closed++;
        unanswered -= c.answered ? 0 : 1;
    }

    // ---- the listener

    private void accept() throws IOException {
        try {
            for (int i = 0; i < ACCEPT_BURST; i++) {
                Accepted accepted = listener.tryAccept();
                if (accepted == null) {
                    return;
                }
                welcome(accepted.socket());
            }
        } catch (OsException e) {
            if (EXHAUSTED.contains(e.errno())) {
                pauseAccepting();
            }
            // Everything else happened to the connection that would have been accepted.
        }
    }

    private void welcome(Socket socket) {
        try {
            socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
            selector.register(socket, EVENT_READ, new Connection(socket));
            connections++;
        } catch (IOException | IllegalArgumentException e) {
            // It is gone already, or select cannot watch a descriptor beyond FD_SETSIZE.
            closeQuietly(socket);
        }
    }

    private void pauseAccepting() {
        selector.unregister(listener);
        accepting = false;
    }

    private void resumeAccepting() throws IOException {
        selector.register(listener, EVENT_READ);
        accepting = true;
    }

    // ---- the end

    private boolean drain() throws IOException {
        if (accepting) {
            accept();
            pauseAccepting();
        }
        listener.close();
        unanswered = connections;
        deadline = System.nanoTime() + ANSWER_LIMIT_NANOS;
        open().forEach(this::finish);
        while (unanswered > 0 && beforeDeadline()) {
            finishSome();
        }
        boolean answered = unanswered == 0;
        deadline = System.nanoTime() + LINGER_NANOS;
        while (answered && connections > 0 && beforeDeadline()) {
            finishSome();
        }
        open().forEach(this::close);
        return answered;
    }

    private void finishSome() throws IOException {
        int n = selector.selectInto(ready, Math.max(0, deadline - System.nanoTime()));
        for (int i = 0; i < n; i++) {
            finish((Connection) ready.key(i).data());
        }
    }

    private void finish(Connection c) {
        try {
            if (c.answered) {
                drop(c);
            } else {
                answer(c);
            }
        } catch (IOException e) {
            close(c);
        }
    }

    /** Echoes up to the first short recv: what had been received by then. */
    private void answer(Connection c) throws IOException {
        if (c.pending != null) {
            sendPending(c);
        }
        int n = BUFFER_SIZE;
        while (c.pending == null && n == BUFFER_SIZE && beforeDeadline()) {
            n = echo(c);
        }
        if (c.pending == null && n != 0 && n != BUFFER_SIZE) {
            c.socket.shutdown(SHUT_WR);
            c.answered = true;
            unanswered--;
        }
    }

    /** Closing with something unread would make the kernel throw away what it still has to send. */
    private void drop(Connection c) throws IOException {
        buffer.buffer().clear();
        if (c.socket.tryRecvInto(buffer) == 0) {
            close(c);
        }
    }

    private List<Connection> open() {
        return selector.getMap().values().stream().map(k -> k.data(Connection.class)).toList();
    }

    private boolean beforeDeadline() {
        return System.nanoTime() - deadline < 0;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // An error of the connection, which is over.
        }
    }
}

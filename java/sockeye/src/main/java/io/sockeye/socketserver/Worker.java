package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import io.sockeye.os.Child;
import io.sockeye.os.Processes;
import io.sockeye.os.WaitStatus;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker process as its server sees it: the process and the channel to it. */
final class Worker {
    private static final int ROOM = 1024;

    private final Child child;
    private final Socket channel;
    private final ByteBuffer heard = ByteBuffer.allocate(ROOM);
    private final ByteArrayOutputStream failure = new ByteArrayOutputStream();
    private boolean failed;

    /** Whose request it handles, or null. Guarded by the pool's lock. */
    @Nullable Address client;

    /** When it had nothing more to do. Guarded by the pool's lock. */
    long idleSinceNanos;

    private Worker(Child child, Socket channel) {
        this.child = child;
        this.channel = channel;
    }

    /** What a worker has said. */
    enum News {
        /** Nothing that counts. */
        NONE,
        /** It can be given a request. */
        READY,
        /** It has ended, or is about to. */
        ENDED
    }

    static Worker start(Engine engine, List<String> command, byte[] setup, int serverFd)
            throws IOException {
        SocketPair pair = Sockets.socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        Socket channel = pair.first();
        boolean started = false;
        try (Socket theirs = pair.second()) {
            // A session of its own: a Ctrl-C is for the server, which lets its workers finish.
            Child child =
                    Processes.spawn(
                            command,
                            o ->
                                    o.engine(engine)
                                            .fd(WorkerMain.CHANNEL_FD, theirs)
                                            .newSession(true));
            started = true;
            Worker worker = new Worker(child, channel);
            worker.setUp(setup, serverFd);
            return worker;
        } finally {
            if (!started) {
                channel.close();
            }
        }
    }

    /** A worker that has ended already is found out by its pool. */
    private void setUp(byte[] setup, int serverFd) throws IOException {
        try {
            Frame.send(channel, Frame.SETUP, setup, serverFd);
        } catch (OsException e) {
            failure.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    Socket channel() {
        return channel;
    }

    long pid() {
        return child.pid();
    }

    /** Why it could not start; empty if it did not say. */
    String failure() {
        return failure.toString(StandardCharsets.UTF_8);
    }

    /** Reads what has come. */
    News listen() {
        News news = News.NONE;
        try {
            int n;
            do {
                n = channel.tryRecvInto(heard.clear());
                if (n == 0) {
                    return News.ENDED;
                }
                news = n > 0 && understand() ? News.READY : news;
            } while (n == ROOM);
            return news;
        } catch (IOException e) {
            // Reset: it ended before it had read what it was sent.
            return News.ENDED;
        }
    }

    /** Whether it can be given a request. */
    private boolean understand() {
        heard.flip();
        boolean free = false;
        while (heard.hasRemaining()) {
            byte said = heard.get();
            if (failed) {
                failure.write(said);
            } else if (said == Frame.FAILED) {
                failed = true;
            } else {
                free = true;
            }
        }
        return free;
    }

    /** It ends after the request that it handles. */
    void quit() throws IOException {
        Frame.send(channel, Frame.QUIT, new byte[0], -1);
    }

    void kill() throws IOException {
        child.kill(Processes.SIGKILL);
    }

    /** Whether it still runs; if not the kernel has forgotten it. */
    WaitStatus poll() throws IOException {
        return child.poll();
    }

    @Override
    public String toString() {
        return "worker process " + child.pid();
    }
}

package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.ConnectionException;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A worker process as its server sees it: the process and the channel to it. */
final class Worker {
    private static final int ROOM = 1024;
    private static final Duration KILLED = Duration.ofSeconds(2);

    private final Child child;
    private final Socket channel;
    private final ByteBuffer heard = ByteBuffer.allocate(ROOM);
    private final ByteArrayOutputStream failure = new ByteArrayOutputStream();
    private boolean failed;
    private boolean leaving;

    /** Guards the order of what it is sent: it reads nothing that comes after the end. */
    private final ReentrantLock sending = new ReentrantLock();

    private boolean quit;

    /** Whose request it handles, or null. Guarded by the pool's lock. */
    @Nullable Address client;

    /** Whether it has been ready once. Of the pool's thread alone. */
    boolean hasStarted;

    /** Whether its pool has killed it. Of the pool's thread alone. */
    boolean isUnwanted;

    /** Whether its channel is closed. Guarded by the pool's lock. */
    boolean isReleased;

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
        /** It waits to be told that nothing more comes. */
        LEAVING,
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

    /** Its pool finds out that it ends. */
    private void setUp(byte[] setup, int serverFd) throws IOException {
        try {
            Frame.send(channel, Frame.SETUP, setup, serverFd);
        } catch (OsException e) {
            failure.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
            kill();
        }
    }

    Socket channel() {
        return channel;
    }

    long pid() {
        return child.pid();
    }

    /** Why it could not start, as far as it is known. */
    IOException failure(@Nullable WaitStatus status) {
        String said = failure.toString(StandardCharsets.UTF_8);
        return new IOException(
                "no worker process could be started: "
                        + (status == null ? this : status)
                        + (said.isEmpty() ? "; see its standard error" : ": " + said));
    }

    /** Reads what has come. */
    News listen() {
        boolean free = false;
        try {
            int n;
            do {
                n = channel.tryRecvInto(heard.clear());
                if (n == 0) {
                    return News.ENDED;
                }
                free |= n > 0 && understand();
            } while (n == ROOM);
            if (leaving) {
                return News.LEAVING;
            }
            return free ? News.READY : News.NONE;
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
            } else if (said == Frame.LEAVING) {
                leaving = true;
            } else {
                free = true;
            }
        }
        return free;
    }

    /** False if it will not read the request: it is gone, or told to end. */
    boolean give(Object request, Address from, Socket server) throws IOException {
        sending.lock();
        try {
            if (quit) {
                return false;
            }
            RequestFrame.send(channel, request, from, server);
            return true;
        } catch (ConnectionException | ClosedException e) {
            return false;
        } finally {
            sending.unlock();
        }
    }

    /** It ends after the request that it handles. */
    void quit() throws IOException {
        sending.lock();
        try {
            if (!quit) {
                quit = true;
                Frame.send(channel, Frame.QUIT, new byte[0], -1);
            }
        } finally {
            sending.unlock();
        }
    }

    void kill() throws IOException {
        child.kill(Processes.SIGKILL);
    }

    /** Whether it still runs; if not the kernel has forgotten it. */
    WaitStatus poll() throws IOException {
        return child.poll();
    }

    /** After a kill. */
    void await() throws IOException {
        child.waitFor(KILLED);
    }

    @Override
    public String toString() {
        return "worker process " + child.pid();
    }
}

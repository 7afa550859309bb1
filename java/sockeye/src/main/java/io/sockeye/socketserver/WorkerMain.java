package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.MSG_PEEK;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker process of {@link ForkingMixIn}: gets requests from its server over a Unix socket, and
 * handles one after another.
 *
 * <p>It ends when the server says so, or ends. It leaves without shutdown hooks, as a forked child
 * of Python leaves by {@code os._exit}.
 */
final class WorkerMain<R> {
    /** The number of the channel in a worker. */
    static final int CHANNEL_FD = 3;

    private static final int FAILED = 1;
    private static final int FATAL = 2;

    private final Socket channel;
    private final WorkerSetup setup;
    private final BaseServer<R> server;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean draining;

    private WorkerMain(Socket channel, WorkerSetup setup, BaseServer<R> server) {
        this.channel = channel;
        this.setup = setup;
        this.server = server;
    }

    /** Without arguments a worker; with the names of classes it shows the JVM what one loads. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            WorkerTraining.run(arguments);
            return;
        }
        Socket channel = Socket.adopt(Engines.best(), CHANNEL_FD);
        run(channel);
        end(0);
    }

    static void run(Socket channel) throws Exception {
        channel.setblocking(true);
        WorkerMain<?> worker = starting(channel);
        if (worker != null) {
            worker.watchServer();
            if (!worker.drainsAtSignals()) {
                return;
            }
            channel.sendall(new byte[] {Frame.READY});
            worker.work();
            worker.leave();
        }
    }

    /** False if a signal has come already; there is no request yet that it could end. */
    private boolean drainsAtSignals() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::drain, "drain"));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Null if the server is gone already. */
    private static @Nullable WorkerMain<?> starting(Socket channel) throws IOException {
        Frame frame = Frame.receive(channel);
        if (frame == null) {
            return null;
        }
        try {
            return of(channel, frame);
        } catch (Throwable e) {
            StringWriter report = new StringWriter();
            e.printStackTrace(new PrintWriter(report, true));
            byte[] text = report.toString().getBytes(StandardCharsets.UTF_8);
            channel.sendall(new byte[] {Frame.FAILED});
            channel.sendall(text);
            end(FAILED);
            return null;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the names were types of the server's
    private static WorkerMain<?> of(Socket channel, Frame frame) throws Exception {
        WorkerSetup setup =
                WorkerSetup.decode(new DataInputStream(new ByteArrayInputStream(frame.payload())));
        Class type = Class.forName(setup.serverClass());
        Class handler = Class.forName(setup.handlerClass());
        Socket socket = socket(channel.engine(), setup, frame.fd());
        Address at = setup.address();
        ServerView view = new ServerView(Handlers.of(handler), setup, at, socket);
        BaseServer server = view.give(() -> make(type, at, handler));
        return new WorkerMain(channel, setup, server);
    }

    /** A worker must not keep the port that its server listens to. */
    private static Socket socket(Engine engine, WorkerSetup setup, int fd) throws IOException {
        if (fd >= 0) {
            return Socket.adopt(engine, fd);
        }
        Socket none = new Socket(engine, setup.family(), setup.type());
        none.close();
        return none;
    }

    private static BaseServer<?> make(Class<?> type, Address at, Class<?> handler)
            throws Exception {
        if (ServerClasses.isOurs(type)) {
            Consumer<ServerOptions> options = o -> {};
            return (BaseServer<?>)
                    type.getConstructor(Address.class, Class.class, Consumer.class)
                            .newInstance(at, handler, options);
        }
        return (BaseServer<?>) Handlers.make(ServerClasses.constructor(type));
    }

    private void work() throws Exception {
        for (int served = 1; ; served++) {
            Frame frame = Frame.receive(channel);
            if (frame == null || frame.kind() == Frame.QUIT) {
                return;
            }
            int status = serve(frame);
            System.out.flush();
            System.err.flush();
            if (status == FATAL || served == setup.maxRequests()) {
                end(status);
            }
            channel.sendall(new byte[] {Frame.DONE});
        }
    }

    /** To a JVM that a signal ends its own exit status is left. */
    private void leave() {
        over.countDown();
        while (draining) {
            LockSupport.park(this);
        }
    }

    @SuppressWarnings("unchecked") // the server's hooks gave it to the server's mix-in
    private int serve(Frame frame) throws IOException {
        RequestFrame decoded = RequestFrame.decode(frame);
        R request = (R) decoded.request(frame, server.socket());
        Address client = decoded.client(setup.family());
        int status = handle(request, client);
        try {
            server.shutdownRequest(request);
        } catch (Throwable e) {
            status = report(request, client, e);
        }
        return status;
    }

    private int handle(R request, Address client) {
        try {
            server.finishRequest(request, client);
            return 0;
        } catch (Throwable e) {
            return report(request, client, e);
        }
    }

    /** Without memory a JVM can be trusted with no other request. */
    private int report(R request, Address client, Throwable thrown) {
        int status = thrown instanceof OutOfMemoryError ? FATAL : FAILED;
        try {
            server.handleError(request, client, thrown);
        } catch (Throwable e) {
            // Nobody is above this process to throw it on to.
            e.printStackTrace();
            status = FATAL;
        }
        return status;
    }

    /** While a handler works, nobody reads from the channel; only its end is waited for here. */
    private void watchServer() {
        Thread watch = new Thread(this::awaitServersEnd, "server-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void awaitServersEnd() {
        // struct pollfd {int fd; short events, revents;}: a hang-up is told unasked.
        DirectBuffer pollfd = channel.engine().allocate(Long.BYTES);
        pollfd.putInt(0, channel.fileno());
        int ready;
        do {
            ready = channel.engine().syscalls().poll(pollfd, 0, 1, -1);
        } while (ready == -Errno.EINTR);
        try {
            OsException.check(ready, "poll");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!hasFrame()) {
            end(FAILED);
        }
    }

    /**
     * A signal, unlike an exit, lets the request end that is being handled. Another one may be on
     * its way, and exists nowhere else: the server says when nothing more comes.
     */
    private void drain() {
        if (Thread.getAllStackTraces().keySet().stream().noneMatch(WorkerMain::handlesSignal)) {
            return;
        }
        draining = true;
        try {
            channel.sendall(new byte[] {Frame.LEAVING});
            over.await();
        } catch (IOException e) {
            // The server is gone, so nothing comes from it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasFrame() {
        try {
            return channel.recv(1, MSG_PEEK | MSG_DONTWAIT).length > 0;
        } catch (IOException e) {
            // Nothing is there, or nobody.
            return false;
        }
    }

    private static boolean handlesSignal(Thread thread) {
        return thread.getName().startsWith("SIG") && thread.getName().endsWith(" handler");
    }

    private static void end(int status) {
        Runtime.getRuntime().halt(status);
    }
}

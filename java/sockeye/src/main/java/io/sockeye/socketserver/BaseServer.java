package io.sockeye.socketserver;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_REUSEADDR;
import static io.sockeye.socket.Sockets.SO_REUSEPORT;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Timeouts;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.DefaultSelector;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests and gives each to a handler, until it is shut down: what TCP, UDP and Unix servers
 * have in common.
 *
 * <p>Every step is a method that a subclass may override. The constructor calls {@link #serverBind}
 * and {@link #serverActivate}; so an override of those that uses fields of its class needs {@code
 * bindAndActivate(false)}. For each request the loop calls {@link #getRequest}, {@link
 * #verifyRequest}, {@link #processRequest}, {@link #finishRequest} (which runs the handler), {@link
 * #shutdownRequest} and {@link #closeRequest}, and then, also when there was no request, {@link
 * #serviceActions}. A {@link ServerMixIn} moves what follows {@code processRequest} to another
 * thread or process.
 *
 * <p><b>Failures.</b> Whatever a handler throws goes to {@link #handleError}, and costs it its own
 * request only. What {@code getRequest} throws as an {@link IOException} means that there is no
 * request after all. When descriptors or kernel memory run out, the server says so to the logger
 * {@code io.sockeye.socketserver} and waits until a request ends, or for a second; clients wait in
 * the backlog. What other hooks throw ends {@link #serveForever}; a checked exception that is no
 * {@code IOException} comes as an {@link UndeclaredThrowableException}.
 *
 * <p><b>Threads.</b> One thread serves. {@link #shutdown}, {@link #serverClose} and {@link #close}
 * may be called from any other.
 *
 * @param <R> what is handled: a {@link Socket} or a {@link Datagram}
 */
public abstract class BaseServer<R> implements HasFileno, Runnable, Closeable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String LINE = "-".repeat(40);

    private final Serving serving = new Serving();
    private final Exhaustion exhaustion = new Exhaustion();
    private final ServerOptions options = new ServerOptions();
    private final RequestCallback<R> handler;
    private final Socket socket;
    private volatile Address serverAddress;
    private volatile @Nullable Duration timeout;

    /** What binding a Unix socket has made. */
    private volatile @Nullable SocketFilePath file;

    /**
     * Makes a server of any kind.
     *
     * @param type of the socket, such as SOCK_STREAM
     * @param at where the clients send to
     * @param handler of each request
     * @param options timeout, mixIn, engine, bindAndActivate ...
     * @throws IOException if the address cannot be bound; the socket is closed then
     */
    @SuppressWarnings("this-escape") // as in Python; bindAndActivate(false) is the way round it
    protected BaseServer(
            int type, Address at, RequestCallback<R> handler, Consumer<ServerOptions> options)
            throws IOException {
        options.accept(this.options);
        ServerView<R> view = ServerView.claim();
        if (view != null) {
            this.handler = view.handler();
            view.apply(this.options);
            timeout = this.options.timeout;
            serverAddress = view.address();
            socket = view.socket();
            return;
        }
        this.handler = Objects.requireNonNull(handler, "handler");
        ServerMixIn mixIn = this.options.mixIn;
        boolean limited = this.options.timeout != null || mixIn == null;
        timeout = limited ? this.options.timeout : mixIn.timeout();
        serverAddress = at;
        Command.requireProcesses(handler, mixIn);
        if (mixIn != null) {
            mixIn.serverInit(this, this.options.engine());
        }
        socket = new Socket(this.options.engine(), family(at), type);
        if (this.options.bindAndActivate) {
            bindAndActivate();
        }
    }

    private static int family(Address at) {
        if (at instanceof Address.Raw raw) {
            return raw.family();
        }
        if (at instanceof Address.Unix) {
            return AF_UNIX;
        }
        if (at instanceof Address.Inet || at instanceof Address.Inet6) {
            return at instanceof Address.Inet ? AF_INET : AF_INET6;
        }
        throw new IllegalArgumentException(
                "a server listens at an Internet or a Unix address, not at " + at);
    }

    // ---- for those who own the server

    /**
     * Binds and listens, if the option {@code bindAndActivate(false)} has kept the constructor from
     * it. Does nothing in a worker process of {@link ForkingMixIn}.
     *
     * @throws IOException if the OS refuses it; the server is closed then
     */
    public final void bindAndActivate() throws IOException {
        if (options.isView) {
            return;
        }
        boolean active = false;
        try {
            serverBind();
            noteFile();
            serverActivate();
            noteFile();
            if (options.mixIn != null) {
                options.mixIn.serverActivate(this);
            }
            active = true;
        } catch (Exception e) {
            throw thrown(e);
        } finally {
            if (!active) {
                serverClose();
            }
        }
    }

    /**
     * Serves until {@link #shutdown} or {@link #serverClose}, and calls {@link #serviceActions}
     * every half second at least.
     *
     * @throws IllegalArgumentException if the server is closed
     * @throws IllegalStateException if another thread serves
     * @throws IOException as {@link #serveForever(Duration)}
     */
    public void serveForever() throws IOException {
        serveForever(POLL_INTERVAL);
    }

    /**
     * Serves until {@link #shutdown} or {@link #serverClose}. Both end it at once, whatever the
     * interval.
     *
     * @param pollInterval how often to call {@link #serviceActions} at least, in seconds
     * @throws IllegalArgumentException if the server is closed
     * @throws IllegalStateException if another thread serves
     * @throws IOException as {@link #serveForever(Duration)}
     */
    public void serveForever(double pollInterval) throws IOException {
        serveForever(Timeouts.duration(Timeouts.nanos(pollInterval)));
    }

    /**
     * Serves until {@link #shutdown} or {@link #serverClose}. Both end it at once, whatever the
     * interval.
     *
     * @param pollInterval how often to call {@link #serviceActions} at least; null for only when
     *     there was a request
     * @throws IllegalArgumentException if the server is closed, or the interval negative
     * @throws IllegalStateException if another thread serves
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread is interrupted
     * @throws IOException if waiting for requests fails, or what a hook throws
     */
    public void serveForever(@Nullable Duration pollInterval) throws IOException {
        long nanos = Timeouts.nanos(pollInterval);
        try (BaseSelector selector = selector()) {
            if (!serving.begin(selector)) {
                return;
            }
            try {
                loop(selector, pollInterval, nanos);
            } finally {
                serving.end(selector);
            }
        } catch (Exception e) {
            throw thrown(e);
        }
    }

    private void loop(BaseSelector selector, @Nullable Duration pollInterval, long nanos)
            throws Exception {
        while (true) {
            boolean ready = !selector.select(pollInterval).isEmpty();
            if (serving.isOver()) {
                return;
            }
            if (ready) {
                serveWaiting(nanos);
            }
            serviceActions();
        }
    }

    /**
     * Serves: {@link #serveForever()} for a {@link Thread}.
     *
     * @throws UncheckedIOException if that throws an {@link IOException}
     */
    @Override
    public final void run() {
        try {
            serveForever();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for one request and serves it. The wait is limited by {@link #timeout()} and by the
     * timeout of the socket, whichever is shorter; then {@link #handleTimeout} is called.
     *
     * @throws IllegalArgumentException if the server is closed
     * @throws ClosedException if another thread closes it meanwhile
     * @throws io.sockeye.engine.OsInterruptedException if a virtual thread is interrupted
     * @throws IOException if waiting fails, or what a hook throws
     */
    public void handleRequest() throws IOException {
        Duration limit = shorter(socket.gettimeout(), timeout());
        try (BaseSelector selector = selector()) {
            serving.enter(selector);
            try {
                serveOne(selector, limit);
            } finally {
                serving.leave(selector);
            }
        } catch (Exception e) {
            throw thrown(e);
        }
    }

    private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) < 0 ? a : b;
    }

    private void serveOne(BaseSelector selector, @Nullable Duration limit) throws Exception {
        boolean negative = limit != null && limit.isNegative();
        long nanos = negative ? 0 : Timeouts.nanos(limit);
        long deadline = System.nanoTime() + nanos;
        boolean expired = false;
        while (!expired) {
            boolean ready = !selector.select(Timeouts.duration(nanos)).isEmpty();
            if (serving.isOver()) {
                throw new ClosedException("handleRequest", 0);
            }
            if (ready && serveWaiting(nanos)) {
                return;
            }
            if (limit != null) {
                nanos = Math.max(deadline - System.nanoTime(), 0);
                expired = nanos == 0;
            }
        }
        handleTimeout();
    }

    /**
     * Ends {@link #serveForever}, which runs on another thread, and waits until it has ended:
     * requests that it handles itself end first, while requests on threads of their own go on. A
     * call before the first {@code serveForever} makes that return at once; after it has ended
     * there is nothing to do.
     *
     * @throws IllegalStateException on the thread that serves, for it would wait for itself
     */
    public void shutdown() {
        serving.stop();
    }

    /**
     * Closes the server: its socket, and what a mix-in has to wait for, such as the threads of
     * {@link ThreadingMixIn}. A loop that runs ends. The file of a Unix socket that the server has
     * bound is removed, if it is still that.
     *
     * @throws IOException if the OS refuses something
     */
    public void serverClose() throws IOException {
        try {
            serving.close();
            socket.close();
            removeFile();
        } finally {
            if (options.mixIn != null) {
                options.mixIn.serverClose(this);
            }
        }
    }

    /** Twice, for on nio a Unix socket is bound anew when it listens. */
    private void noteFile() throws IOException {
        if (socket.family() == AF_UNIX) {
            file = SocketFilePath.of(socket.getsockname());
        }
    }

    private void removeFile() throws IOException {
        SocketFilePath made = file;
        if (made != null) {
            file = null;
            made.remove();
        }
    }

    /**
     * Calls {@link #serverClose}.
     *
     * @throws IOException if that throws it
     */
    @Override
    public final void close() throws IOException {
        serverClose();
    }

    /**
     * The socket to which clients send.
     *
     * @return the listening socket, or the one that receives datagrams
     */
    public Socket socket() {
        return socket;
    }

    /**
     * Where the server is.
     *
     * @return what it is bound to, with the real port, once it is; before that what it was given
     */
    public Address serverAddress() {
        return serverAddress;
    }

    /**
     * Sets where {@link #serverBind} shall bind a server that is not bound yet, or where an
     * override of that has bound it.
     *
     * @param at of the family that the first address had
     */
    public void serverAddress(Address at) {
        serverAddress = Objects.requireNonNull(at, "at");
    }

    /**
     * How long {@link #handleRequest} waits.
     *
     * @return null for no limit
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /**
     * Sets how long {@link #handleRequest} waits.
     *
     * @param limit null for no limit; zero or negative to serve a request only if it waits already
     */
    public void timeout(@Nullable Duration limit) {
        timeout = limit;
    }

    /**
     * Whether {@link #serverBind} sets SO_REUSEADDR.
     *
     * @return what was set; an override decides otherwise
     */
    public boolean allowReuseAddress() {
        return options.allowReuseAddress;
    }

    /**
     * Sets whether {@link #serverBind} sets SO_REUSEADDR, for a server that is not bound yet.
     *
     * @param allowed as {@link ServerOptions#allowReuseAddress}
     */
    public void allowReuseAddress(boolean allowed) {
        options.allowReuseAddress(allowed);
    }

    /**
     * Whether {@link #serverBind} sets SO_REUSEPORT.
     *
     * @return what was set; an override decides otherwise
     */
    public boolean allowReusePort() {
        return options.allowReusePort;
    }

    /**
     * Sets whether {@link #serverBind} sets SO_REUSEPORT, for a server that is not bound yet.
     *
     * @param allowed as {@link ServerOptions#allowReusePort}
     */
    public void allowReusePort(boolean allowed) {
        options.allowReusePort(allowed);
    }

    /**
     * How many connections may wait to be accepted.
     *
     * @return what was set; an override decides otherwise
     */
    public int requestQueueSize() {
        return options.requestQueueSize;
    }

    /**
     * Sets how many connections may wait to be accepted, for a server that does not listen yet.
     *
     * @param connections the backlog
     * @throws IllegalArgumentException if it is negative
     */
    public void requestQueueSize(int connections) {
        options.requestQueueSize(connections);
    }

    /**
     * How much of a datagram is received.
     *
     * @return what was set; an override decides otherwise
     */
    public int maxPacketSize() {
        return options.maxPacketSize;
    }

    /**
     * Sets how much of a datagram is received, from the next one on.
     *
     * @param bytes the size
     * @throws IllegalArgumentException if it is negative
     */
    public void maxPacketSize(int bytes) {
        options.maxPacketSize(bytes);
    }

    /**
     * What handles the requests, as the constructor was given it. To handle a request otherwise,
     * override {@link #finishRequest}.
     *
     * @return a {@link Class}, a {@link java.util.function.Supplier} or a {@link RequestCallback}
     */
    public Object requestHandlerClass() {
        return Handlers.given(handler);
    }

    /**
     * The family of the socket, which the address has decided.
     *
     * @return AF_INET, AF_INET6 or AF_UNIX
     */
    public int addressFamily() {
        return socket.family();
    }

    /**
     * The type of the socket, which the class of the server has decided.
     *
     * @return SOCK_STREAM or SOCK_DGRAM
     */
    public int socketType() {
        return socket.type();
    }

    /**
     * How requests are processed. A {@link ThreadingMixIn} may be set up here at any time; of a
     * {@link ForkingMixIn} one learns here which processes are active.
     *
     * @return the mix-in, of a threading or forking server too; null for one request after another
     */
    public @Nullable ServerMixIn mixIn() {
        return options.mixIn;
    }

    @Override
    public int fileno() {
        return socket.fileno();
    }

    @Override
    public Engine engine() {
        return socket.engine();
    }

    @Override
    public @Nullable Lease lease() {
        return socket.lease();
    }

    final RequestCallback<R> handler() {
        return handler;
    }

    final ServerOptions options() {
        return options;
    }

    // ---- the work of the loop

    private BaseSelector selector() throws IOException {
        Exhaustion.prime();
        BaseSelector selector = new DefaultSelector(engine());
        boolean registered = false;
        try {
            selector.register(this, EVENT_READ);
            registered = true;
            return selector;
        } finally {
            if (!registered) {
                selector.close();
            }
        }
    }

    /** False if nothing was taken because too much is under way. */
    private boolean serveWaiting(long limitNanos) throws Exception {
        long before = serving.changes();
        if (options.mixIn != null && !options.mixIn.hasRoom(this)) {
            serving.awaitChange(before, limitNanos);
            return false;
        }
        Request<R> taken = take(before);
        if (taken != null) {
            serve(taken.request(), taken.clientAddress());
        }
        return true;
    }

    /** Null if there is no request after all; the client that is gone is no failure of ours. */
    private @Nullable Request<R> take(long before) throws Exception {
        try {
            return getRequest();
        } catch (OsException e) {
            if (e.errno() == Errno.EINVAL) {
                // The socket does not listen: it would be ready, and fail, for ever.
                throw e;
            }
            if (Exhaustion.covers(e)) {
                exhaustion.warn(serverAddress, e);
                serving.awaitChange(before, PAUSE_NANOS);
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private void serve(R request, Address client) throws Exception {
        try {
            if (verifyRequest(request, client)) {
                processRequest(request, client);
            } else {
                end(request);
            }
        } catch (Throwable e) {
            failed(request, client, e);
        }
    }

    /** Even if the error is thrown on, the request must not stay open. */
    final void failed(R request, Address client, Throwable e) throws Exception {
        try {
            handleError(request, client, e);
        } finally {
            endReporting(request, client);
        }
    }

    private void endReporting(R request, Address client) throws Exception {
        try {
            end(request);
        } catch (Throwable e) {
            handleError(request, client, e);
        }
    }

    private void end(R request) throws Exception {
        try {
            shutdownRequest(request);
        } finally {
            changed();
        }
    }

    /** Something that the loop may wait for is free. */
    final void changed() {
        serving.changed();
    }

    /** What a hook threw, as serveForever may throw it. */
    private static IOException thrown(Exception e) {
        if (e instanceof IOException io) {
            return io;
        }
        throw unchecked(e);
    }

    /** The same where no checked exception may be thrown. */
    static RuntimeException unchecked(Exception e) {
        if (e instanceof RuntimeException same) {
            return same;
        }
        if (e instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        return new UndeclaredThrowableException(e, "a hook threw " + e);
    }

    // ---- hooks, in the order in which they are called

    /**
     * Binds the socket; {@link #serverAddress} is then the real one.
     *
     * @throws Exception if that is impossible; the constructor closes the server and throws it
     */
    protected void serverBind() throws Exception {
        if (allowReuseAddress()) {
            socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, true);
        }
        if (allowReusePort()) {
            socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, true);
        }
        socket.bind(serverAddress);
        serverAddress = socket.getsockname();
    }

    /**
     * Makes the bound socket ready for requests; does nothing, but a stream server listens.
     *
     * @throws Exception if that is impossible; the constructor closes the server and throws it
     */
    protected void serverActivate() throws Exception {}

    /**
     * Takes a request that waits.
     *
     * @return the request and its client
     * @throws IOException if there is none after all; the loop goes on
     * @throws Exception anything else ends the loop
     */
    protected abstract Request<R> getRequest() throws Exception;

    /**
     * Whether a request shall be handled.
     *
     * @param request a connection, or a datagram
     * @param client the client
     * @return true; false shuts the request down
     * @throws Exception anything; it is given to {@link #handleError}
     */
    protected boolean verifyRequest(R request, Address client) throws Exception {
        return true;
    }

    /**
     * Calls {@link #finishRequest} and {@link #shutdownRequest}, or leaves both to the mix-in.
     *
     * @param request a connection, or a datagram
     * @param client the client
     * @throws Exception anything; it is given to {@link #handleError}
     */
    protected void processRequest(R request, Address client) throws Exception {
        if (options.mixIn != null) {
            options.mixIn.processRequest(this, request, client);
        } else {
            finishRequest(request, client);
            end(request);
        }
    }

    /**
     * Does the whole work for a request on the thread that a mix-in has for it: {@link
     * #finishRequest}, if need be {@link #handleError}, and {@link #shutdownRequest}.
     *
     * @param request a connection, or a datagram
     * @param client the client
     * @throws Exception what {@code handleError} throws on
     */
    public void processRequestThread(R request, Address client) throws Exception {
        try {
            finishRequest(request, client);
        } catch (Throwable e) {
            failed(request, client, e);
            return;
        }
        endReporting(request, client);
    }

    /**
     * Makes a handler, which does the work.
     *
     * @param request a connection, or a datagram
     * @param client the client
     * @throws Exception what the handler throws; it is given to {@link #handleError}
     */
    protected void finishRequest(R request, Address client) throws Exception {
        handler.handle(request, client, this);
    }

    /**
     * Tells the client that the request is done, and calls {@link #closeRequest}.
     *
     * @param request a connection, or a datagram
     * @throws Exception anything; it is given to {@link #handleError}
     */
    protected void shutdownRequest(R request) throws Exception {
        closeRequest(request);
    }

    /**
     * Frees the request; does nothing, but a stream server closes the connection.
     *
     * @param request a connection, or a datagram
     * @throws Exception anything; it is given to {@link #handleError}
     */
    protected void closeRequest(R request) throws Exception {}

    /**
     * Reports what was thrown while a request was handled, to standard error. The request is then
     * shut down. An override may throw it on, which ends {@link #serveForever}, or the request's
     * own thread.
     *
     * @param request a connection, or a datagram
     * @param client the client
     * @param t what was thrown
     * @throws Exception anything
     */
    protected void handleError(R request, Address client, Throwable t) throws Exception {
        StringWriter report = new StringWriter();
        PrintWriter lines = new PrintWriter(report);
        lines.println(LINE);
        lines.print("Exception occurred during processing of request from ");
        lines.println(client);
        t.printStackTrace(lines);
        lines.println(LINE);
        // One print: reports of several threads must not mix.
        System.err.print(report);
        System.err.flush();
    }

    /**
     * Is called when no request has come to {@link #handleRequest} in time; does nothing, but for
     * the mix-in.
     *
     * @throws Exception anything; {@code handleRequest} throws it
     */
    protected void handleTimeout() throws Exception {
        if (options.mixIn != null) {
            options.mixIn.handleTimeout(this);
        }
    }

    /**
     * Is called in each turn of {@link #serveForever}, after the request if there was one; does
     * nothing, but for the mix-in.
     *
     * @throws Exception anything; it ends the loop
     */
    protected void serviceActions() throws Exception {
        if (options.mixIn != null) {
            options.mixIn.serviceActions(this);
        }
    }
}

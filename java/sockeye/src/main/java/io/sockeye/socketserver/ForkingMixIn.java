package io.sockeye.socketserver;

import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles each request in another process. Set it up before the server is made; one mix-in serves
 * one server.
 *
 * <pre>{@code
 * new TCPServer(at, Echo.class, o -> o.mixIn(new ForkingMixIn().maxRequestsPerChild(0)));
 * }</pre>
 *
 * <p><b>Not a fork.</b> A JVM cannot run Java in a forked child. So a few worker processes, JVMs
 * with the class path of this one, wait for requests; a connection is passed to one of them, which
 * makes the handler by the name of its class. What a handler changes is not seen here; and, other
 * than in Python, it does not see what was set here before: a worker has only the server's
 * attributes, such as its address. A worker's server has no listening socket.
 *
 * <p><b>The handler</b> must be a class, such as {@code Echo.class}, or a {@link Command}: a lambda
 * exists in one process only. A subclass of a server is made anew in the worker if it has a
 * constructor without arguments (which then binds nothing); else it must not override what runs
 * there: {@code finishRequest}, {@code shutdownRequest}, {@code closeRequest}, {@code handleError}.
 *
 * <p><b>Ends.</b> A worker that dies takes its own request with it and is replaced. Workers end
 * with this process. {@code serverClose} lets those finish that handle a request; SIGTERM lets a
 * worker finish its request, too. Standard output and error are this process's.
 *
 * <p>On the nio engine, and on Windows, making the server fails with EOPNOTSUPP.
 */
public final class ForkingMixIn implements ServerMixIn {
    static final Logger LOGGER = System.getLogger("io.sockeye.socketserver");

    private static final int MAX_CHILDREN = 40;
    private static final Duration TIMEOUT = Duration.ofSeconds(300);

    private int maxChildren = MAX_CHILDREN;
    private int maxRequestsPerChild = 1;
    private boolean blockOnClose = true;
    private @Nullable Duration timeout = TIMEOUT;
    private List<String> jvmOptions = List.of();
    private @Nullable String classPath;
    private @Nullable BaseServer<?> owner;
    private volatile @Nullable Children<?> children;

    /**
     * At most 40 processes at a time, each for one request, for which {@code serverClose} waits.
     */
    public ForkingMixIn() {}

    /** The processes of a server. */
    interface Children<R> {
        void start();

        void process(R request, Address client) throws Exception;

        boolean hasRoom(int most);

        Set<Long> active();

        void awaitQuiet();

        void close(boolean block) throws IOException;
    }

    /** The same options, with a mix-in that they may replace. */
    static Consumer<ServerOptions> before(Consumer<ServerOptions> options) {
        Objects.requireNonNull(options, "options");
        return o -> options.accept(o.mixIn(new ForkingMixIn()));
    }

    /**
     * How many requests are handled at a time. Further clients wait to be accepted.
     *
     * @param most 40 by default
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public ForkingMixIn maxChildren(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxChildren must be positive, not " + most);
        }
        maxChildren = most;
        return this;
    }

    /**
     * How many requests are handled at a time.
     *
     * @return what was set
     */
    public int maxChildren() {
        return maxChildren;
    }

    /**
     * How many requests a process handles, one after another, before it ends.
     *
     * @param most 1 by default, as in Python: nothing that one request leaves behind meets another;
     *     0 for no limit, which is many times faster
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ForkingMixIn maxRequestsPerChild(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("maxRequestsPerChild must not be negative: " + most);
        }
        maxRequestsPerChild = most;
        return this;
    }

    /**
     * How many requests a process handles before it ends.
     *
     * @return what was set; 0 for no limit
     */
    public int maxRequestsPerChild() {
        return maxRequestsPerChild;
    }

    /**
     * Whether {@code serverClose} waits until all requests are handled.
     *
     * @param block true by default
     * @return this
     */
    public ForkingMixIn blockOnClose(boolean block) {
        blockOnClose = block;
        return this;
    }

    /**
     * Whether {@code serverClose} waits.
     *
     * @return what was set
     */
    public boolean blockOnClose() {
        return blockOnClose;
    }

    /**
     * How long {@link BaseServer#handleRequest} waits, unless the server's options say it.
     *
     * @param limit 300 s by default; null for no limit
     * @return this
     */
    public ForkingMixIn timeout(@Nullable Duration limit) {
        timeout = limit;
        return this;
    }

    /**
     * More options for the JVM of the workers. They have the properties {@code sockeye.*} of this
     * JVM and, by default, a serial collector; a worker for one request has only the quick
     * compiler.
     *
     * @param options such as {@code -Xmx64m} or {@code -Dgreeting=hello}
     * @return this
     */
    public ForkingMixIn jvmOptions(String... options) {
        jvmOptions = List.of(options);
        return this;
    }

    /**
     * Where the workers find the handler, if it is not where this JVM looks for classes.
     *
     * @param path folders and jars, this library's among them, separated as in {@code java -cp};
     *     null for the class path and module path of this JVM
     * @return this
     */
    public ForkingMixIn classPath(@Nullable String path) {
        classPath = path;
        return this;
    }

    /**
     * The processes that handle a request now.
     *
     * @return their process ids
     */
    public Set<Long> activeChildren() {
        Children<?> now = children;
        return now == null ? Set.of() : now.active();
    }

    /** Forgets processes that have ended; the library does that by itself all the time. */
    public void collectChildren() {
        collectChildren(false);
    }

    /**
     * Forgets processes that have ended.
     *
     * @param blocking true to wait until all requests are handled
     */
    public void collectChildren(boolean blocking) {
        Children<?> now = children;
        if (blocking && now != null) {
            now.awaitQuiet();
        }
    }

    @Override
    public @Nullable Duration timeout() {
        return timeout;
    }

    @Override
    public void serverInit(BaseServer<?> server, Engine engine) throws IOException {
        if (!engine.hasRealFds()) {
            throw OsException.unsupported(engine, "ForkingMixIn", "use the jni, ffm or jna engine");
        }
        if (owner != null) {
            throw new IllegalStateException("this ForkingMixIn has a server already: " + owner);
        }
        requireFit(server);
        Exhaustion.prime();
        owner = server;
    }

    private static void requireFit(BaseServer<?> server) {
        RequestCallback<?> handler = server.handler();
        if (handler instanceof Command) {
            return;
        }
        if (!(handler instanceof Handlers.OfClass<?> known)) {
            throw new IllegalArgumentException(
                    "a lambda or a supplier exists in this process only: give the class of the"
                            + " handler, such as Echo.class, or Command.of(...)");
        }
        if (known.type().isHidden()) {
            throw new IllegalArgumentException(
                    "no other process can find the hidden class " + known.type());
        }
        ServerClasses.forWorkers(server.getClass());
    }

    @Override
    public void serverActivate(BaseServer<?> server) throws IOException {
        Children<?> started = children(server);
        started.start();
        children = started;
    }

    @SuppressWarnings("unchecked") // a Command is accepted by servers of connections only
    private Children<?> children(BaseServer<?> server) throws IOException {
        if (server.handler() instanceof Command command) {
            return new CommandRunner((BaseServer<Socket>) server, command);
        }
        return pool(server, (Handlers.OfClass<?>) server.handler());
    }

    private <R> WorkerPool<R> pool(BaseServer<R> server, Handlers.OfClass<?> handler)
            throws IOException {
        Class<?> made = ServerClasses.forWorkers(server.getClass());
        WorkerSetup setup = WorkerSetup.of(server, made, handler.type(), maxRequestsPerChild);
        WorkerJvm jvm =
                new WorkerJvm(
                        server.engine(),
                        classPath,
                        jvmOptions,
                        maxRequestsPerChild == 1,
                        BaseServer.class,
                        made,
                        handler.type());
        return new WorkerPool<>(server, jvm, setup, maxChildren);
    }

    @Override
    public <R> void processRequest(BaseServer<R> server, R request, Address client)
            throws Exception {
        childrenOf(server).process(request, client);
    }

    @SuppressWarnings("unchecked") // there is one server
    private <R> Children<R> childrenOf(BaseServer<R> server) {
        Children<?> now = children;
        if (now == null || owner != server) {
            throw new IllegalStateException("the server was not activated with this mix-in");
        }
        return (Children<R>) now;
    }

    @Override
    public boolean hasRoom(BaseServer<?> server) {
        Children<?> now = children;
        return now == null || now.hasRoom(maxChildren);
    }

    @Override
    public void serviceActions(BaseServer<?> server) {
        collectChildren();
    }

    @Override
    public void handleTimeout(BaseServer<?> server) {
        collectChildren();
    }

    @Override
    public void serverClose(BaseServer<?> server) throws IOException {
        Children<?> now = children;
        if (now != null && owner == server) {
            now.close(blockOnClose);
        }
    }
}

package io.sockeye.cli;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.DefaultSelector;
import io.sockeye.selectors.EpollSelector;
import io.sockeye.selectors.NioSelector;
import io.sockeye.selectors.PollSelector;
import io.sockeye.selectors.SelectSelector;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code echo}: sends back what it receives, until SIGINT or SIGTERM. */
@Command(
        name = "echo",
        description = {
            "Serves echo over TCP, UDP or a Unix socket.",
            "Prints 'ready HOST:PORT', or 'ready PATH', once it accepts. SIGINT or SIGTERM: answers what was"
                    + " received, then exits with 0."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class EchoCommand implements Callable<Integer> {
    /** The kernel cuts it to its own limit. */
    private static final int BACKLOG = 4096;

    private static final int GAVE_UP = 1;
    private static final int LARGEST_DATAGRAM = 65_535;

    @Mixin private EngineChoice choice;

    @Option(
            names = "--multiplexer",
            paramLabel = "NAME",
            description = "epoll, poll, select or nio; default: the best one of the engine.")
    private String multiplexer;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Where to listen; '' is every interface; default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Where to listen; 0, the default, is any free port.")
    private int port;

    @Option(
            names = "--server",
            paramLabel = "KIND",
            defaultValue = "selectors",
            description = {
                "Which part of the library serves: selectors, reactor, or of socketserver tcp,"
                        + " udp, unix or threading; default: selectors.",
                "tcp and unix serve one client after another."
            })
    private String server;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Where --server unix listens: a file that must not exist.")
    private Path path;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many loops the reactor has, on a thread each; default: 1.")
    private int loops;

    @Override
    public Integer call() throws IOException {
        if (loops != 1 && !server.equals("reactor")) {
            throw choice.refusal("--loops " + loops + " is for --server reactor");
        }
        if ((path != null) != server.equals("unix")) {
            throw choice.refusal("--server unix, and no other, needs --path");
        }
        return switch (server) {
            case "selectors" -> serveWithSelectors();
            case "reactor" -> serveWithReactor();
            case "tcp", "udp", "unix", "threading" -> serveWithSocketServer();
            default ->
                    throw choice.refusal(
                            "--server "
                                    + server
                                    + ": this version has selectors, reactor, tcp, udp, unix and"
                                    + " threading");
        };
    }

    private int serveWithSelectors() throws IOException {
        Engine engine = choice.engine();
        try (BaseSelector selector = selector(engine);
                Socket listener = listen(engine)) {
            Address at = listener.getsockname();
            return serveUntilSignal(new EchoServer(selector, listener), at);
        }
    }

    private int serveWithReactor() throws IOException {
        Engine engine = choice.engine();
        Multiplexer kind = multiplexer == null ? defaultMultiplexer(engine) : chosen(engine);
        int count = loops;
        choice.valid(() -> Endpoint.of(host, port));
        try (Reactor reactor = reactor(engine, kind, count)) {
            ListeningPort listening = listen(reactor);
            return serveUntilSignal(new ReactorEcho(reactor), listening.getHost());
        }
    }

    private int serveWithSocketServer() throws IOException {
        if (multiplexer != null) {
            throw choice.refusal("--multiplexer is for --server selectors and reactor");
        }
        Engine engine = choice.engine();
        defaultMultiplexer(engine);
        Address at =
                path != null ? Address.unix(path) : choice.valid(() -> Endpoint.of(host, port));
        SocketServerEcho echo = socketServer(engine, at);
        return serveUntilSignal(echo, echo.address());
    }

    private SocketServerEcho socketServer(Engine engine, Address at) throws IOException {
        Consumer<ServerOptions> options =
                o -> o.engine(engine).requestQueueSize(BACKLOG).maxPacketSize(LARGEST_DATAGRAM);
        Consumer<ServerOptions> reusing = options.andThen(o -> o.allowReuseAddress(true));
        try {
            return new SocketServerEcho(
                    echo ->
                            switch (server) {
                                case "udp" -> new UDPServer(at, echo::datagram, options);
                                case "unix" -> new UnixStreamServer(at, echo::stream, options);
                                case "tcp" -> new TCPServer(at, echo::stream, reusing);
                                default -> new ThreadingTCPServer(at, echo::stream, reusing);
                            });
        } catch (IOException e) {
            throw cannotListen(at, e);
        }
    }

    private Reactor reactor(Engine engine, Multiplexer kind, int count) throws IOException {
        try {
            return Reactor.create(
                    o -> o.engine(engine).multiplexer(kind).loops(count).name("echo"));
        } catch (IllegalArgumentException e) {
            throw choice.refusal(e.getMessage());
        }
    }

    private ListeningPort listen(Reactor reactor) throws IOException {
        try {
            return reactor.listenTCP(host, port, ReactorEcho.Echo::new, o -> o.backlog(BACKLOG));
        } catch (IOException e) {
            throw cannotListen(Endpoint.of(host, port), e);
        }
    }

    /**
     * The signals start the JVM's shutdown, which would end with 128 + signal. So the hook waits
     * for the loop and ends the JVM itself.
     */
    private static int serveUntilSignal(Served server, Address at) throws IOException {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread hook = new Thread(() -> stop(server, code), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            System.out.println("ready " + at.hostPort());
            code.complete(server.serve() ? 0 : GAVE_UP);
            return code.join();
        } finally {
            code.complete(GAVE_UP);
        }
    }

    private static void stop(Served server, CompletableFuture<Integer> code) {
        if (!code.isDone()) {
            server.stop();
            Runtime.getRuntime().halt(code.join());
        }
    }

    private Socket listen(Engine engine) throws IOException {
        Address at = choice.valid(() -> Endpoint.of(host, port));
        try {
            return Sockets.createServer(at, o -> o.engine(engine).backlog(BACKLOG));
        } catch (IOException e) {
            throw cannotListen(Endpoint.of(host, port), e);
        }
    }

    private static IOException cannotListen(Address at, IOException e) {
        return new IOException("cannot listen on " + at.hostPort() + ": " + e.getMessage(), e);
    }

    private BaseSelector selector(Engine engine) throws IOException {
        if (multiplexer == null) {
            return defaultSelector(engine);
        }
        Multiplexer kind = chosen(engine);
        return switch (kind) {
            case SELECT -> new SelectSelector(engine);
            case POLL -> new PollSelector(engine);
            case EPOLL -> new EpollSelector(engine);
            case NIO -> new NioSelector(engine);
            case IO_URING ->
                    throw choice.refusal("io_uring has no selector; it is for --server reactor");
            default -> throw choice.refusal("there is no selector for " + kind + " yet");
        };
    }

    private Multiplexer chosen(Engine engine) {
        Multiplexer kind = choice.valid(() -> Multiplexer.named(multiplexer));
        if (!engine.multiplexers().contains(kind)) {
            throw choice.refusal(
                    "the "
                            + engine.name()
                            + " engine has no multiplexer "
                            + kind
                            + " here; it has "
                            + engine.multiplexers()
                            + engine.missing(kind).map(why -> "; " + why).orElse(""));
        }
        return kind;
    }

    private Multiplexer defaultMultiplexer(Engine engine) throws IOException {
        try {
            return Engines.multiplexer(engine);
        } catch (IllegalArgumentException e) {
            throw choice.refusal(e.getMessage());
        }
    }

    private BaseSelector defaultSelector(Engine engine) throws IOException {
        try {
            return new DefaultSelector(engine);
        } catch (IllegalArgumentException e) {
            // -Dsockeye.multiplexer or SOCKEYE_MULTIPLEXER names none.
            throw choice.refusal(e.getMessage());
        }
    }
}

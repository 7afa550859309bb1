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
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.IOException;
import java.util.concurrent.Callable;
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
    @Mixin private Listening listening;

    @Option(
            names = "--multiplexer",
            paramLabel = "NAME",
            description = "epoll, poll, select or nio; default: the best one of the engine.")
    private String multiplexer;

    @Option(
            names = "--server",
            paramLabel = "KIND",
            defaultValue = "selectors",
            description = {
                "Which part of the library serves: selectors, reactor, or of socketserver tcp,"
                        + " udp, unix, threading or forking; default: selectors.",
                "tcp and unix serve one client after another."
            })
    private String server;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many loops the reactor has, on a thread each; default: 1.")
    private int loops;

    @Override
    public Integer call() throws IOException {
        if (loops != 1 && !server.equals("reactor")) {
            throw listening.choice.refusal("--loops " + loops + " is for --server reactor");
        }
        listening.requirePathOnlyFor(server);
        return switch (server) {
            case "selectors" -> serveWithSelectors();
            case "reactor" -> serveWithReactor();
            case "tcp", "udp", "unix", "threading", "forking" -> serveWithSocketServer();
            default ->
                    throw listening.choice.refusal(
                            "--server "
                                    + server
                                    + ": this version has selectors, reactor, tcp, udp, unix,"
                                    + " threading and forking");
        };
    }

    private int serveWithSelectors() throws IOException {
        Engine engine = listening.choice.engine();
        try (BaseSelector selector = selector(engine);
                Socket listener = listen(engine)) {
            Address at = listener.getsockname();
            return Listening.serveUntilSignal(new EchoServer(selector, listener), at);
        }
    }

    private int serveWithReactor() throws IOException {
        Engine engine = listening.choice.engine();
        Multiplexer kind = multiplexer == null ? defaultMultiplexer(engine) : chosen(engine);
        int count = loops;
        listening.address();
        try (Reactor reactor = reactor(engine, kind, count)) {
            ListeningPort listener = listen(reactor);
            return Listening.serveUntilSignal(new ReactorEcho(reactor), listener.getHost());
        }
    }

    private int serveWithSocketServer() throws IOException {
        if (multiplexer != null) {
            throw listening.choice.refusal("--multiplexer is for --server selectors and reactor");
        }
        Address at = listening.address();
        ServedServer served = socketServer(listening.engine(), at);
        return Listening.serveUntilSignal(served, served.address());
    }

    private ServedServer socketServer(Engine engine, Address at) throws IOException {
        SocketServerEcho echo = new SocketServerEcho();
        ForkingMixIn forking = new ForkingMixIn().maxRequestsPerChild(0);
        Consumer<ServerOptions> options = Listening.options(engine);
        Consumer<ServerOptions> reusing = options.andThen(o -> o.allowReuseAddress(true));
        try {
            return switch (server) {
                case "udp" -> new ServedServer(new UDPServer(at, echo::datagram, options), echo);
                case "unix" ->
                        new ServedServer(new UnixStreamServer(at, echo::stream, options), echo);
                case "tcp" -> new ServedServer(new TCPServer(at, echo::stream, reusing), echo);
                case "forking" ->
                        new ServedServer(
                                new ForkingTCPServer(
                                        at,
                                        ForkedEcho.class,
                                        reusing.andThen(o -> o.mixIn(forking))),
                                new ForkedRequests(forking));
                default ->
                        new ServedServer(new ThreadingTCPServer(at, echo::stream, reusing), echo);
            };
        } catch (IOException e) {
            throw Listening.cannotListen(at, e);
        }
    }

    private Reactor reactor(Engine engine, Multiplexer kind, int count) throws IOException {
        try {
            return Reactor.create(
                    o -> o.engine(engine).multiplexer(kind).loops(count).name("echo"));
        } catch (IllegalArgumentException e) {
            throw listening.choice.refusal(e.getMessage());
        }
    }

    private ListeningPort listen(Reactor reactor) throws IOException {
        try {
            return reactor.listenTCP(
                    listening.host,
                    listening.port,
                    ReactorEcho.Echo::new,
                    o -> o.backlog(Listening.BACKLOG));
        } catch (IOException e) {
            throw Listening.cannotListen(listening.address(), e);
        }
    }

    private Socket listen(Engine engine) throws IOException {
        Address at = listening.address();
        try {
            return Sockets.createServer(at, o -> o.engine(engine).backlog(Listening.BACKLOG));
        } catch (IOException e) {
            throw Listening.cannotListen(listening.address(), e);
        }
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
                    throw listening.choice.refusal(
                            "io_uring has no selector; it is for --server reactor");
            default -> throw listening.choice.refusal("there is no selector for " + kind + " yet");
        };
    }

    private Multiplexer chosen(Engine engine) {
        Multiplexer kind = listening.choice.valid(() -> Multiplexer.named(multiplexer));
        if (!engine.multiplexers().contains(kind)) {
            throw listening.choice.refusal(
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
            throw listening.choice.refusal(e.getMessage());
        }
    }

    private BaseSelector defaultSelector(Engine engine) throws IOException {
        try {
            return new DefaultSelector(engine);
        } catch (IllegalArgumentException e) {
            // -Dsockeye.multiplexer or SOCKEYE_MULTIPLEXER names none.
            throw listening.choice.refusal(e.getMessage());
        }
    }
}

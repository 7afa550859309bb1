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
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code echo}: sends back what it receives, until SIGINT or SIGTERM. */
@Command(
        name = "echo",
        description = {
            "Serves echo over TCP, on one thread or with --loops on several.",
            "Prints 'ready HOST:PORT' once it accepts. SIGINT or SIGTERM: answers what was"
                    + " received, then exits with 0."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class EchoCommand implements Callable<Integer> {
    /** The kernel cuts it to its own limit. */
    private static final int BACKLOG = 4096;

    private static final int GAVE_UP = 1;

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
            description = "Which part of the library serves: selectors or reactor.")
    private String server;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many loops the reactor has, on a thread each; default: 1.")
    private int loops;

    @Override
    public Integer call() throws IOException {
        return switch (server) {
            case "selectors" -> serveWithSelectors();
            case "reactor" -> serveWithReactor();
            default ->
                    throw choice.refusal(
                            "--server " + server + ": this version has selectors and reactor");
        };
    }

    private int serveWithSelectors() throws IOException {
        if (loops != 1) {
            throw choice.refusal("--loops " + loops + " is for --server reactor");
        }
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
            throw cannotListen(e);
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
            throw cannotListen(e);
        }
    }

    private IOException cannotListen(IOException e) {
        String at = Endpoint.of(host, port).hostPort();
        return new IOException("cannot listen on " + at + ": " + e.getMessage(), e);
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
                            + engine.multiplexers());
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

package io.sockeye.cli;

import io.sockeye.engine.Engine;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.Datagram;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import io.sockeye.socketserver.UDPServer;
import io.sockeye.socketserver.UnixStreamServer;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: serves with a handler of the user's, until SIGINT or SIGTERM. */
@Command(
        name = "serve",
        description = {
            "Serves with your own handler: a class that extends StreamRequestHandler,"
                    + " DatagramRequestHandler or BaseRequestHandler.",
            "Prints 'ready HOST:PORT', or 'ready PATH', once it accepts. SIGINT or SIGTERM: accepts nothing"
                    + " more, lets handlers end for five seconds, then exits with 0, or with 1 if some had"
                    + " not ended."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {
    private static final int GAVE_UP = 1;

    @Mixin private Listening listening;

    @Option(
            names = "--handler",
            required = true,
            paramLabel = "CLASS",
            description = "The class of the handler, with its package.")
    private String handler;

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            defaultValue = "",
            description = "Folders and jars in which the handler is, as for java -cp.")
    private String classPath;

    @Option(
            names = "--server",
            paramLabel = "KIND",
            defaultValue = "threading",
            description = "tcp, udp, unix, threading or forking; default: threading.")
    private String server;

    @Option(
            names = "--requests-per-child",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many requests a process of --server forking handles; 0 is no limit;"
                            + " default: 1.")
    private int requestsPerChild;

    @Override
    public Integer call() throws IOException {
        listening.requirePathOnlyFor(server);
        if (requestsPerChild != 1 && !server.equals("forking")) {
            throw listening.choice.refusal("--requests-per-child is for --server forking");
        }
        Engine engine = listening.engine();
        ForkingMixIn forking =
                listening.choice.valid(
                        () ->
                                new ForkingMixIn()
                                        .maxRequestsPerChild(requestsPerChild)
                                        .classPath(workersPath()));
        Address at = listening.address();
        BaseServer<?> made = make(engine, at, forking);
        boolean forks = server.equals("forking");
        ServedServer served =
                new ServedServer(made, forks ? new ForkedRequests(forking) : new Unknown());
        return Listening.serveUntilSignal(served, made.serverAddress());
    }

    private BaseServer<?> make(Engine engine, Address at, ForkingMixIn forking) throws IOException {
        Class<?> type = load();
        Consumer<ServerOptions> options = Listening.options(engine);
        Consumer<ServerOptions> reusing = options.andThen(o -> o.allowReuseAddress(true));
        try {
            return switch (server) {
                case "udp" -> new UDPServer(at, datagrams(type), options);
                case "unix" -> new UnixStreamServer(at, connections(type), options);
                case "tcp" -> new TCPServer(at, connections(type), reusing);
                case "threading" -> new ThreadingTCPServer(at, connections(type), reusing);
                case "forking" ->
                        new ForkingTCPServer(
                                at, connections(type), reusing.andThen(o -> o.mixIn(forking)));
                default ->
                        throw listening.choice.refusal(
                                "--server "
                                        + server
                                        + ": serve has tcp, udp, unix, threading and forking");
            };
        } catch (IllegalArgumentException e) {
            throw listening.choice.refusal(e.getMessage());
        } catch (IOException e) {
            throw Listening.cannotListen(at, e);
        }
    }

    private Class<?> load() {
        try {
            URLClassLoader loader = new URLClassLoader(urls(), ServeCommand.class.getClassLoader());
            return Class.forName(handler, false, loader);
        } catch (ClassNotFoundException | MalformedURLException e) {
            throw listening.choice.refusal(
                    "there is no class " + handler + " on the class path '" + classPath + "'");
        }
    }

    private URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path entry : entries()) {
            urls.add(entry.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private List<Path> entries() {
        List<Path> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.isEmpty()) {
                continue;
            }
            if (!Files.exists(Path.of(entry))) {
                throw listening.choice.refusal("--classpath: there is no " + entry);
            }
            entries.add(Path.of(entry));
        }
        return entries;
    }

    private String workersPath() {
        String own = System.getProperty("java.class.path");
        return classPath.isEmpty() ? own : own + File.pathSeparator + classPath;
    }

    @SuppressWarnings("unchecked") // checked by name: what a handler handles stands in its type
    private Class<? extends BaseRequestHandler<Socket>> connections(Class<?> type) {
        HandlerType.require(type, Socket.class, "--server " + server);
        return (Class<? extends BaseRequestHandler<Socket>>) type;
    }

    @SuppressWarnings("unchecked") // as above
    private Class<? extends BaseRequestHandler<Datagram>> datagrams(Class<?> type) {
        HandlerType.require(type, Datagram.class, "--server " + server);
        return (Class<? extends BaseRequestHandler<Datagram>>) type;
    }

    /** Handlers in this process, which nobody but they themselves can end. */
    private static final class Unknown implements ServedServer.Requests {
        @Override
        public void ask() {
            // Each ends when its client does.
        }

        @Override
        public void end() {
            System.err.println("serve: some handlers had not ended after five seconds");
            Runtime.getRuntime().halt(GAVE_UP);
        }
    }
}

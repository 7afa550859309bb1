package io.sockeye.cli;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Address;
import io.sockeye.socketserver.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command listens, and how it ends. */
final class Listening {
    /** The kernel cuts it to its own limit. */
    static final int BACKLOG = 4096;

    private static final int LARGEST_DATAGRAM = 65_535;

    private static final int GAVE_UP = 1;

    @Mixin EngineChoice choice;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Where to listen; '' is every interface; default: ${DEFAULT-VALUE}.")
    String host;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Where to listen; 0, the default, is any free port.")
    int port;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Where --server unix listens: a file that must not exist.")
    private Path path;

    Engine engine() throws IOException {
        Engine engine = choice.engine();
        try {
            Engines.multiplexer(engine);
            return engine;
        } catch (IllegalArgumentException e) {
            throw choice.refusal(e.getMessage());
        }
    }

    /** Refuses the path of a server that has none. */
    void requirePathOnlyFor(String server) {
        if ((path != null) != server.equals("unix")) {
            throw choice.refusal("--server unix, and no other, needs --path");
        }
    }

    Address address() {
        return path != null ? Address.unix(path) : choice.valid(() -> Endpoint.of(host, port));
    }

    /** What every server of socketserver gets here. */
    static Consumer<ServerOptions> options(Engine engine) {
        return o -> o.engine(engine).requestQueueSize(BACKLOG).maxPacketSize(LARGEST_DATAGRAM);
    }

    static IOException cannotListen(Address at, IOException e) {
        return new IOException("cannot listen on " + at.hostPort() + ": " + e.getMessage(), e);
    }

    /**
     * The signals start the JVM's shutdown, which would end with 128 + signal. So the hook waits
     * for the loop and ends the JVM itself.
     */
    static int serveUntilSignal(Served server, Address at) throws IOException {
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
}

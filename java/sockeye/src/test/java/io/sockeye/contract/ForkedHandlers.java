package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.Engines;
import io.sockeye.os.Processes;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.Datagram;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.StreamRequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Handlers and servers for worker processes, which have no JUnit. */
final class ForkedHandlers {
    private ForkedHandlers() {}

    private static int pid() {
        return Math.toIntExact(ProcessHandle.current().pid());
    }

    /** Does what each line says. */
    static class Obedient extends StreamRequestHandler {
        @Override
        protected void handle() throws Exception {
            for (byte[] line = rfile().readline(); line.length > 0; line = rfile().readline()) {
                String[] words = new String(line, UTF_8).strip().split(" ", 2);
                String answer = obey(words[0], words.length > 1 ? words[1] : "");
                wfile().write((answer + "\n").getBytes(UTF_8));
            }
        }

        private String obey(String order, String text) throws Exception {
            switch (order) {
                case "pid":
                    return Integer.toString(pid());
                case "client":
                    return clientAddress().toString();
                case "server":
                    return server().serverAddress() + " " + server().getClass().getSimpleName();
                case "listener":
                    return Integer.toString(server().socket().fileno());
                case "options":
                    return server().timeout() + " " + request().gettimeout();
                case "property":
                    return System.getProperty(text);
                case "maps":
                    return Boolean.toString(
                            Files.readString(Path.of("/proc/self/maps")).contains(text));
                case "print":
                    System.out.println(text);
                    return "printed";
                case "throw":
                    throw new IOException(text);
                case "exit":
                    System.exit(Integer.parseInt(text));
                    return "";
                case "exhaust":
                    return Integer.toString(exhaust());
                case "signal":
                    Processes.kill(pid(), Integer.parseInt(text));
                    Thread.sleep(Long.MAX_VALUE);
                    return "";
                default:
                    return text;
            }
        }

        private static int exhaust() {
            List<long[]> all = new ArrayList<>();
            while (all.size() < Integer.MAX_VALUE) {
                all.add(new long[1 << 20]);
            }
            return all.size();
        }
    }

    /** Answers a datagram with itself and its process. */
    static class DatagramEcho extends BaseRequestHandler<Datagram> {
        @Override
        protected void handle() throws Exception {
            String answer = new String(request().data(), UTF_8) + " " + pid();
            request().socket().sendto(answer.getBytes(UTF_8), clientAddress());
        }
    }

    /** A server whose hooks run in its workers. */
    static class Hooked extends ForkingTCPServer {
        private final String greeting;

        /** For the workers, which bind nothing. */
        Hooked() throws IOException {
            this(Address.inet("203.0.113.1", 1), o -> {}, "hello from ");
        }

        Hooked(Address at, Consumer<ServerOptions> options, String greeting) throws IOException {
            super(at, Obedient.class, options);
            this.greeting = greeting;
        }

        @Override
        protected void finishRequest(Socket request, Address client) throws Exception {
            request.sendall(greeting + pid() + "\n", UTF_8);
            super.finishRequest(request, client);
        }

        @Override
        protected void handleError(Socket request, Address client, Throwable t) throws Exception {
            request.sendall("failed: " + t.getMessage() + "\n", UTF_8);
        }
    }

    /** A program that serves until it is killed, and prints where. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            int perChild = Integer.parseInt(arguments[1]);
            try (ForkingTCPServer server =
                    new ForkingTCPServer(
                            Address.inet("127.0.0.1", 0),
                            Obedient.class,
                            o ->
                                    o.engine(Engines.named(arguments[0]))
                                            .mixIn(
                                                    new ForkingMixIn()
                                                            .maxRequestsPerChild(perChild)))) {
                System.out.println(server.serverAddress().hostPort());
                server.serveForever();
            }
        }
    }
}

package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.contract.ForkedHandlers.Obedient;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ServerOptions;
import java.io.IOException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** What tests of worker processes share; each sees that none is left. */
abstract class ForkingContract extends ServerContract {
    final ForkingMixIn mixIn = new ForkingMixIn();

    /** What is owned first is checked last, when the server is closed. */
    @BeforeEach
    void noProcessIsLeft() {
        assumeTrue(engine.hasRealFds(), "nio has no processes: see ForkingRefusalTest");
        own(() -> Eventually.eventually("no worker is left", () -> children().isEmpty()));
    }

    static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(each -> each.info().command().filter(c -> c.endsWith("java")).isPresent())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    Consumer<ServerOptions> forking() {
        return on(o -> o.mixIn(mixIn).requestQueueSize(64));
    }

    ForkingTCPServer server() throws IOException {
        return server(Obedient.class);
    }

    ForkingTCPServer server(Class<Obedient> handler) throws IOException {
        ForkingTCPServer server = new ForkingTCPServer(LOOPBACK, handler, forking());
        serving(server);
        return server;
    }

    static String ask(Socket client, String order) throws IOException {
        client.sendall((order + "\n").getBytes(UTF_8));
        return readLine(client);
    }

    static String readLine(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        for (byte[] one = client.recv(1); one.length > 0; one = client.recv(1)) {
            if (one[0] == '\n') {
                break;
            }
            line.append((char) one[0]);
        }
        return line.toString();
    }

    static long pid(Socket client) throws IOException {
        return Long.parseLong(ask(client, "pid"));
    }

    long pidOnce(BaseServer<?> server) throws IOException {
        try (Socket client = connect(server)) {
            long pid = pid(client);
            ends(client);
            return pid;
        }
    }

    /** Notes errors, in this process. */
    static final class Reporting extends ForkingTCPServer {
        private final Queue<String> errors;

        /** For workers. */
        Reporting() throws IOException {
            this(o -> {}, new ConcurrentLinkedQueue<>());
        }

        Reporting(Consumer<ServerOptions> options, Queue<String> errors) throws IOException {
            super(LOOPBACK, Obedient.class, options);
            this.errors = errors;
        }

        @Override
        protected void handleError(Socket request, Address client, Throwable t) {
            errors.add(t.getMessage());
        }
    }
}

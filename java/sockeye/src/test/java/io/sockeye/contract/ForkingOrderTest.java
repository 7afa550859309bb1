package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.Request;
import io.sockeye.socketserver.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which hooks a forking server calls in which process, in Python's order. */
@Tag("contract")
class ForkingOrderTest extends ServerContract {
    @BeforeEach
    void needProcesses() {
        assumeTrue(engine.hasRealFds(), "nio has no processes: see ForkingRefusalTest");
    }

    /** Tells its client what is called, and fails if that wants it. */
    static final class Telling extends BaseRequestHandler<Socket> {
        @Override
        protected void setup() throws Exception {
            request().sendall("setup ", UTF_8);
        }

        @Override
        protected void handle() throws Exception {
            request().sendall("handle ", UTF_8);
            if (request().recv(1)[0] == '!') {
                throw new IOException("wanted");
            }
        }

        @Override
        protected void finish() throws Exception {
            request().sendall("finish ", UTF_8);
        }
    }

    /** Remembers what is called; in a worker, tells the client instead. */
    static final class TracedForking extends ForkingTCPServer {
        private final List<String> calls = new ArrayList<>();
        private final boolean isWorkers;

        /** For the workers. */
        TracedForking() throws IOException {
            super(Address.inet("203.0.113.1", 1), Telling.class, o -> {});
            isWorkers = true;
        }

        TracedForking(Consumer<ServerOptions> options) throws IOException {
            super(LOOPBACK, Telling.class, options);
            isWorkers = false;
        }

        private void note(Socket request, String call) throws IOException {
            if (isWorkers) {
                request.sendall(call + " ", UTF_8);
            } else {
                calls.add(call);
            }
        }

        @Override
        protected Request<Socket> getRequest() throws Exception {
            calls.add("getRequest");
            return super.getRequest();
        }

        @Override
        protected boolean verifyRequest(Socket request, Address client) throws Exception {
            note(request, "verifyRequest");
            return super.verifyRequest(request, client);
        }

        @Override
        protected void processRequest(Socket request, Address client) throws Exception {
            note(request, "processRequest");
            super.processRequest(request, client);
        }

        @Override
        protected void finishRequest(Socket request, Address client) throws Exception {
            note(request, "finishRequest");
            super.finishRequest(request, client);
        }

        @Override
        protected void handleError(Socket request, Address client, Throwable t) throws Exception {
            note(request, "handleError");
        }

        @Override
        protected void shutdownRequest(Socket request) throws Exception {
            note(request, "shutdownRequest");
            super.shutdownRequest(request);
        }

        @Override
        protected void closeRequest(Socket request) throws Exception {
            if (!isWorkers) { // the worker has told its client already that nothing more comes
                note(request, "closeRequest");
            }
            super.closeRequest(request);
        }
    }

    private void goesThrough(String order, String expected) throws Exception {
        TracedForking server = own(new TracedForking(on(o -> {})));
        Socket client = connect(server);
        client.sendall(bytes(order));
        server.handleRequest();
        StringBuilder told = new StringBuilder();
        byte[] data;
        while ((data = client.recv(1000)).length > 0) {
            told.append(text(data));
        }
        assertEquals(expected, told.toString().strip());
        server.serverClose();
        // Never shutdownRequest: that would end the worker's connection too.
        assertEquals(
                List.of("getRequest", "verifyRequest", "processRequest", "closeRequest"),
                server.calls);
    }

    @Test
    void theServerClosesTheRequestAndTheWorkerDoesTheRest() throws Exception {
        goesThrough(".", "finishRequest setup handle finish shutdownRequest");
    }

    @Test
    void theWorkerReportsWhatItsHandlerThrows() throws Exception {
        goesThrough("!", "finishRequest setup handle finish handleError shutdownRequest");
    }

    @Test
    void handleRequestWaitsForFiveMinutesUnlessItIsTold() throws Exception {
        ForkingTCPServer usual = own(new ForkingTCPServer(LOOPBACK, Telling.class, on(o -> {})));
        assertEquals(Duration.ofSeconds(300), usual.timeout());
        ForkingTCPServer hasty =
                own(
                        new ForkingTCPServer(
                                LOOPBACK, Telling.class, on(o -> o.timeout(Duration.ofMillis(1)))));
        hasty.handleRequest();
    }

    @Test
    void serverCloseCollectsEveryWorkerAndNobodyElsesChild() throws Exception {
        Process other = new ProcessBuilder("sh", "-c", "read line; exit 72").start();
        TracedForking server = new TracedForking(on(o -> {}));
        ForkingMixIn processes = (ForkingMixIn) server.mixIn();
        Background<Void> serving = serving(server);
        Socket client = connect(server);
        client.sendall(bytes("."));
        Eventually.eventually("it is handled", () -> client.recv(1000).length == 0);
        other.getOutputStream().close();
        server.shutdown();
        serving.result();
        server.serverClose();
        assertEquals(Set.of(), processes.activeChildren());
        assertEquals(72, other.waitFor());
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.SHUT_WR;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.Request;
import io.sockeye.socketserver.RequestCallback;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What tests of servers share. */
abstract class ServerContract extends ContractTest {
    static final Address LOOPBACK = Address.inet("127.0.0.1", 0);

    /** What was called, in order, by whatever thread. */
    final List<String> trace = Collections.synchronizedList(new ArrayList<>());

    /** A handler that writes down what is called, and fails where it is told to. */
    class TracedHandler extends BaseRequestHandler<Socket> {
        private final String failsIn;

        TracedHandler(String failsIn) {
            this.failsIn = failsIn;
        }

        private void step(String name) throws Exception {
            trace.add("H." + name);
            if (failsIn.contains(name)) {
                throw new Exception(name + " fails");
            }
        }

        @Override
        protected void setup() throws Exception {
            step("setup");
        }

        @Override
        protected void handle() throws Exception {
            step("handle");
        }

        @Override
        protected void finish() throws Exception {
            step("finish");
        }
    }

    /** A server that writes down what is called; its hooks may be overridden once more. */
    class Traced extends TCPServer {
        boolean verifies = true;
        boolean throwsOn;

        Traced(RequestCallback<Socket> handler, Consumer<ServerOptions> options)
                throws IOException {
            super(LOOPBACK, handler, on(options));
        }

        Traced(String failsIn, Consumer<ServerOptions> options) throws IOException {
            super(
                    LOOPBACK,
                    (Supplier<TracedHandler>) () -> new TracedHandler(failsIn),
                    on(options));
        }

        @Override
        protected void serverBind() throws Exception {
            trace.add("serverBind");
            super.serverBind();
        }

        @Override
        protected void serverActivate() throws Exception {
            trace.add("serverActivate");
            super.serverActivate();
        }

        @Override
        public void serverClose() throws IOException {
            trace.add("serverClose");
            super.serverClose();
        }

        @Override
        protected Request<Socket> getRequest() throws Exception {
            trace.add("getRequest");
            return super.getRequest();
        }

        @Override
        protected boolean verifyRequest(Socket request, Address client) throws Exception {
            trace.add("verifyRequest");
            return verifies && super.verifyRequest(request, client);
        }

        @Override
        protected void processRequest(Socket request, Address client) throws Exception {
            trace.add("processRequest");
            super.processRequest(request, client);
        }

        @Override
        public void processRequestThread(Socket request, Address client) throws Exception {
            trace.add("processRequestThread");
            super.processRequestThread(request, client);
        }

        @Override
        protected void finishRequest(Socket request, Address client) throws Exception {
            trace.add("finishRequest");
            super.finishRequest(request, client);
        }

        @Override
        protected void shutdownRequest(Socket request) throws Exception {
            trace.add("shutdownRequest");
            super.shutdownRequest(request);
        }

        @Override
        protected void closeRequest(Socket request) throws Exception {
            trace.add("closeRequest");
            super.closeRequest(request);
        }

        @Override
        protected void handleError(Socket request, Address client, Throwable t) throws Exception {
            trace.add("handleError " + t.getMessage());
            if (throwsOn) {
                throw (Exception) t;
            }
        }

        @Override
        protected void handleTimeout() throws Exception {
            trace.add("handleTimeout");
            super.handleTimeout();
        }

        @Override
        protected void serviceActions() throws Exception {
            trace.add("serviceActions");
            super.serviceActions();
        }
    }

    /** The options of a server, with the engine of the test. */
    Consumer<ServerOptions> on(Consumer<ServerOptions> options) {
        return o -> options.accept(o.engine(engine));
    }

    /** Serves in the background until the end of the test. */
    Background<Void> serving(BaseServer<?> server) {
        own(server);
        return inBackground(() -> server.serveForever(null));
    }

    Socket connect(BaseServer<?> server) throws IOException {
        Address at = server.serverAddress();
        Socket client = at instanceof Address.Unix ? unix() : tcp();
        client.connect(at);
        return client;
    }

    static void echoes(Socket client, String text) throws IOException {
        EchoHandler.echoes(client, text);
    }

    /** Ends the conversation and waits until the server has. */
    static void ends(Socket client) throws IOException {
        client.shutdown(SHUT_WR);
        assertEquals(0, client.recv(1).length);
    }

    /** Waits until the server has closed a connection to which it sends nothing. */
    void untilClosed(Socket client) throws IOException {
        assertEquals(0, client.recv(1).length);
    }
}

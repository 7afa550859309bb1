package io.sockeye.contract;

import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.TCP_NODELAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BrokenPipeException;
import io.sockeye.engine.ConnectionException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.StreamRequestHandler;
import io.sockeye.socketserver.TCPServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two files of a stream handler. */
@Tag("contract")
class HandlerFilesTest extends ServerContract {
    private final List<Throwable> reported = new ArrayList<>();

    /** What a handler does, written in a test. */
    interface Work {
        void on(StreamRequestHandler handler) throws Exception;
    }

    /** A handler with buffers of given sizes. */
    private static final class Working extends StreamRequestHandler {
        private final int rbufsize;
        private final int wbufsize;
        private final Work work;

        Working(int rbufsize, int wbufsize, Work work) {
            this.rbufsize = rbufsize;
            this.wbufsize = wbufsize;
            this.work = work;
        }

        @Override
        protected int rbufsize() {
            return rbufsize;
        }

        @Override
        protected int wbufsize() {
            return wbufsize;
        }

        @Override
        protected boolean disableNagleAlgorithm() {
            return wbufsize != 0;
        }

        @Override
        protected void handle() throws Exception {
            work.on(this);
        }
    }

    private TCPServer server(int rbufsize, int wbufsize, Work work) throws IOException {
        Supplier<Working> handler = () -> new Working(rbufsize, wbufsize, work);
        return own(
                new TCPServer(LOOPBACK, handler, on(o -> {})) {
                    @Override
                    protected void handleError(Socket request, Address client, Throwable t) {
                        reported.add(t);
                    }
                });
    }

    private TCPServer server(Work work) throws IOException {
        return server(-1, 0, work);
    }

    /** A handler that says nothing of its files. */
    private static final class Plain extends StreamRequestHandler {
        @Override
        protected void handle() throws Exception {
            assertEquals(-1, rbufsize());
            assertEquals(0, wbufsize());
            assertNull(timeout());
            assertFalse(disableNagleAlgorithm());
            assertNull(connection().gettimeout());
            wfile().write(bytes("so it is"));
        }
    }

    @Test
    void theDefaultsArePythons() throws Exception {
        TCPServer server = own(new TCPServer(LOOPBACK, Plain::new, on(o -> {})));
        Socket client = connect(server);
        server.handleRequest();
        assertEquals("so it is", text(receiveFully(client, 8)));
    }

    @Test
    void bothFilesAreOfTheConnection() throws Exception {
        TCPServer server =
                server(
                        handler -> {
                            assertSame(handler.request(), handler.connection());
                            assertEquals(handler.request().fileno(), handler.wfile().fileno());
                            assertEquals(handler.request().fileno(), handler.rfile().fileno());
                            assertTrue(handler.wfile().writable());
                            assertTrue(handler.rfile().readable());
                        });
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
        assertEquals(List.of(), reported);
    }

    /** The client answers before the handler flushes, so the bytes must have gone. */
    @Test
    void anUnbufferedWriteGoesOutAtOnce() throws Exception {
        TCPServer server =
                server(
                        handler -> {
                            assertEquals(11, handler.wfile().write(bytes("write data\n")));
                            assertEquals("response\n", text(handler.rfile().readline()));
                        });
        Background<Void> handling = inBackground(server::handleRequest);
        Socket client = connect(server);
        assertEquals("write data\n", text(receiveFully(client, 11)));
        client.sendall(bytes("response\n"));
        untilClosed(client);
        handling.result();
        assertEquals(List.of(), reported);
    }

    @Test
    void withoutAReadBufferNothingIsTakenInAdvance() throws Exception {
        TCPServer server =
                server(
                        0,
                        0,
                        handler -> {
                            assertEquals("first\n", text(handler.rfile().readline()));
                            handler.wfile().write(receiveFully(handler.request(), 6));
                        });
        Socket client = connect(server);
        client.sendall(bytes("first\nsecond"));
        server.handleRequest();
        assertEquals("second", text(receiveFully(client, 6)));
        assertEquals(List.of(), reported);
    }

    @Test
    void noDelayIsSetIfItIsAskedFor() throws Exception {
        List<Integer> delays = new ArrayList<>();
        Work work = handler -> delays.add(handler.request().getsockopt(IPPROTO_TCP, TCP_NODELAY));
        for (int wbufsize : new int[] {0, 100}) {
            TCPServer server = server(-1, wbufsize, work);
            Socket client = connect(server);
            server.handleRequest();
            untilClosed(client);
        }
        assertEquals(0, delays.get(0));
        assertNotEquals(0, delays.get(1));
    }

    @Test
    void theFilesAreClosedAfterwards() throws Exception {
        List<StreamRequestHandler> handlers = new ArrayList<>();
        TCPServer server = server(handlers::add);
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
        assertTrue(handlers.get(0).rfile().closed());
        assertTrue(handlers.get(0).wfile().closed());
        assertEquals(-1, handlers.get(0).request().fileno());
    }

    /** As in Python: flushing is forgiven, closing is not. */
    @Test
    void whatAClientThatIsGoneDoesNotTakeIsReported() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        TCPServer server =
                server(
                        -1,
                        -1,
                        handler -> {
                            connected.countDown();
                            assertThrows(
                                    ConnectionException.class, () -> handler.rfile().readline());
                            handler.wfile().write(bytes("x"));
                        });
        Socket client = connect(server);
        Background<Void> handling = inBackground(server::handleRequest);
        connected.await();
        reset(client);
        handling.result();
        assertEquals(BrokenPipeException.class, reported.get(0).getClass());
        assertEquals(1, reported.size());
    }

    @Test
    void aHandlerMayCloseItsConnection() throws Exception {
        TCPServer server = server(handler -> handler.request().close());
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
        assertEquals(List.of(), reported);
    }

    @Test
    void theClientHearsTheEndThoughSomebodyElseHoldsTheConnection() throws Exception {
        TCPServer server = server(handler -> own(handler.request().dup()));
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
    }

    @Test
    void anOverrideThatForgetsSuperIsTold() throws Exception {
        TCPServer server =
                own(
                        new TCPServer(
                                LOOPBACK,
                                (Supplier<StreamRequestHandler>)
                                        () ->
                                                new StreamRequestHandler() {
                                                    @Override
                                                    protected void setup() {}

                                                    @Override
                                                    protected void handle() throws Exception {
                                                        rfile().readline();
                                                    }
                                                },
                                on(o -> {})) {
                            @Override
                            protected void handleError(
                                    Socket request, Address client, Throwable t) {
                                reported.add(t);
                            }
                        });
        Socket client = connect(server);
        server.handleRequest();
        untilClosed(client);
        assertTrue(reported.get(0).getMessage().contains("super.setup()"));
    }
}

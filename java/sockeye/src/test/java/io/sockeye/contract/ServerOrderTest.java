package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.Datagram;
import io.sockeye.socketserver.Request;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingMixIn;
import io.sockeye.socketserver.UDPServer;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order in which a server calls its hooks is Python's. */
@Tag("contract")
class ServerOrderTest extends ServerContract {
    private static final Consumer<ServerOptions> PLAIN = o -> {};

    private void serveOne(Traced server) throws Exception {
        trace.clear();
        Socket client = connect(own(server));
        server.handleRequest();
        untilClosed(client);
    }

    private void assertTrace(String expected) {
        assertEquals(List.of(expected.strip().split("\\s*,\\s*")), List.copyOf(trace));
    }

    @Test
    void theConstructorBindsAndThenActivates() throws Exception {
        Traced server = own(new Traced("", o -> o.bindAndActivate(false)));
        assertEquals(LOOPBACK, server.serverAddress());
        assertEquals(List.of(), trace);
        server.bindAndActivate();
        assertTrace("serverBind, serverActivate");
        assertTrue(port(server.socket()) > 0);
        assertEquals(server.socket().getsockname(), server.serverAddress());
    }

    /** Remembers its calls in a list that exists before it does. */
    private static final class Failing extends TCPServer {
        static final List<String> CALLS = new ArrayList<>();

        Failing(Consumer<ServerOptions> options) throws IOException {
            super(LOOPBACK, (request, client, server) -> {}, options);
        }

        @Override
        protected void serverBind() throws Exception {
            CALLS.add("serverBind");
            super.serverBind();
        }

        @Override
        protected void serverActivate() throws Exception {
            CALLS.add("serverActivate");
            throw OsException.of(Errno.EACCES, "activate");
        }

        @Override
        public void serverClose() throws IOException {
            super.serverClose();
            CALLS.add("serverClose " + fileno());
        }
    }

    @Test
    void aConstructorThatFailsClosesTheServer() {
        Failing.CALLS.clear();
        failsWith(Errno.EACCES, () -> new Failing(on(o -> {})));
        assertEquals(List.of("serverBind", "serverActivate", "serverClose -1"), Failing.CALLS);
    }

    @Test
    void aRequestGoesThroughEveryHook() throws Exception {
        serveOne(new Traced("", PLAIN));
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, H.setup, H.handle,"
                        + " H.finish, shutdownRequest, closeRequest");
    }

    @Test
    void serviceActionsComeAfterEachRequest() throws Exception {
        Traced server = new Traced("", PLAIN);
        trace.clear();
        Socket client = tcp();
        client.connect(server.serverAddress());
        Background<Void> serving = serving(server);
        untilClosed(client);
        Eventually.eventually("the turn ends", () -> trace.contains("serviceActions"));
        server.shutdown();
        serving.result();
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, H.setup, H.handle,"
                        + " H.finish, shutdownRequest, closeRequest, serviceActions");
    }

    @Test
    void serviceActionsComeWithoutRequestsToo() throws Exception {
        Traced server = own(new Traced("", PLAIN));
        trace.clear();
        Background<Void> serving = inBackground(() -> server.serveForever(0.001));
        Eventually.eventually("turns", () -> trace.size() >= 3);
        server.shutdown();
        serving.result();
        assertTrue(trace.stream().allMatch("serviceActions"::equals), trace.toString());
    }

    @Test
    void finishComesAfterAHandleThatFails() throws Exception {
        serveOne(new Traced("handle", PLAIN));
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, H.setup, H.handle,"
                        + " H.finish, handleError handle fails, shutdownRequest, closeRequest");
    }

    @Test
    void finishDoesNotComeAfterASetupThatFails() throws Exception {
        serveOne(new Traced("setup", PLAIN));
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, H.setup,"
                        + " handleError setup fails, shutdownRequest, closeRequest");
    }

    @Test
    void whatHandleThrewIsReportedAndWhatFinishThrewIsSuppressed() throws Exception {
        Throwable[] reported = new Throwable[1];
        Traced server =
                new Traced("handle finish", PLAIN) {
                    @Override
                    protected void handleError(Socket request, Address client, Throwable t) {
                        reported[0] = t;
                    }
                };
        serveOne(server);
        assertEquals("handle fails", reported[0].getMessage());
        assertEquals("finish fails", reported[0].getSuppressed()[0].getMessage());
    }

    @Test
    void whatIsNotVerifiedIsShutDown() throws Exception {
        Traced server = new Traced("", PLAIN);
        server.verifies = false;
        serveOne(server);
        assertTrace("getRequest, verifyRequest, shutdownRequest, closeRequest");
    }

    @Test
    void anIoExceptionOfGetRequestIsNoRequest() throws Exception {
        Traced server =
                own(
                        new Traced("", PLAIN) {
                            @Override
                            protected Request<Socket> getRequest() throws Exception {
                                super.getRequest().request().close();
                                throw OsException.of(Errno.ECONNABORTED, "accept");
                            }
                        });
        serveOne(server);
        assertTrace("getRequest");
    }

    @Test
    void anythingElseOfGetRequestIsThrownOn() throws Exception {
        Exception failure = new Exception("no request");
        Traced server =
                own(
                        new Traced("", PLAIN) {
                            @Override
                            protected Request<Socket> getRequest() throws Exception {
                                throw failure;
                            }
                        });
        connect(server);
        UndeclaredThrowableException thrown =
                assertThrows(UndeclaredThrowableException.class, server::handleRequest);
        assertSame(failure, thrown.getCause());
        assertThrows(UndeclaredThrowableException.class, server::serveForever);
    }

    @Test
    void aSocketThatDoesNotListenEndsTheLoop() throws Exception {
        TCPServer server =
                own(
                        new TCPServer(LOOPBACK, (r, c, s) -> {}, on(o -> {})) {
                            @Override
                            protected void serverActivate() {}
                        });
        if (engine.hasRealFds()) {
            failsWith(Errno.EINVAL, server::serveForever);
        }
    }

    @Test
    void whatHandleErrorThrowsOnEndsTheLoopAfterTheRequestIsShutDown() throws Exception {
        Traced server = own(new Traced("handle", PLAIN));
        server.throwsOn = true;
        trace.clear();
        Socket client = connect(server);
        UndeclaredThrowableException thrown =
                assertThrows(UndeclaredThrowableException.class, server::serveForever);
        assertEquals("handle fails", thrown.getCause().getMessage());
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, H.setup, H.handle,"
                        + " H.finish, handleError handle fails, shutdownRequest, closeRequest");
        untilClosed(client);
    }

    @Test
    void errorsAreReportedLikeExceptionsAndCloseTheirConnectionOnly() throws Exception {
        Traced server =
                new Traced(
                        (request, client, by) -> {
                            throw new AssertionError("wrong");
                        },
                        PLAIN);
        serving(server);
        untilClosed(connect(server));
        untilClosed(connect(server));
        assertEquals(2, trace.stream().filter("handleError wrong"::equals).count());
    }

    @Test
    void aVerifyThatFailsClosesTheConnection() throws Exception {
        Traced server =
                new Traced("", PLAIN) {
                    @Override
                    protected boolean verifyRequest(Socket request, Address client) {
                        throw new IllegalStateException("undecided");
                    }
                };
        serveOne(server);
        assertTrace("getRequest, handleError undecided, shutdownRequest, closeRequest");
    }

    @Test
    void aShutdownThatFailsIsReported() throws Exception {
        Traced server =
                own(
                        new Traced("handle", PLAIN) {
                            @Override
                            protected void closeRequest(Socket request) throws Exception {
                                super.closeRequest(request);
                                throw OsException.of(Errno.EIO, "close");
                            }
                        });
        serveOne(server);
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, H.setup, H.handle,"
                        + " H.finish, handleError handle fails, shutdownRequest, closeRequest,"
                        + " handleError "
                        + OsException.of(Errno.EIO, "close").getMessage());
    }

    private void threaded(String failsIn) throws Exception {
        Traced server = new Traced(failsIn, o -> o.mixIn(new ThreadingMixIn()));
        serveOne(server);
        server.serverClose();
        trace.remove("serverClose");
        assertEquals(List.of("getRequest", "verifyRequest"), List.copyOf(trace.subList(0, 2)));
        assertEquals("processRequest", trace.get(2));
        trace.subList(0, 3).clear();
    }

    @Test
    void aThreadDoesTheRest() throws Exception {
        threaded("");
        assertTrace(
                "processRequestThread, finishRequest, H.setup, H.handle, H.finish,"
                        + " shutdownRequest, closeRequest");
    }

    @Test
    void aThreadReportsWhatItsHandlerThrows() throws Exception {
        threaded("handle");
        assertTrace(
                "processRequestThread, finishRequest, H.setup, H.handle, H.finish,"
                        + " handleError handle fails, shutdownRequest, closeRequest");
    }

    @Test
    void aDatagramGoesThroughTheSameHooks() throws Exception {
        UDPServer server =
                own(
                        new UDPServer(LOOPBACK, (r, c, s) -> trace.add("handler"), on(o -> {})) {
                            @Override
                            protected Request<Datagram> getRequest() throws Exception {
                                trace.add("getRequest");
                                return super.getRequest();
                            }

                            @Override
                            protected boolean verifyRequest(Datagram r, Address c)
                                    throws Exception {
                                trace.add("verifyRequest");
                                return super.verifyRequest(r, c);
                            }

                            @Override
                            protected void processRequest(Datagram r, Address c) throws Exception {
                                trace.add("processRequest");
                                super.processRequest(r, c);
                            }

                            @Override
                            protected void finishRequest(Datagram r, Address c) throws Exception {
                                trace.add("finishRequest");
                                super.finishRequest(r, c);
                            }

                            @Override
                            protected void shutdownRequest(Datagram r) throws Exception {
                                trace.add("shutdownRequest");
                                super.shutdownRequest(r);
                            }

                            @Override
                            protected void closeRequest(Datagram r) throws Exception {
                                trace.add("closeRequest");
                                super.closeRequest(r);
                            }
                        });
        boundUdp().sendto(bytes("x"), server.serverAddress());
        server.handleRequest();
        assertTrace(
                "getRequest, verifyRequest, processRequest, finishRequest, handler,"
                        + " shutdownRequest, closeRequest");
        assertTrue(server.fileno() != -1);
    }

    @Test
    void serviceActionsDoNotComeInTheTurnThatEnds() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        Traced server =
                new Traced(
                        (request, client, by) -> {
                            handling.countDown();
                            let.await();
                        },
                        PLAIN);
        Background<Void> serving = serving(server);
        connect(server);
        handling.await();
        trace.clear();
        Background<Void> shutdown = inBackground(server::shutdown);
        Eventually.eventually(
                "it waits", () -> shutdown.thread().getState() == Thread.State.WAITING);
        let.countDown();
        serving.result();
        shutdown.result();
        // The turn of the request is whole; in the next one nothing is called any more.
        assertTrace("shutdownRequest, closeRequest, serviceActions");
    }

    /** What Python does for SystemExit by itself is an override's choice here. */
    @Test
    void aThreadEndsWithWhatHandleErrorThrowsOnAfterItsRequestIsShutDown() throws Exception {
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        Executor threads =
                task -> {
                    Thread thread = new Thread(task);
                    thread.setUncaughtExceptionHandler((t, e) -> uncaught.complete(e));
                    thread.start();
                };
        Traced server =
                own(
                        new Traced(
                                (request, client, by) -> {
                                    throw new Exception("exit");
                                },
                                o -> o.mixIn(new ThreadingMixIn().executor(threads))));
        server.throwsOn = true;
        serveOne(server);
        assertEquals("exit", uncaught.get().getCause().getMessage());
        assertEquals(
                List.of("handleError exit", "shutdownRequest", "closeRequest"),
                List.copyOf(trace.subList(trace.size() - 3, trace.size())));
    }

    /** As CPython's own tests do it: the request is closed in handleError, which throws on. */
    @Test
    void handleErrorMayCloseTheRequestAndThrowOn() throws Exception {
        Traced server =
                own(
                        new Traced("handle", PLAIN) {
                            @Override
                            protected void handleError(Socket request, Address c, Throwable t)
                                    throws Exception {
                                closeRequest(request);
                                throw (Exception) t;
                            }
                        });
        Socket client = connect(server);
        UndeclaredThrowableException thrown =
                assertThrows(UndeclaredThrowableException.class, server::handleRequest);
        assertEquals("handle fails", thrown.getCause().getMessage());
        untilClosed(client);
    }
}

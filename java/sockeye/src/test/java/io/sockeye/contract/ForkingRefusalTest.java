package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.contract.ForkedHandlers.Obedient;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.Command;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.RequestCallback;
import io.sockeye.socketserver.ServerOptions;
import io.sockeye.socketserver.StreamRequestHandler;
import io.sockeye.socketserver.TCPServer;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What no worker process could serve is refused when the server is made. */
@Tag("contract")
class ForkingRefusalTest extends ServerContract {
    private static final RequestCallback<Socket> LAMBDA = (request, client, server) -> {};

    /** Nothing that the test opened stays open: the guard looks. */
    private static String refused(Executable making) {
        return assertThrows(IllegalArgumentException.class, making).getMessage();
    }

    private void realFds() {
        assumeTrue(engine.hasRealFds(), "nio refuses before it looks at the handler");
    }

    /** Has classes that are in no file, as {@code java Program.java} has. */
    private static final class InMemory extends ClassLoader {
        InMemory() {
            super(InMemory.class.getClassLoader());
        }

        Class<?> copyOf(Class<?> type) throws IOException {
            String file = '/' + type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(type.getName(), bytes, 0, bytes.length);
            }
        }

        @Override
        public URL getResource(String name) {
            return null;
        }
    }

    @Test
    void enginesWithoutProcessesAreRefused() throws Exception {
        Consumer<ServerOptions> options = on(o -> {});
        if (engine.hasRealFds()) {
            new ForkingTCPServer(LOOPBACK, Obedient.class, options).close();
            return;
        }
        OsException refusal =
                assertThrows(
                        OsException.class,
                        () -> new ForkingTCPServer(LOOPBACK, Obedient.class, options));
        assertEquals(Errno.EOPNOTSUPP, refusal.errno());
        assertTrue(refusal.getMessage().contains("jni"), refusal.getMessage());
    }

    @Test
    void aLambdaIsRefused() {
        realFds();
        assertTrue(
                refused(() -> new ForkingTCPServer(LOOPBACK, LAMBDA, on(o -> {})))
                        .contains("such as Echo.class"));
    }

    @Test
    void aSupplierIsRefused() {
        realFds();
        assertTrue(
                refused(() -> new ForkingTCPServer(LOOPBACK, Obedient::new, on(o -> {})))
                        .contains("such as Echo.class"));
    }

    @Test
    void aSupplierIsAcceptedByAnotherMixIn() throws Exception {
        Consumer<ServerOptions> threads =
                on(o -> o.mixIn(new io.sockeye.socketserver.ThreadingMixIn()));
        new ForkingTCPServer(LOOPBACK, EchoHandler::new, threads).close();
    }

    @Test
    void aServerWithHooksThatNoWorkerCanMakeIsRefused() {
        realFds();
        String refusal =
                refused(
                        () ->
                                new ForkingTCPServer(LOOPBACK, Obedient.class, on(o -> {})) {
                                    @Override
                                    protected void finishRequest(Socket request, Address client) {
                                        // Would have to run in the worker.
                                    }
                                });
        assertTrue(refusal.contains("overrides finishRequest()"), refusal);
        assertTrue(refusal.contains("constructor without arguments"), refusal);
    }

    @Test
    void aServerWithHooksOfItsOwnProcessNeedsNoSuchConstructor() throws Exception {
        realFds();
        new ForkingTCPServer(LOOPBACK, Obedient.class, on(o -> {})) {
            @Override
            protected void serviceActions() throws Exception {
                super.serviceActions();
            }
        }.close();
    }

    @Test
    void aClassThatIsInNoFileIsRefused() throws Exception {
        realFds();
        Class<? extends StreamRequestHandler> inMemory =
                new InMemory().copyOf(EchoHandler.class).asSubclass(StreamRequestHandler.class);
        String refusal = refused(() -> new ForkingTCPServer(LOOPBACK, inMemory, on(o -> {})));
        assertTrue(refusal.contains("is in no folder or jar"), refusal);
    }

    @Test
    void aCommandNeedsProcesses() {
        Command command = Command.of("cat");
        for (Executable making :
                new Executable[] {
                    () -> new TCPServer(LOOPBACK, command, on(o -> {})),
                    () -> new ThreadingTCPServer(LOOPBACK, command, on(o -> {}))
                }) {
            assertTrue(refused(making).contains("[cat]"));
        }
        assertThrows(IllegalArgumentException.class, Command::of);
    }

    @Test
    void oneMixInHasOneServer() throws Exception {
        realFds();
        ForkingMixIn mixIn = new ForkingMixIn();
        Consumer<ServerOptions> options = on(o -> o.mixIn(mixIn));
        try (TCPServer first = new TCPServer(LOOPBACK, Obedient.class, options)) {
            IllegalStateException refusal =
                    assertThrows(
                            IllegalStateException.class,
                            () -> new TCPServer(LOOPBACK, Obedient.class, options));
            assertTrue(refusal.getMessage().contains("has a server already"));
            assertEquals(0, mixIn.activeChildren().size());
            assertTrue(first.serverAddress().hostPort().startsWith("127.0.0.1:"));
        }
    }

    @Test
    void limitsAreChecked() {
        ForkingMixIn mixIn = new ForkingMixIn();
        refused(() -> mixIn.maxChildren(0));
        refused(() -> mixIn.maxRequestsPerChild(-1));
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import io.sockeye.contract.ForkedHandlers.Obedient;
import io.sockeye.engine.ChildProcessException;
import io.sockeye.os.Processes;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What goes wrong around worker processes, and costs no request of another. */
class ForkingFaultsTest extends ForkingContract {
    /** Counts what it takes, in this process. */
    private static class Counting extends ForkingTCPServer {
        final AtomicInteger taken = new AtomicInteger();

        Counting(Consumer<ServerOptions> options) throws IOException {
            super(LOOPBACK, Obedient.class, options);
        }

        @Override
        protected void processRequest(Socket request, Address client) throws Exception {
            super.processRequest(request, client);
            taken.incrementAndGet();
        }
    }

    @Test
    void serverCloseEndsThoughNoWorkerCanStart() throws Exception {
        mixIn.classPath("/nonexistent");
        Counting server = new Counting(forking());
        serving(server);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            clients.add(connect(server));
        }
        Eventually.eventually("all are taken", () -> server.taken.get() == 16);
        inBackground(server::serverClose).result();
        for (Socket each : clients) {
            untilClosed(each);
        }
    }

    @Test
    void aWorkerThatIsKilledWhileItStartsTakesNoRequestWithIt() throws Exception {
        Counting server = new Counting(forking());
        serving(server);
        Socket client = connect(server);
        Eventually.eventually("it is taken", () -> server.taken.get() == 1);
        Eventually.eventually("workers start", () -> !children().isEmpty());
        for (long each : children()) {
            Processes.kill(Math.toIntExact(each), Processes.SIGKILL);
        }
        assertNotEquals(0, pid(client));
        ends(client);
    }

    /** A request may be on its way to a worker when the signal ends it. */
    @Test
    void workersThatAreTerminatedWhileTheyWaitLoseNoRequest() throws Exception {
        mixIn.maxRequestsPerChild(0);
        ForkingTCPServer server = new ForkingTCPServer(LOOPBACK, Obedient.class, forking());
        serving(server);
        for (int round = 0; round < 8; round++) {
            long pid = pidOnce(server);
            Processes.kill(Math.toIntExact(pid), Processes.SIGTERM);
            long next = pid;
            while (ProcessHandle.of(pid).isPresent()) {
                next = pidOnce(server);
            }
            assertTrue(next > 0);
        }
    }

    /** More than the OS lets a program be started with: neither workers nor a class archive. */
    @Test
    void whatCannotBeStartedAtAllIsReportedForEachRequest() throws Exception {
        mixIn.jvmOptions("-Dlong=" + "x".repeat(1 << 20));
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        Reporting server = new Reporting(forking(), errors);
        serving(server);
        untilClosed(connect(server));
        untilClosed(connect(server));
        assertEquals(2, errors.size());
        errors.forEach(each -> assertEquals("no worker process could be started", each));
    }

    /** Closes itself at the first failure. */
    private static final class ClosesItself extends ForkingTCPServer {
        final CountDownLatch closed = new CountDownLatch(1);

        /** For workers. */
        ClosesItself() throws IOException {
            this(o -> {});
        }

        ClosesItself(Consumer<ServerOptions> options) throws IOException {
            super(LOOPBACK, Obedient.class, options);
        }

        @Override
        protected void handleError(Socket request, Address client, Throwable t) throws Exception {
            serverClose();
            closed.countDown();
        }
    }

    /** The hook runs on the thread that would have to end the workers meanwhile. */
    @Test
    void aHookMayCloseTheServerWhenNoWorkerCanStart() throws Exception {
        mixIn.classPath("/nonexistent");
        ClosesItself server = new ClosesItself(forking());
        serving(server);
        untilClosed(connect(server));
        Eventually.eventually("it is closed", () -> server.closed.getCount() == 0);
    }

    @Test
    void aClosedServerLeavesNoHalfOfAClassArchive() throws Exception {
        Path folder = Files.createTempDirectory("sockeye");
        own(() -> FolderJars.delete(folder));
        Path archives = folder.resolve("archives");
        mixIn.classPath(
                FolderJars.pack(
                        folder,
                        ChildJvm.classPath(BaseServer.class, Obedient.class, Native.class)));
        System.setProperty("sockeye.workers.archive", archives.toString());
        try {
            ForkingTCPServer server =
                    own(new ForkingTCPServer(LOOPBACK, Obedient.class, forking()));
            Eventually.eventually("it is begun", () -> isBegun(archives) || isMade(archives));
            server.close();
            assertFalse(isBegun(archives));
            assertEquals(Set.of(), children());
        } finally {
            System.clearProperty("sockeye.workers.archive");
        }
    }

    private static boolean isBegun(Path archives) {
        return archives.toFile()
                        .list((folder, name) -> name.indexOf('.') != name.lastIndexOf('.'))
                        .length
                > 0;
    }

    private static boolean isMade(Path archives) throws IOException {
        return FolderJars.count(archives, "worker-") == 1;
    }

    /** On the module path a folder of jars stands for the jars; on the class path it does not. */
    @Test
    void workersFindTheJarsOfAFolderOnTheModulePath() throws Exception {
        assumeTrue(engine.name().equals("jna"), "jna.jar is what the worker must find");
        Path folder = Files.createTempDirectory("sockeye modules");
        own(() -> FolderJars.delete(folder));
        FolderJars.pack(folder, ChildJvm.classPath(BaseServer.class));
        Files.copy(Path.of(ChildJvm.classPath(Native.class)), folder.resolve("jna.jar"));
        Process program =
                new ChildJvm()
                        .modules(folder, "io.sockeye,com.sun.jna")
                        .start(ForkedHandlers.Main.class, engine.name(), "0");
        try (var output = program.inputReader()) {
            int port = Integer.parseInt(output.readLine().split(":")[1]);
            Socket client = tcp();
            client.connect("127.0.0.1", port);
            assertEquals("found", ask(client, "say found"));
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    @Test
    void aWorkerWhoseStatusSomebodyElseHasTakenIsReplaced() throws Exception {
        ForkingTCPServer server = new ForkingTCPServer(LOOPBACK, Obedient.class, forking());
        serving(server);
        Socket client = connect(server);
        int pid = Math.toIntExact(pid(client));
        Background<Void> thief =
                inBackground(
                        () -> {
                            try {
                                Processes.waitpid(pid, 0);
                            } catch (ChildProcessException e) {
                                // The server was faster.
                            }
                        });
        ends(client);
        thief.result();
        Eventually.eventually("it is forgotten", () -> mixIn.activeChildren().isEmpty());
        assertNotEquals(pid, pidOnce(server));
    }
}

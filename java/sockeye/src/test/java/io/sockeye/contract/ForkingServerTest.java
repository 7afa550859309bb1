package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import io.sockeye.contract.ForkedHandlers.DatagramEcho;
import io.sockeye.contract.ForkedHandlers.Hooked;
import io.sockeye.contract.ForkedHandlers.Obedient;
import io.sockeye.os.Processes;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ForkingUDPServer;
import io.sockeye.socketserver.ForkingUnixDatagramServer;
import io.sockeye.socketserver.ForkingUnixStreamServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Servers that handle requests in worker processes. */
class ForkingServerTest extends ForkingContract {
    @Test
    void eachConnectionHasAProcessOfItsOwn() throws Exception {
        ForkingTCPServer server = server();
        Set<Long> pids = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            pids.add(pidOnce(server));
        }
        assertEquals(4, pids.size());
        assertFalse(pids.contains(ProcessHandle.current().pid()));
    }

    @Test
    void processesAreUsedAgainIfTheyMayBe() throws Exception {
        mixIn.maxRequestsPerChild(0);
        ForkingTCPServer server = server();
        Set<Long> pids = new TreeSet<>();
        int few = Math.min(Runtime.getRuntime().availableProcessors(), 40);
        for (int i = 0; i < 10 * few; i++) {
            pids.add(pidOnce(server));
        }
        assertTrue(pids.size() <= few, pids.toString());
    }

    @Test
    void aProcessEndsAfterSoManyRequests() throws Exception {
        mixIn.maxRequestsPerChild(3).maxChildren(1);
        ForkingTCPServer server = server();
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pids.add(pidOnce(server));
        }
        assertEquals(List.of(pids.get(0), pids.get(0), pids.get(0)), pids.subList(0, 3));
        assertEquals(List.of(pids.get(3), pids.get(3), pids.get(3)), pids.subList(3, 6));
        assertNotEquals(pids.get(0), pids.get(3));
    }

    @Test
    void theWorkerSeesTheClientAndTheServer() throws Exception {
        mixIn.timeout(Duration.ofSeconds(7)).jvmOptions("-Dcolour=green");
        ForkingTCPServer server = server();
        Socket client = connect(server);
        assertEquals(client.getsockname().toString(), ask(client, "client"));
        assertEquals(server.serverAddress() + " ForkingTCPServer", ask(client, "server"));
        assertEquals("PT7S null", ask(client, "options"));
        assertEquals("green", ask(client, "property colour"));
        assertEquals("-1", ask(client, "listener"));
        ends(client);
    }

    @Test
    void activeChildrenAreThoseThatHandleARequest() throws Exception {
        ForkingTCPServer server = server();
        assertEquals(Set.of(), mixIn.activeChildren());
        Socket first = connect(server);
        Socket second = connect(server);
        assertEquals(Set.of(pid(first), pid(second)), mixIn.activeChildren());
        ends(first);
        long left = pid(second);
        Eventually.eventually("one", () -> mixIn.activeChildren().equals(Set.of(left)));
        Background<Void> collecting = inBackground(() -> mixIn.collectChildren(true));
        Eventually.eventually(
                "it waits", () -> collecting.thread().getState() == Thread.State.WAITING);
        ends(second);
        collecting.result();
        assertEquals(Set.of(), mixIn.activeChildren());
    }

    @Test
    void noMoreProcessesThanMaxChildren() throws Exception {
        mixIn.maxChildren(2);
        ForkingTCPServer server = server();
        Socket first = connect(server);
        pid(first);
        Socket second = connect(server);
        pid(second);
        Socket third = connect(server);
        Background<Long> waits = inBackground(() -> pid(third));
        assertEquals(2, mixIn.activeChildren().size());
        assertFalse(waits.isDone());
        ends(first);
        waits.result();
        ends(second);
        ends(third);
    }

    /** The JVM archives classes of jars only. */
    @Test
    void aClassArchiveIsMadeOnceAndUsedByLaterWorkers() throws Exception {
        Path folder = Files.createTempDirectory("sockeye");
        own(() -> FolderJars.delete(folder));
        Path archives = folder.resolve("archives");
        mixIn.classPath(
                FolderJars.pack(
                        folder,
                        ChildJvm.classPath(BaseServer.class, Obedient.class, Native.class)));
        System.setProperty("sockeye.workers.archive", archives.toString());
        try {
            ForkingTCPServer server = server();
            Eventually.eventually("it is made", () -> FolderJars.count(archives, "worker-") == 1);
            Path archive = FolderJars.first(archives);
            Eventually.eventually(
                    "it is used",
                    () -> {
                        try (Socket client = connect(server)) {
                            return ask(client, "maps " + archive.getFileName()).equals("true");
                        }
                    });
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(archives)));
        } finally {
            System.clearProperty("sockeye.workers.archive");
        }
    }

    // ---- other kinds

    @Test
    void datagrams() throws Exception {
        ForkingUDPServer server = new ForkingUDPServer(LOOPBACK, DatagramEcho.class, forking());
        serving(server);
        answersDatagrams(server, boundUdp());
    }

    @Test
    void unixDatagrams() throws Exception {
        ForkingUnixDatagramServer server =
                new ForkingUnixDatagramServer(
                        Address.unix(socketPath()), DatagramEcho.class, forking());
        serving(server);
        Socket client = own(new Socket(engine, AF_UNIX, SOCK_DGRAM));
        client.bind(socketPath());
        answersDatagrams(server, client);
    }

    private static void answersDatagrams(BaseServer<?> server, Socket client) throws Exception {
        for (int i = 0; i < 3; i++) {
            client.sendto(bytes("packet " + i), server.serverAddress());
            String answer = text(client.recv(100));
            assertTrue(answer.matches("packet " + i + " \\d+"), answer);
            assertFalse(answer.endsWith(" " + ProcessHandle.current().pid()), answer);
        }
    }

    @Test
    void unixConnections() throws Exception {
        ForkingUnixStreamServer server =
                new ForkingUnixStreamServer(Address.unix(socketPath()), Obedient.class, forking());
        serving(server);
        Socket client = connect(server);
        assertEquals("here", ask(client, "say here"));
        assertEquals("", ask(client, "client").replace("''", ""));
        ends(client);
    }

    // ---- faults

    @Test
    void aHandlerThatThrowsLosesItsConnectionOnly() throws Exception {
        mixIn.maxRequestsPerChild(0).maxChildren(1);
        Hooked server = new Hooked(LOOPBACK, forking(), "");
        serving(server);
        Socket bad = connect(server);
        String greeting = readLine(bad);
        bad.sendall(bytes("throw what was wanted\n"));
        assertEquals("failed: what was wanted", readLine(bad));
        untilClosed(bad);
        Socket good = connect(server);
        assertEquals(greeting, readLine(good));
        ends(good);
    }

    @Test
    void aWorkerThatExitsLosesItsConnectionOnly() throws Exception {
        losesItsConnectionOnly("exit 3");
    }

    @Test
    void aWorkerWithoutMemoryLosesItsConnectionOnly() throws Exception {
        mixIn.jvmOptions("-Xmx24m");
        losesItsConnectionOnly("exhaust");
    }

    @Test
    void aWorkerThatIsKilledLosesItsConnectionOnly() throws Exception {
        losesItsConnectionOnly("signal 9");
    }

    @Test
    void aWorkerThatCrashesLosesItsConnectionOnly() throws Exception {
        mixIn.jvmOptions("-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash");
        losesItsConnectionOnly("signal 11");
    }

    private void losesItsConnectionOnly(String order) throws Exception {
        mixIn.maxRequestsPerChild(0).maxChildren(2);
        ForkingTCPServer server = server();
        Socket good = connect(server);
        long goodPid = pid(good);
        Socket bad = connect(server);
        long badPid = pid(bad);
        bad.sendall(bytes(order + "\n"));
        untilClosed(bad);
        assertEquals(goodPid, pid(good));
        Eventually.eventually("it is reaped", () -> !children().contains(badPid));
        Socket next = connect(server);
        assertNotEquals(badPid, pid(next));
        ends(good);
        ends(next);
    }

    @Test
    void aWorkerLetsItsRequestEndWhenItIsTerminated() throws Exception {
        ForkingTCPServer server = server();
        Socket client = connect(server);
        int pid = Math.toIntExact(pid(client));
        Processes.kill(pid, Processes.SIGTERM);
        for (int i = 0; i < 20; i++) {
            assertEquals(pid, pid(client));
        }
        ends(client);
    }

    /** The request is not lost silently, and the server goes on. */
    @Test
    void workersThatCannotStartAreReportedForEachRequest() throws Exception {
        mixIn.classPath("/nonexistent");
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        ForkingTCPServer server = new Reporting(forking(), errors);
        serving(server);
        untilClosed(connect(server));
        untilClosed(connect(server));
        assertEquals(2, errors.size());
        assertTrue(errors.element().startsWith("no worker process could be started"));
    }

    @Test
    void aHandlerThatWorkersDoNotFindIsReportedWithItsName() throws Exception {
        mixIn.classPath(ChildJvm.classPath(BaseServer.class, Native.class));
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        ForkingTCPServer server = new Reporting(forking(), errors);
        serving(server);
        untilClosed(connect(server));
        String error = errors.element();
        assertTrue(error.contains("ClassNotFoundException: io.sockeye.contract"), error);
    }

    // ---- the end

    @Test
    void serverCloseWaitsForRequests() throws Exception {
        ForkingTCPServer server = server();
        Socket client = connect(server);
        pid(client);
        server.shutdown();
        Background<Void> closing = inBackground(server::serverClose);
        Eventually.eventually(
                "it waits", () -> closing.thread().getState() == Thread.State.WAITING);
        assertEquals("still here", ask(client, "say still here"));
        assertFalse(closing.isDone());
        ends(client);
        closing.result();
    }

    @Test
    void serverCloseDoesNotWaitIfItIsToldNotTo() throws Exception {
        mixIn.blockOnClose(false);
        ForkingTCPServer server = server();
        Socket client = connect(server);
        long pid = pid(client);
        server.close();
        assertEquals(Set.of(pid), children());
        assertEquals("still here", ask(client, "say still here"));
        ends(client);
    }

    @Test
    void aServerThatNeverServedEndsItsWorkers() throws Exception {
        new ForkingTCPServer(LOOPBACK, Obedient.class, forking()).close();
        assertEquals(Set.of(), children());
    }

    @Test
    void theServersDeathEndsItsWorkers() throws Exception {
        Process program = new ChildJvm().start(ForkedHandlers.Main.class, engine.name(), "1");
        try (var output = program.inputReader()) {
            int port = Integer.parseInt(output.readLine().split(":")[1]);
            Socket client = tcp();
            client.connect("127.0.0.1", port);
            long pid = pid(client);
            program.destroyForcibly().waitFor();
            untilClosed(client);
            Eventually.eventually(
                    "the worker is gone",
                    () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void whatAWorkerPrintsReachesTheServersOutput() throws Exception {
        Process program = new ChildJvm().start(ForkedHandlers.Main.class, engine.name(), "0");
        try (var output = program.inputReader()) {
            int port = Integer.parseInt(output.readLine().split(":")[1]);
            Socket client = tcp();
            client.connect("127.0.0.1", port);
            assertEquals("printed", ask(client, "print to be seen"));
            assertEquals("to be seen", output.readLine());
        } finally {
            program.destroyForcibly().waitFor();
        }
    }
}

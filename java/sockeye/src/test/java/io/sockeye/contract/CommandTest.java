package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.Command;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ForkingUnixStreamServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs that handle connections, as inetd runs them. */
@Tag("contract")
class CommandTest extends ServerContract {
    private final ForkingMixIn mixIn = new ForkingMixIn();

    @BeforeEach
    void processesExist() {
        assumeTrue(engine.hasRealFds(), "nio has no processes");
    }

    private BaseServer<Socket> server(Command command) throws IOException {
        BaseServer<Socket> server =
                new ForkingTCPServer(
                        LOOPBACK, command, on(o -> o.mixIn(mixIn).requestQueueSize(64)));
        serving(server);
        return server;
    }

    private static String all(Socket client) throws IOException {
        return text(ReactorContract.receiveAll(client));
    }

    @Test
    void catEchoes() throws Exception {
        BaseServer<Socket> server = server(Command.of("cat"));
        for (int i = 0; i < 20; i++) {
            Socket client = connect(server);
            echoes(client, "line " + i);
            ends(client);
        }
        Eventually.eventually("all are reaped", () -> mixIn.activeChildren().isEmpty());
    }

    @Test
    void manyAtTheSameTime() throws Exception {
        mixIn.maxChildren(64);
        BaseServer<Socket> server = server(Command.of("cat"));
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(connect(server));
            echoes(clients.get(i), "client " + i);
        }
        assertEquals(64, mixIn.activeChildren().size());
        for (Socket client : clients) {
            ends(client);
        }
    }

    @Test
    void itKnowsTheClient() throws Exception {
        String script = "echo $REMOTE_ADDR $REMOTE_PORT $COLOUR";
        Command command = Command.of("sh", "-c", script).environment("COLOUR", "green");
        Socket client = connect(server(command));
        Address.Inet me = (Address.Inet) client.getsockname();
        assertEquals("127.0.0.1 " + me.port() + " green\n", all(client));
    }

    @Test
    void unixConnections() throws Exception {
        BaseServer<Socket> server =
                new ForkingUnixStreamServer(
                        Address.unix(socketPath()), Command.of("cat"), on(o -> {}));
        serving(server);
        Socket client = connect(server);
        echoes(client, "unix");
        ends(client);
    }

    @Test
    void aProgramThatIsMissingIsReportedForEachConnection() throws Exception {
        List<String> errors = new ArrayList<>();
        BaseServer<Socket> server =
                new ForkingTCPServer(
                        LOOPBACK, Command.of("no-such-program"), on(o -> o.mixIn(mixIn))) {
                    @Override
                    protected void handleError(Socket request, Address client, Throwable t) {
                        errors.add(t.getMessage());
                    }
                };
        serving(server);
        untilClosed(connect(server));
        untilClosed(connect(server));
        assertEquals(2, errors.size());
        assertTrue(errors.get(0).contains("no-such-program"), errors.get(0));
    }
}

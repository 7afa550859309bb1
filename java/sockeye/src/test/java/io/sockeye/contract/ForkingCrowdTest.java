package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.contract.ForkedHandlers.DatagramEcho;
import io.sockeye.contract.ForkedHandlers.Obedient;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ForkingUDPServer;
import io.sockeye.socketserver.ForkingUnixDatagramServer;
import io.sockeye.socketserver.ForkingUnixStreamServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many requests of each forking class; the contract sees that no process and no descriptor stays.
 */
class ForkingCrowdTest extends ForkingContract {
    private static final int ONE_AFTER_ANOTHER = 1000;
    private static final int AT_A_TIME = 64;

    /** The forking classes. */
    enum Kind {
        TCP,
        UDP,
        UNIX_STREAM,
        UNIX_DATAGRAM;

        boolean isStream() {
            return this == TCP || this == UNIX_STREAM;
        }
    }

    private BaseServer<?> server(Kind kind) throws IOException {
        BaseServer<?> server =
                switch (kind) {
                    case TCP -> new ForkingTCPServer(LOOPBACK, Obedient.class, forking());
                    case UDP -> new ForkingUDPServer(LOOPBACK, DatagramEcho.class, forking());
                    case UNIX_STREAM ->
                            new ForkingUnixStreamServer(
                                    Address.unix(socketPath()), Obedient.class, forking());
                    case UNIX_DATAGRAM ->
                            new ForkingUnixDatagramServer(
                                    Address.unix(socketPath()), DatagramEcho.class, forking());
                };
        serving(server);
        return server;
    }

    private Socket client(Kind kind, BaseServer<?> server) throws IOException {
        if (kind.isStream()) {
            return connect(server);
        }
        if (kind == Kind.UDP) {
            return boundUdp();
        }
        Socket client = own(new Socket(engine, AF_UNIX, SOCK_DGRAM));
        client.bind(socketPath());
        return client;
    }

    private void request(Kind kind, BaseServer<?> server, Socket client, int number)
            throws IOException {
        if (kind.isStream()) {
            assertEquals("one " + number, ask(client, "say one " + number));
            ends(client);
            client.close();
            return;
        }
        client.sendto(bytes("one " + number), server.serverAddress());
        String answer = text(client.recv(100));
        assertTrue(answer.matches("one " + number + " \\d+"), answer);
    }

    @ParameterizedTest
    @EnumSource
    void aThousandRequestsOneAfterAnother(Kind kind) throws Exception {
        mixIn.maxRequestsPerChild(0);
        BaseServer<?> server = server(kind);
        Socket datagrams = kind.isStream() ? null : client(kind, server);
        for (int i = 0; i < ONE_AFTER_ANOTHER; i++) {
            Socket client = datagrams == null ? client(kind, server) : datagrams;
            request(kind, server, client, i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyRequestsAtTheSameTime(Kind kind) throws Exception {
        mixIn.maxRequestsPerChild(0).maxChildren(8);
        BaseServer<?> server = server(kind);
        List<Background<Void>> all = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            Socket client = client(kind, server);
            int number = i;
            all.add(inBackground(() -> request(kind, server, client, number)));
        }
        for (Background<Void> each : all) {
            each.result();
        }
    }
}

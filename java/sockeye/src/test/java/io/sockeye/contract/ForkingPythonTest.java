package io.sockeye.contract;

import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.ForkingUDPServer;
import io.sockeye.socketserver.ForkingUnixDatagramServer;
import io.sockeye.socketserver.ForkingUnixStreamServer;
import org.junit.jupiter.api.Test;

/** Every class of server that has processes, with Python's clients. */
class ForkingPythonTest extends PythonClientsContract {
    @Test
    void aForkingTcpServerServesPythonClients() throws Exception {
        serves(new ForkingTCPServer(LOOPBACK, EchoHandler.class, on(o -> {})), "streams", true);
    }

    @Test
    void aForkingUdpServerServesPythonClients() throws Exception {
        serves(new ForkingUDPServer(LOOPBACK, DatagramEcho.class, on(o -> {})), "datagrams", true);
    }

    @Test
    void aForkingUnixStreamServerServesPythonClients() throws Exception {
        serves(
                new ForkingUnixStreamServer(path(), EchoHandler.class, on(o -> {})),
                "streams",
                true);
    }

    @Test
    void aForkingUnixDatagramServerServesPythonClients() throws Exception {
        serves(
                new ForkingUnixDatagramServer(path(), DatagramEcho.class, on(o -> {})),
                "datagrams",
                true);
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.ClosedException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Prints datagrams (S4-1). Teaches that UDP has no connections: one socket hears everybody, and
 * each recvfrom is one whole datagram with its sender.
 */
public final class UdpServer {
    private UdpServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "localhost", 8080);
        try (Socket server = new Socket(AF_INET, SOCK_DGRAM)) {
            server.bind(at);
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            while (true) {
                byte[] data = server.recvfrom(1024).data();
                System.out.println(new String(data, UTF_8));
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }
}

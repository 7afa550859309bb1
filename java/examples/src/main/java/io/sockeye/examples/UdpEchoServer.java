package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;

import io.sockeye.engine.ClosedException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Received;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Sends every datagram back to its sender (S0-2). Teaches that recvfrom tells whom sendto can
 * answer, so that one socket and no memory serve everybody. A datagram of no bytes is one like any
 * other: it ends nothing.
 */
public final class UdpEchoServer {
    private static final int LARGEST_DATAGRAM = 65535;

    private UdpEchoServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 9999);
        try (Socket server = new Socket(AF_INET, SOCK_DGRAM)) {
            server.bind(at);
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            while (true) {
                answer(server, server.recvfrom(LARGEST_DATAGRAM));
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void answer(Socket server, Received question) {
        try {
            server.sendto(question.data(), question.address());
        } catch (IOException e) {
            System.out.println("no answer to " + question.address() + ": " + e.getMessage());
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Sends a datagram (S4-1). Teaches sendto, which needs neither connect nor bind, and succeeds
 * whether or not somebody listens.
 */
public final class UdpClient {
    private UdpClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "localhost", 8080);
        try (Socket client = new Socket(AF_INET, SOCK_DGRAM)) {
            client.sendto("Hello, Server!".getBytes(UTF_8), to);
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Asks {@link UdpEchoServer} line by line until "exit" (S0-2). Teaches that a datagram may be lost
 * both ways without a word, so that who waits for an answer needs a timeout. A late answer would be
 * taken for that of the next question; what must not happen needs numbers in the datagrams.
 */
public final class UdpEchoClient {
    private static final int LARGEST_DATAGRAM = 65535;

    private UdpEchoClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 9999);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (Socket client = new Socket(AF_INET, SOCK_DGRAM)) {
            client.settimeout(5.0);
            String line;
            while ((line = input.readLine()) != null && !line.equals("exit")) {
                client.sendto(line.getBytes(UTF_8), to);
                System.out.println(answer(client));
            }
        }
    }

    private static String answer(Socket client) throws IOException {
        try {
            return new String(client.recvfrom(LARGEST_DATAGRAM).data(), UTF_8);
        } catch (OsTimeoutException e) {
            return "no answer";
        }
    }
}

package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that is right for a while and then is not. */
public final class LyingEcho {
    private static final int HONEST_MESSAGES = 5;

    private LyingEcho() {}

    /** Serves one client after another. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("ready 127.0.0.1:" + listener.getLocalPort());
            while (true) {
                try (Socket client = listener.accept()) {
                    lie(client);
                }
            }
        }
    }

    private static void lie(Socket client) throws IOException {
        byte[] message = new byte[64];
        for (int i = 0; client.getInputStream().readNBytes(message, 0, 64) == 64; i++) {
            message[63] ^= i < HONEST_MESSAGES ? 0 : 1;
            client.getOutputStream().write(message);
        }
    }
}

package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that takes its time with each message. */
public final class SlowEcho {
    private static final long PAUSE_NANOS = 20_000_000;

    private SlowEcho() {}

    /** Serves one client after another. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("ready 127.0.0.1:" + listener.getLocalPort());
            while (true) {
                try (Socket client = listener.accept()) {
                    echoSlowly(client);
                }
            }
        }
    }

    private static void echoSlowly(Socket client) throws IOException {
        byte[] message = new byte[64];
        while (client.getInputStream().readNBytes(message, 0, 64) == 64) {
            long end = System.nanoTime() + PAUSE_NANOS;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            client.getOutputStream().write(message);
        }
    }
}

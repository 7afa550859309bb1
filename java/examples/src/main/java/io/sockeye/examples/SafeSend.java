package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends much more than the kernel takes at once (S3-4). Teaches that send returns how much went,
 * which may be less than all, and how the rest goes after it: by a loop as this one, or by sendall,
 * which is one. It needs no sleep, because send waits for room, and no -1, because errors throw.
 */
public final class SafeSend {
    private static final int MUCH = 10_000_000;

    private SafeSend() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 44444);
        try (Socket sock = new Socket(AF_INET, SOCK_STREAM)) {
            sock.settimeout(10.0); // without one Linux waits inside of send until all has gone
            sock.connect(to);
            System.out.println("sent " + safeSend(sock, numbers(MUCH)));
        }
    }

    private static int safeSend(Socket sock, byte[] message) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(message);
        int sent = 0;
        while (rest.hasRemaining()) {
            int n = sock.send(rest); // and moves the position of what remains
            System.out.println("send took " + n);
            sent += n;
        }
        return sent;
    }

    private static byte[] numbers(int n) {
        byte[] numbers = new byte[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (byte) i;
        }
        return numbers;
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.IPPROTO_ICMP;
import static io.sockeye.socket.Sockets.SOCK_RAW;

import io.sockeye.engine.OsException;
import io.sockeye.socket.Socket;
import java.io.IOException;

/** Asks for a raw socket without leave and prints what it is told. */
final class RawChild {
    private RawChild() {}

    public static void main(String[] arguments) throws IOException {
        try (Socket socket = new Socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)) {
            System.out.println("allowed: " + socket);
        } catch (OsException e) {
            System.out.println(e.getClass().getSimpleName() + ' ' + e.errnoName() + ' ' + e.call());
        }
    }
}

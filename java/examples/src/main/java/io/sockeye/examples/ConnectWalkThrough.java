package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.engine.Errno;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * One connection step by step, the connecting end (S3-3). Teaches connectEx, which returns an error
 * number where connect throws, and that connecting a UDP socket sends nothing: it only sets whom
 * send and recv are about. Wants somebody who listens at one port with TCP and UDP.
 */
public final class ConnectWalkThrough {
    private ConnectWalkThrough() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 44444);
        try (Socket s = new Socket(AF_INET, SOCK_STREAM)) {
            System.out.println("connectEx: " + s.connectEx(to));
            System.out.println("received: " + new String(s.recv(1024), US_ASCII));
        }
        try (Socket s = new Socket(AF_INET, SOCK_STREAM)) {
            System.out.println("connectEx: " + Errno.name(s.connectEx(portOfNobody())));
        }
        try (Socket s = new Socket(AF_INET, SOCK_DGRAM)) {
            s.connect(to);
            System.out.println("UDP peer: " + s.getpeername());
            s.send("anybody there?".getBytes(US_ASCII)); // no sendto: the address is known
            System.out.println("received: " + new String(s.recv(1024), US_ASCII));
        }
    }

    /** Bound, so that nobody else gets it, and closed again. */
    private static Address portOfNobody() throws IOException {
        try (Socket bound = new Socket(AF_INET, SOCK_STREAM)) {
            bound.bind("127.0.0.1", 0);
            return bound.getsockname();
        }
    }
}

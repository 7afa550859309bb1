package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * One connection step by step, the listening end (S3-3). Teaches what bind, listen and accept do
 * and return. {@link ConnectWalkThrough} is the other end.
 */
public final class ListenWalkThrough {
    private ListenWalkThrough() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 44444);
        try (Socket s = new Socket(AF_INET, SOCK_STREAM)) {
            s.bind(at);
            s.listen(1); // how many may wait to be accepted; SOMAXCONN is the most
            System.out.println("listening on " + s.getsockname().hostPort());
            System.out.println("SOMAXCONN is " + SOMAXCONN);
            try (var accepted = s.accept()) { // waits; a new socket, and who is at its other end
                Socket q = accepted.socket();
                System.out.println("accepted " + accepted.address());
                int sent = q.send("hello,i come from pythontik.com".getBytes(US_ASCII));
                System.out.println("sent " + sent);
            }
        }
    }
}

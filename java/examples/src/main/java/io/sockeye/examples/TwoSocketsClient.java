package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Two sockets of one program to one server (S3-21). Teaches what a connection is: both ends'
 * addresses together, so that the two differ in the port that the kernel gave this end. The second
 * is served only because the first has said its word; {@link PersistentServer} waits for it.
 */
public final class TwoSocketsClient {
    private TwoSocketsClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 2000);
        try (Socket s = new Socket();
                Socket sock2 = new Socket()) {
            s.connect(to);
            System.out.println("the data received is " + new String(s.recv(512), UTF_8));
            s.sendall("hihi I am client", UTF_8);

            sock2.connect(to);
            System.out.println("the second received " + new String(sock2.recv(512), UTF_8));
            sock2.sendall("client send use sock2", UTF_8);

            System.out.println("connected as " + s.getsockname() + ", " + sock2.getsockname());
        }
    }
}

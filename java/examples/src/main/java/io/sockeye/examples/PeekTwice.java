package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Looks at a message twice before it takes it (S3-5). Teaches MSG_PEEK, which leaves in the queue
 * what it returns: a way to see who is calling before it is decided who answers.
 */
public final class PeekTwice {
    private PeekTwice() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 44444);
        try (Socket s = new Socket(AF_INET, SOCK_STREAM)) {
            s.bind(at);
            s.listen(1);
            System.out.println("listening on " + s.getsockname().hostPort());
            try (var accepted = s.accept()) {
                Socket q = accepted.socket();
                System.out.println("peeked " + new String(q.recv(1024, MSG_PEEK), UTF_8));
                System.out.println("peeked " + new String(q.recv(1024, MSG_PEEK), UTF_8));
                System.out.println("received " + new String(q.recv(1024), UTF_8));
                System.out.println("then " + q.recv(1024, MSG_PEEK).length + " bytes: the end");
            }
        }
    }
}

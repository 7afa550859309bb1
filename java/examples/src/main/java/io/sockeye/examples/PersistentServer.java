package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Greets a client, hears one message of it, and takes the next (S3-21). Teaches that two sockets
 * make a server: the one that listens stays, and each that accept returns lives for one client.
 * {@link TwoSocketsClient} is its client.
 */
public final class PersistentServer {
    private PersistentServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 2000);
        try (Socket s = new Socket()) {
            s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
            s.bind(at);
            s.listen(5);
            System.out.println("listening on " + s.getsockname().hostPort());
            CtrlC.closes(s);
            while (true) {
                greet(s.accept());
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void greet(Accepted accepted) throws IOException {
        System.out.println("got connected from " + accepted.address());
        try (Socket cs = accepted.socket()) {
            cs.settimeout(5.0); // a silent client must not keep the others waiting
            cs.sendall("hello I am server,welcome", UTF_8);
            System.out.println(new String(cs.recv(512), UTF_8));
        } catch (OsException e) {
            System.out.println("gave up on a client: " + e.getMessage());
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * The smallest server (S3-11). Teaches that a socket with nothing said is one of TCP over IPv4, and
 * that to bind the host's name is to be reached at the address of that name alone: not at
 * 127.0.0.1, unless that is it. {@link ThankYouClient} is its client.
 */
public final class ThankYouServer {
    private ThankYouServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, gethostname(), 1234);
        try (Socket s = new Socket()) {
            s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1); // else Ctrl-C keeps the port for a while
            s.bind(at);
            s.listen(5);
            System.out.println("listening on " + s.getsockname().hostPort());
            CtrlC.closes(s);
            while (true) {
                thank(s.accept());
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void thank(Accepted accepted) throws IOException {
        System.out.println("Got connection from " + accepted.address());
        try (Socket c = accepted.socket()) {
            c.sendall("Thank you for connecting", US_ASCII);
        } catch (OsException e) {
            System.out.println("gone before the thanks: " + e.getMessage());
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Looks every half second whether somebody has come (S3-7). Teaches setblocking(false): what would
 * have to wait throws instead, and the program may do something else meanwhile. It holds for the
 * listener alone; who is accepted is waited for. {@code tryAccept} says null for the exception, and
 * {@link SelectPrinter} needs no sleep.
 */
public final class PatientAcceptServer {
    private static final long HALF_A_SECOND_MILLIS = 500;

    private PatientAcceptServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Address at = Arguments.address(args, "127.0.0.1", 44444);
        try (Socket server = new Socket(AF_INET, SOCK_STREAM)) {
            server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
            server.bind(at);
            server.listen(5);
            server.setblocking(false);
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            acceptAll(server);
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void acceptAll(Socket server) throws IOException, InterruptedException {
        while (true) {
            try {
                processRequest(server.accept());
            } catch (BlockingIOException e) {
                System.out.println("nobody yet");
                Thread.sleep(HALF_A_SECOND_MILLIS);
            }
        }
    }

    private static void processRequest(Accepted accepted) throws IOException {
        System.out.println("request from " + accepted.address());
        try (Socket client = accepted.socket()) {
            client.settimeout(5.0); // a silent client must not keep the others waiting
            byte[] request = client.recv(1024);
            client.sendall("processed " + new String(request, UTF_8), UTF_8);
        } catch (OsException e) {
            System.out.println("gave up on a client: " + e.getMessage());
        }
    }
}

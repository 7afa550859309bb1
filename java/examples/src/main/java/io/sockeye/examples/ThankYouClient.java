package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * The smallest client, of {@link ThankYouServer} (S3-11). Teaches the four steps of every client:
 * socket, connect, recv, close, of which the last is the try's.
 */
public final class ThankYouClient {
    private ThankYouClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, gethostname(), 1234);
        try (Socket s = new Socket()) {
            s.connect(to);
            System.out.println(new String(s.recv(1024), US_ASCII));
        }
    }
}

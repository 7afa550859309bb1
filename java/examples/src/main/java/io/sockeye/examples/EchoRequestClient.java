package io.sockeye.examples;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * The client of {@link EchoRequestHandler} (S3-10). Teaches what send returns: how many bytes have
 * gone, which need not be all.
 */
public final class EchoRequestClient {
    private EchoRequestClient() {}

    public static void main(String[] args) throws IOException {
        try (Socket s = new Socket(AF_INET, SOCK_STREAM)) {
            s.connect(Arguments.address(args, "127.0.0.1", 12321));
            for (String text : new String[] {"Hello!", "I like Tuesdays!"}) {
                System.out.println(s.send(text.getBytes(UTF_8)));
                System.out.println(new String(s.recv(1024), UTF_8));
            }
        }
    }
}

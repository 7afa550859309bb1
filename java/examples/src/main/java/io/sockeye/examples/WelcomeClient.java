package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createConnection;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Prints the welcome of {@link WelcomeServer} (S4-2). Teaches to receive until the end of the
 * stream and to decode then: one recv may end in the middle of a character.
 */
public final class WelcomeClient {
    private WelcomeClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 8089);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (Socket client = createConnection(to, o -> o.timeout(10.0))) {
            byte[] data;
            while ((data = client.recv(1024)).length > 0) {
                message.write(data);
            }
        }
        System.out.println(message.toString(UTF_8));
    }
}

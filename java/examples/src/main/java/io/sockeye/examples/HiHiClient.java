package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Hears what {@link ByeByeServer} says and then says "hihi" (S3-20). Teaches that close does not
 * take back what was sent: the server reads it after the client has gone.
 */
public final class HiHiClient {
    private HiHiClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 2000);
        byte[] data;
        try (Socket s = new Socket()) {
            s.connect(to);
            data = s.recv(512);
            s.sendall("hihi", US_ASCII);
        }
        System.out.println("the data received is " + new String(data, US_ASCII));
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The caller of {@link PhoneServer} (S2-2). Teaches that nothing can be said in no bytes, so empty
 * input is skipped, and that one recv need not bring the whole answer: MSG_WAITALL waits for it.
 */
public final class PhoneClient {
    private PhoneClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 8080);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (Socket phone = new Socket(AF_INET, SOCK_STREAM)) {
            phone.connect(to);
            String line;
            while ((line = input.readLine()) != null) {
                if (!line.isBlank()) {
                    System.out.println(ask(phone, line.strip()));
                }
            }
        }
    }

    private static String ask(Socket phone, String question) throws IOException {
        byte[] message = question.getBytes(UTF_8);
        phone.sendall(message);
        return new String(phone.recv(message.length, MSG_WAITALL), UTF_8);
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Many questions over one connection, until "exit" (S4-4). Teaches that a connection lasts until
 * somebody closes it, and that the server may be the one: then recv brings no bytes. The client of
 * {@link LongConnectionServer}, {@link SelectExecutorServer} and {@link SelectorsExecutorServer}.
 */
public final class LongConnectionClient {
    private LongConnectionClient() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 8089);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (Socket client = new Socket(AF_INET, SOCK_STREAM)) {
            client.connect(to);
            String line;
            while ((line = input.readLine()) != null && !line.equals("exit")) {
                if (line.isEmpty()) {
                    continue; // no bytes would bring no answer
                }
                client.sendall(line, UTF_8);
                byte[] answer = client.recv(1024);
                if (answer.length == 0) {
                    System.out.println("the server has closed");
                    return;
                }
                System.out.println(new String(answer, UTF_8));
            }
        }
    }
}

package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * A web server that says hello to one browser at a time (S0-1). Teaches the calls of every TCP
 * server: socket, bind, listen, accept, recv, sendall, close. It answers when the whole request is
 * there, because what is unread at close makes the kernel take the answer back.
 */
public final class HelloWebServer {
    private static final int LARGEST_REQUEST = 64 * 1024;

    private static final String ANSWER =
            """
            HTTP/1.1 200 OK\r
            Content-Type: text/plain\r
            Content-Length: 12\r
            Connection: close\r
            \r
            Hello, World""";

    private HelloWebServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "localhost", 8080);
        try (Socket server = new Socket(AF_INET, SOCK_STREAM)) {
            server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
            server.bind(at);
            server.listen(5);
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            while (true) {
                handleRequest(server.accept().socket());
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void handleRequest(Socket client) throws IOException {
        try (client) {
            client.settimeout(5.0); // a silent client must not keep the others waiting
            if (receiveRequest(client)) {
                client.sendall(ANSWER, ISO_8859_1);
            }
        } catch (OsException e) {
            System.out.println("gave up on a client: " + e.getMessage());
        }
    }

    private static boolean receiveRequest(Socket client) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            byte[] data = client.recv(1024);
            request.append(new String(data, ISO_8859_1));
            if (data.length == 0 || request.length() > LARGEST_REQUEST) {
                return false;
            }
        }
        return true;
    }
}

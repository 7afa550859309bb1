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
 * Welcomes one client after the other (S4-2). Teaches the serial accept loop, and that text becomes
 * bytes by a charset that both ends know. sendall, because send may take only a part.
 */
public final class WelcomeServer {
    private WelcomeServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 8089);
        try (Socket server = new Socket(AF_INET, SOCK_STREAM)) {
            server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
            server.bind(at);
            server.listen(5);
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            while (true) {
                welcome(server.accept());
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void welcome(Accepted accepted) throws IOException {
        System.out.println("连接地址: " + accepted.address());
        try (Socket client = accepted.socket()) {
            client.sendall("欢迎访问服务器!", UTF_8);
        } catch (OsException e) {
            System.out.println("gone before the welcome: " + e.getMessage());
        }
    }
}

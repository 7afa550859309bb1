package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * How sockets begin and end (S3-2). Teaches that close is for a descriptor, and ends the connection
 * only with the last one, while shutdown is for the connection, whoever holds it. Wants somebody
 * who accepts twice, and answers the first time.
 */
public final class CreateAndDestroy {
    private CreateAndDestroy() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 44444);
        int tcp = getprotobyname("tcp");
        System.out.println("getprotobyname " + tcp + ", IPPROTO_TCP " + IPPROTO_TCP);
        Socket first = new Socket(AF_INET, SOCK_STREAM, tcp);
        try (first) {
            first.connect(to);
            closeOne(first);
            endWriting(first);
        }
        System.out.println("fileno " + first.fileno()); // of what is closed
        try (Socket second = new Socket(AF_INET, SOCK_STREAM, tcp)) {
            second.connect(to);
            endBoth(second);
        }
    }

    private static void closeOne(Socket s) throws IOException {
        try (Socket other = fromfd(s.fileno(), AF_INET, SOCK_STREAM)) {
            System.out.println("same descriptor: " + (other.fileno() == s.fileno()));
            System.out.println("same peer: " + other.getpeername().equals(s.getpeername()));
            other.sendall("by the other,", US_ASCII);
        }
        s.sendall(" by the first", US_ASCII);
    }

    private static void endWriting(Socket s) throws IOException {
        s.shutdown(SHUT_WR); // 1: the peer is told that this was all, and may answer
        System.out.println("received " + new String(s.recv(1024), US_ASCII));
        s.shutdown(SHUT_RD); // 0: from here it may as well be silent
        System.out.println("then " + s.recv(1024).length + " bytes");
    }

    private static void endBoth(Socket s) throws IOException {
        try (Socket other = fromfd(s.fileno(), AF_INET, SOCK_STREAM)) {
            other.shutdown(SHUT_RDWR); // 2
        }
        System.out.println("ended by the other: " + s.recv(1024).length + " bytes");
    }
}

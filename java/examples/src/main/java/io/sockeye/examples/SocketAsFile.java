package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createConnection;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketFile;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads a web page as if it were a file (S3-6). Teaches makefile: lines and characters in place of
 * what recv happens to bring. What is written is in a buffer until flush, as in any file. {@code
 * inputStream()} is the same for code that wants a stream of the JDK.
 */
public final class SocketAsFile {
    private SocketAsFile() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 8080);
        try (Socket s = createConnection(to, o -> o.timeout(10.0));
                SocketFile file = s.makefile("rw", -1, UTF_8, "\r\n")) {
            file.write("GET / HTTP/1.0\n"); // \n goes out as \r\n
            file.write("Host: " + s.getpeername().hostPort() + "\n\n");
            file.flush();
            System.out.println(upper(file));
        }
    }

    /** Knows nothing of sockets. */
    private static String upper(SocketFile file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : file.textLines()) {
            text.append(line.strip().toUpperCase(Locale.ROOT)).append('\n');
        }
        return text.toString();
    }
}

package io.sockeye.cli;

import static io.sockeye.socket.Sockets.SHUT_WR;

import io.sockeye.socket.Socket;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The same for an engine that cannot watch standard input: a thread reads it. */
final class ThreadedConversation {
    private static final int BUFFER_SIZE = 8 * 1024;

    private ThreadedConversation() {}

    static void run(Socket socket) throws IOException {
        Thread input = new Thread(() -> sendInput(socket), "standard input");
        input.setDaemon(true);
        input.start();
        FileOutputStream output = new FileOutputStream(FileDescriptor.out);
        byte[] data;
        while ((data = socket.recv(BUFFER_SIZE)).length > 0) {
            output.write(data);
        }
    }

    private static void sendInput(Socket socket) {
        byte[] line = new byte[BUFFER_SIZE];
        try {
            int n;
            while ((n = System.in.read(line)) > 0) {
                socket.sendall(java.nio.ByteBuffer.wrap(line, 0, n));
            }
            socket.shutdown(SHUT_WR);
        } catch (IOException e) {
            // The connection is gone; the other thread finds out and says why.
        }
    }
}

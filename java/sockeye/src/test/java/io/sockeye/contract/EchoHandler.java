package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.StreamRequestHandler;
import java.io.IOException;

/** Sends lines back; without JUnit, for child processes too. */
final class EchoHandler extends StreamRequestHandler {
    @Override
    protected void handle() throws Exception {
        byte[] line;
        while ((line = rfile().readline()).length > 0) {
            wfile().write(line);
        }
    }

    /** One line there and back. */
    static void echoes(Socket client, String text) throws IOException {
        client.sendall((text + "\n").getBytes(US_ASCII));
        StringBuilder received = new StringBuilder();
        while (received.length() <= text.length()) {
            byte[] part = client.recv(text.length() + 1 - received.length());
            if (part.length == 0) {
                break;
            }
            received.append(new String(part, US_ASCII));
        }
        if (!received.toString().equals(text + "\n")) {
            throw new AssertionError("not the echo of " + text + ": " + received);
        }
    }
}

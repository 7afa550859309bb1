package io.sockeye.cli;

import static io.sockeye.socket.Sockets.SHUT_WR;

import io.sockeye.engine.HasFileno;
import io.sockeye.os.Fd;
import io.sockeye.select.Select;
import io.sockeye.socket.Socket;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Standard input to a socket and the socket to standard output, on one thread: {@code select}
 * watches both. Input is read only when what was read before has gone out, so that a server that
 * does not read cannot keep us from printing.
 */
final class Conversation {
    private static final int BUFFER_SIZE = 8 * 1024;

    private final Socket socket;
    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    private final ByteBuffer pending = ByteBuffer.allocateDirect(BUFFER_SIZE).limit(0);
    private boolean inputEnded;

    Conversation(Socket socket) {
        this.socket = socket;
    }

    void run() throws IOException {
        boolean connected = true;
        while (connected) {
            var ready = Select.select(sources(), sinks(), List.of());
            if (ready.readable().contains(Fd.STDIN)) {
                readInput();
            }
            if (!ready.writable().isEmpty()) {
                socket.trySend(pending);
            }
            if (ready.readable().contains(socket)) {
                connected = printReceived();
            }
        }
    }

    private List<HasFileno> sources() {
        List<HasFileno> sources = new ArrayList<>(List.of(socket));
        if (!inputEnded && !pending.hasRemaining()) {
            sources.add(Fd.STDIN);
        }
        return sources;
    }

    private List<Socket> sinks() {
        return pending.hasRemaining() ? List.of(socket) : List.of();
    }

    private void readInput() throws IOException {
        pending.clear();
        inputEnded = Fd.STDIN.read(pending) == 0;
        pending.flip();
        if (inputEnded) {
            socket.shutdown(SHUT_WR);
        }
    }

    private boolean printReceived() throws IOException {
        byte[] data = socket.recv(BUFFER_SIZE);
        output.write(data);
        return data.length > 0;
    }
}

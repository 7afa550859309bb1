package io.sockeye.cli;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Echo in a worker process, which handles one request at a time. After a SIGTERM to it what was
 * received is still answered.
 */
final class ForkedEcho extends BaseRequestHandler<Socket> {
    private static volatile Socket current;
    private static volatile boolean terminated;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ForkedEcho::terminate, "end-reading"));
    }

    @Override
    protected void handle() throws IOException {
        current = request();
        if (terminated) {
            SocketServerEcho.endReading(request());
        }
        SocketServerEcho.echo(request());
    }

    private static void terminate() {
        terminated = true;
        Socket last = current;
        if (last == null) {
            return;
        }
        try {
            SocketServerEcho.endReading(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

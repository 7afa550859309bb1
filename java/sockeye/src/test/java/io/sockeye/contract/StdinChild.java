package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.os.Fd;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.DefaultSelector;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Waits for its standard input and for a connection at once, and says what came on standard output:
 * the chat client of every tutorial.
 */
final class StdinChild {
    private StdinChild() {}

    public static void main(String[] arguments) throws IOException {
        try (Socket listener = new Socket(AF_INET, SOCK_STREAM);
                BaseSelector selector = new DefaultSelector()) {
            listener.bind("127.0.0.1", 0);
            listener.listen();
            selector.register(listener, EVENT_READ, "connection");
            selector.register(Fd.STDIN, EVENT_READ, "input");
            say(listener.getsockname().hostPort());
            boolean open = true;
            while (open) {
                for (ReadyKey ready : selector.select()) {
                    open &= serve(ready.key().data(String.class), listener);
                }
            }
            selector.unregister(Fd.STDIN);
            say("end");
        }
    }

    private static boolean serve(String what, Socket listener) throws IOException {
        if ("connection".equals(what)) {
            listener.accept().close();
            say(what);
            return true;
        }
        ByteBuffer line = ByteBuffer.allocate(100);
        int n = Fd.STDIN.read(line);
        if (n > 0) {
            say("input " + new String(line.array(), 0, n, UTF_8).strip());
        }
        return n > 0;
    }

    private static void say(String text) throws IOException {
        ByteBuffer left = ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
        while (left.hasRemaining()) {
            Fd.STDOUT.write(left);
        }
    }
}

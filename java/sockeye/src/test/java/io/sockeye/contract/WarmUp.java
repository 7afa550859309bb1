package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;

import io.sockeye.engine.Engine;
import io.sockeye.select.Select;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Opens what an engine and the JDK open once and keep, so that no test is blamed for it. */
final class WarmUp {
    private static final int KEPT = 4;
    private static final List<Socket> NONE = List.of();

    private static boolean done;

    private WarmUp() {}

    static synchronized void once() throws Exception {
        if (done) {
            return;
        }
        done = true;
        theJdk();
        for (Engine engine : ExpectedEngines.all()) {
            engine.waits().prime();
            echo(engine);
            selects(engine);
            if (VirtualThreads.exist()) {
                VirtualThreads.start(() -> echo(engine)).result();
            }
        }
    }

    /** The descriptor that the JDK closes others with, and a selector. */
    private static void theJdk() throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            selector.selectNow();
        }
    }

    /** As many selects at once as an engine keeps the means for. */
    private static void selects(Engine engine) throws Exception {
        try (SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0)) {
            List<Socket> one = List.of(pair.first());
            List<Background<?>> waiting = new ArrayList<>();
            for (int i = 0; i < KEPT; i++) {
                waiting.add(Background.start(() -> Select.select(one, NONE, NONE)).awaitBlocked());
            }
            pair.second().sendall(new byte[1]);
            for (Background<?> each : waiting) {
                each.result();
            }
        }
    }

    /** One wait that ends. */
    private static Void echo(Engine engine) throws Exception {
        try (SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0)) {
            Background<byte[]> reader = Background.start(() -> pair.first().recv(1));
            pair.second().sendall(new byte[1]);
            reader.result();
            pair.first().sendall(new byte[1]);
            pair.second().recv(1);
            pair.second().settimeout(0.001);
            try {
                pair.second().recv(1);
            } catch (IOException expected) {
                return null;
            }
            throw new AssertionError("there was nothing to receive");
        }
    }
}

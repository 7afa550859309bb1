package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;

import io.sockeye.engine.Engine;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Opens what an engine and the JDK open once and keep, so that no test is blamed for it. */
final class WarmUp {
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

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Prints how many bytes of heap a connection costs that has echoed once and then waits. */
final class ReactorIdleChild {
    private static final int WARM = 50;

    private ReactorIdleChild() {}

    public static void main(String[] arguments) throws Exception {
        Multiplexer kind = Multiplexer.named(arguments[1]);
        Engine engine = Engines.named(arguments[0]);
        int many = kind == Multiplexer.EPOLL || kind == Multiplexer.NIO ? 900 : 130;
        try (Reactor reactor = Reactor.create(o -> o.engine(engine).multiplexer(kind))) {
            reactor.start();
            ListeningPort port = reactor.listenTCP("127.0.0.1", 0, ReactorContract.Echo::new);
            connect(port, WARM);
            System.out.println(median(cost(port, many), cost(port, many), cost(port, many)));
            int expected = WARM + 3 * many;
            require(port.connections() == expected, "connections: " + port.connections());
        }
    }

    /** Bytes for each of so many new connections. */
    private static long cost(ListeningPort port, int many) throws Exception {
        long before = used();
        connect(port, many);
        return (used() - before) / many;
    }

    /** What the JVM itself keeps for the first time, such as a class, is in one of them only. */
    private static long median(long... three) {
        Arrays.sort(three);
        return three[1];
    }

    /** The far ends are bare numbers of the OS: they must cost no heap. */
    private static void connect(ListeningPort port, int count) throws Exception {
        int before = port.connections();
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(Engines.best(), AF_INET, SOCK_STREAM);
            client.connect(port.getHost());
            client.send(new byte[10]);
            require(client.recv(10).length > 0, "no echo");
            client.detach();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int expected = before + count;
        while (port.connections() != expected) {
            // Joining strings for the first time would leave 300 KiB of heap behind.
            require(System.nanoTime() < deadline, "the server lacks connections");
            Thread.onSpinWait();
        }
    }

    /** What is left after collections that free nothing more. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}

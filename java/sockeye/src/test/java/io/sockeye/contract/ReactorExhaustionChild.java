package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.LoopStats;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A reactor without a free descriptor: it waits, does not spin, and accepts again. */
final class ReactorExhaustionChild {
    private static final int LIMIT = 300;

    private ReactorExhaustionChild() {}

    public static void main(String[] arguments) throws Exception {
        ExhaustionChild.loadEveryClass();
        try (Logs logs = Logs.capture();
                Reactor reactor =
                        Reactor.create(
                                o ->
                                        o.engine(Engines.named(arguments[0]))
                                                .multiplexer(Multiplexer.named(arguments[1])))) {
            reactor.start();
            // A ring goes on with the limit that was there when it began to accept.
            Helper.limitFiles(LIMIT);
            ListeningPort port = reactor.listenTCP("127.0.0.1", 0, ReactorContract.Echo::new);
            Deque<Socket> clients = new ArrayDeque<>();
            echo(connect(port, clients));
            loadTheRest(logs, reactor);
            Deque<Socket> hoard = hoard();
            // The JVM may give one of its own back meanwhile: then one more is accepted.
            while (stats(reactor).acceptPauses() == 0) {
                clients.add(hoard.pop());
                clients.peekLast().connect(port.getHost());
                await(
                        () ->
                                stats(reactor).acceptPauses() > 0
                                        || port.connections() == clients.size());
            }
            long turns = stats(reactor).turns();
            echo(clients.peekFirst());
            long pauses = stats(reactor).acceptPauses();
            long spent = stats(reactor).turns() - turns;
            require(spent <= 20 + 4 * pauses, "turns: " + spent);
            require(reactor.running(), "it has ended");
            // A descriptor is free again: after the pause it accepts.
            hoard.pop().close();
            echo(clients.peekLast());
            require(stats(reactor).connectionsOpen() == clients.size(), stats(reactor).toString());
            require(stats(reactor).failures() == 0, stats(reactor).toString());
            logs.take("EMFILE");
            while (logs.count("cannot accept") > 0) {
                logs.take("cannot accept");
            }
            for (Socket each : clients) {
                each.close();
            }
            while (!hoard.isEmpty()) {
                hoard.pop().close();
            }
        }
        System.out.println("ok");
    }

    /** To load a class takes a descriptor. */
    private static void loadTheRest(Logs logs, Reactor reactor) throws Exception {
        System.getLogger("io.sockeye.reactor").log(System.Logger.Level.WARNING, "warm");
        logs.take("warm");
        await(() -> stats(reactor).acceptPauses() == 0);
        String text = "turns: " + stats(reactor) + logs.count("nothing");
        require(!text.isEmpty(), text);
        Helper.limitFiles(Helper.limitFiles(1024));
        OsException.of(Errno.EMFILE, "warm").toString();
    }

    private static LoopStats stats(Reactor reactor) {
        return reactor.stats().get(0);
    }

    private static Socket connect(ListeningPort port, Deque<Socket> clients) throws Exception {
        Socket client = new Socket(AF_INET, SOCK_STREAM);
        client.connect(port.getHost());
        clients.add(client);
        return client;
    }

    private static Deque<Socket> hoard() throws Exception {
        Deque<Socket> hoard = new ArrayDeque<>();
        while (true) {
            try {
                hoard.push(new Socket(AF_INET, SOCK_STREAM));
            } catch (OsException e) {
                require(e.errno() == Errno.EMFILE, e.toString());
                return hoard;
            }
        }
    }

    private static void echo(Socket client) throws Exception {
        client.sendall(new byte[1]);
        require(client.recv(1).length == 1, "no echo");
    }

    private static void await(Eventually.Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            require(System.nanoTime() < deadline, "it never came");
            Thread.onSpinWait();
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}

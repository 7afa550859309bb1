package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.Request;
import io.sockeye.socketserver.ThreadingMixIn;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server without a free descriptor: it says so once, waits, does not spin, accepts again. */
final class ServerExhaustionChild {
    private static final int LIMIT = 300;
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger ACCEPTED = new AtomicInteger();

    private ServerExhaustionChild() {}

    /** Counts what accept answers. */
    private static final class Counting extends ThreadingTCPServer {
        Counting(String engine) throws IOException {
            super(
                    Address.inet("127.0.0.1", 0),
                    EchoHandler::new,
                    o ->
                            o.engine(Engines.named(engine))
                                    .mixIn(new ThreadingMixIn().daemonThreads(true)));
        }

        @Override
        protected Request<Socket> getRequest() throws Exception {
            try {
                Request<Socket> request = super.getRequest();
                ACCEPTED.incrementAndGet();
                return request;
            } catch (OsException e) {
                if (e.errno() == Errno.EMFILE) {
                    REFUSED.incrementAndGet();
                }
                throw e;
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        ExhaustionChild.loadEveryClass();
        try (Logs logs = Logs.capture("io.sockeye.socketserver");
                Counting server = new Counting(arguments[0])) {
            System.getLogger("io.sockeye.socketserver").log(System.Logger.Level.WARNING, "warm");
            logs.take("warm");
            Thread serving = new Thread(server);
            serving.setDaemon(true);
            serving.start();
            Deque<Socket> clients = new ArrayDeque<>();
            clients.add(new Socket(AF_INET, SOCK_STREAM));
            clients.peek().connect(server.serverAddress());
            EchoHandler.echoes(clients.peek(), "warm");
            await(() -> ACCEPTED.get() == 1);
            Helper.limitFiles(Helper.limitFiles(1024));
            OsException.of(Errno.EMFILE, "warm").toString();
            Helper.limitFiles(LIMIT);
            Deque<Socket> hoard = hoard();
            // The JVM may give one of its own back meanwhile: then one more is accepted.
            while (REFUSED.get() == 0) {
                clients.add(hoard.pop());
                clients.peekLast().connect(server.serverAddress());
                await(() -> REFUSED.get() > 0 || ACCEPTED.get() == clients.size());
            }
            long refusedAt = System.nanoTime();
            await(() -> REFUSED.get() > 1);
            EchoHandler.echoes(clients.peekFirst(), "still served");
            require(serving.isAlive(), "it has ended");
            hoard.pop().close();
            EchoHandler.echoes(clients.peekLast(), "served again");
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - refusedAt);
            require(REFUSED.get() <= seconds + 3, "it spins: " + REFUSED + " in " + seconds);
            // Once, however often it was refused since.
            Logs.Entry told = logs.take("cannot take a request: EMFILE");
            require(told.level().equals("WARNING"), told.level());
            String at = server.serverAddress().hostPort();
            require(told.message().startsWith("server at " + at + ": "), told.message());
            require(
                    told.message().contains("; clients wait until a request ends, "),
                    told.message());
            require(told.message().contains("; raise the process's limit "), told.message());
            for (Socket each : clients) {
                each.close();
            }
            while (!hoard.isEmpty()) {
                hoard.pop().close();
            }
            server.shutdown();
            serving.join();
        }
        System.out.println("ok");
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

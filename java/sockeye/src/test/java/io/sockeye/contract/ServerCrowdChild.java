package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.ThreadingMixIn;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Very many clients of one server at once, a thread each: all are handled at the same time, and
 * afterwards no descriptor and no thread is left.
 */
final class ServerCrowdChild {
    private static final int BACKLOG = 4096;

    /**
     * What may stay for the next who wait: pooled wake-up descriptors, the poller of the parked.
     */
    private static final int KEPT_FOR_WAITS = 40;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final AtomicInteger HANDLED = new AtomicInteger();

    private ServerCrowdChild() {}

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        boolean virtual = arguments[1].equals("virtual");
        int many = Integer.parseInt(arguments[2]);
        ThreadingMixIn mixIn = new ThreadingMixIn().virtualThreads(virtual);
        try (ThreadingTCPServer server =
                new ThreadingTCPServer(
                        Address.inet("127.0.0.1", 0),
                        ServerCrowdChild::echo,
                        o -> o.engine(engine).requestQueueSize(BACKLOG).mixIn(mixIn))) {
            Thread loop = new Thread(server, "loop");
            loop.start();
            serve(server, 1);
            await("the first has left", () -> HANDLED.get() == 0 && requestThreads() == 0);
            long sockets = sockets();
            int before = Descriptors.open().size();
            serve(server, many);
            await("all have left", () -> HANDLED.get() == 0 && requestThreads() == 0);
            await("sockets are closed", () -> sockets() <= sockets);
            await(
                    "descriptors are closed",
                    () -> Descriptors.open().size() <= before + KEPT_FOR_WAITS);
            server.shutdown();
            loop.join();
        }
        System.out.println("ok");
    }

    private static void serve(ThreadingTCPServer server, int many) throws Exception {
        int port = ((Address.Inet) server.serverAddress()).port();
        try (Crowd clients = new Crowd(port, many)) {
            clients.awaitConnected();
            await(many + " are handled at once", () -> HANDLED.get() == many);
            clients.isServed();
        }
    }

    private static void echo(Socket request, Address client, BaseServer<Socket> server)
            throws IOException {
        HANDLED.incrementAndGet();
        try {
            byte[] data;
            while ((data = request.recv(9)).length > 0) {
                request.sendall(data);
            }
        } finally {
            HANDLED.decrementAndGet();
        }
    }

    private static long sockets() {
        return Descriptors.open().values().stream().filter(to -> to.startsWith("socket:")).count();
    }

    private static long requestThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("processRequestThread-"))
                .count();
    }

    private static void await(String what, Eventually.Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "it never came that "
                                + what
                                + ": "
                                + HANDLED
                                + " handled, "
                                + requestThreads()
                                + " threads, "
                                + Descriptors.open());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}

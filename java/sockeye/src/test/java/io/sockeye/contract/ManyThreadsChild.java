package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Very many virtual threads wait in recv, each on a connection of its own to another process. While
 * all wait another one still runs at once, and then all are served.
 */
final class ManyThreadsChild {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PROBES = 20;

    private ManyThreadsChild() {}

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        int many = Integer.parseInt(arguments[1]);
        try (Socket listener =
                Sockets.createServer(
                        Address.inet("127.0.0.1", 0), o -> o.engine(engine).backlog(4096))) {
            int port = ((Address.Inet) listener.getsockname()).port();
            try (Crowd peers = new Crowd(port, many)) {
                serve(listener, many, peers);
            }
        }
        System.out.println("ok");
    }

    private static void serve(Socket listener, int many, Crowd peers) throws Exception {
        long before = usedHeap();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Socket socket = listener.accept().socket();
            Thread thread = VirtualThreads.unstarted(() -> answer(socket));
            threads.add(thread);
            thread.start();
        }
        peers.awaitConnected();
        awaitAllWaiting(threads);
        System.err.println((usedHeap() - before) / many + " bytes of heap per waiting thread");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < PROBES; i++) {
            best = Math.min(best, probe());
        }
        require(best < PROBE_NANOS, "a probe needed " + best + " ns");
        peers.isServed();
        for (Thread thread : threads) {
            thread.join(TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS));
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.sendall(socket.recv(1));
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private static void awaitAllWaiting(List<Thread> threads) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                require(System.nanoTime() < deadline, "not waiting: " + thread);
                Thread.onSpinWait();
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** How long a virtual thread needs to run. */
    private static long probe() throws Exception {
        long start = System.nanoTime();
        FutureTask<Long> task = new FutureTask<>(System::nanoTime);
        VirtualThreads.unstarted(task).start();
        return task.get(LIMIT_NANOS, TimeUnit.NANOSECONDS) - start;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}

package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.SocketPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A thousand virtual threads wait in recv; others still run, and all are served. */
final class CarriersChild {
    private static final int MANY = 1000;

    private CarriersChild() {}

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        List<SocketPair> pairs = new ArrayList<>();
        List<FutureTask<byte[]>> receivers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
            pairs.add(pair);
            FutureTask<byte[]> receiver = new FutureTask<>(() -> pair.first().recv(1));
            receivers.add(receiver);
            threads.add(start(receiver));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                require(System.nanoTime() < deadline, "not waiting: " + thread);
                Thread.onSpinWait();
            }
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            best = Math.min(best, probe());
        }
        require(best < TimeUnit.MILLISECONDS.toNanos(100), "a probe needed " + best + " ns");
        for (int i = 0; i < MANY; i++) {
            pairs.get(i).second().sendall(new byte[] {(byte) i});
        }
        for (int i = 0; i < MANY; i++) {
            byte[] received = receivers.get(i).get(20, TimeUnit.SECONDS);
            require(received.length == 1 && received[0] == (byte) i, "a wrong byte");
            pairs.get(i).close();
        }
        System.out.println("ok");
    }

    /** How long a virtual thread needs to run. */
    private static long probe() throws Exception {
        long start = System.nanoTime();
        Callable<Long> now = System::nanoTime;
        FutureTask<Long> task = new FutureTask<>(now);
        start(task);
        return task.get(20, TimeUnit.SECONDS) - start;
    }

    private static Thread start(Runnable task) {
        Thread thread = VirtualThreads.unstarted(task);
        thread.start();
        return thread;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}

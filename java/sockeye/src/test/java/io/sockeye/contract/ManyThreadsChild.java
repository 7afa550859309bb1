package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.BufferedReader;
import java.io.InputStreamReader;
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

    private static final String PEERS =
            """
            import resource, socket, sys
            port, many = int(sys.argv[1]), int(sys.argv[2])
            limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            peers = [socket.create_connection(('127.0.0.1', port)) for _ in range(many)]
            print('connected', flush=True)
            sys.stdin.readline()
            for i, peer in enumerate(peers):
                peer.sendall(bytes([i % 256]))
            for i, peer in enumerate(peers):
                assert peer.recv(9) == bytes([i % 256]), i
            print('served', flush=True)
            """;

    private ManyThreadsChild() {}

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        int many = Integer.parseInt(arguments[1]);
        try (Socket listener =
                Sockets.createServer(
                        Address.inet("127.0.0.1", 0), o -> o.engine(engine).backlog(4096))) {
            String port = Integer.toString(((Address.Inet) listener.getsockname()).port());
            Process peers =
                    new ProcessBuilder("python3", "-c", PEERS, port, arguments[1])
                            .redirectErrorStream(true)
                            .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(peers.getInputStream(), US_ASCII));
            serve(listener, many, peers, said);
            require(peers.waitFor() == 0, "the peers failed");
        }
        System.out.println("ok");
    }

    private static void serve(Socket listener, int many, Process peers, BufferedReader said)
            throws Exception {
        long before = usedHeap();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Socket socket = listener.accept().socket();
            Thread thread = VirtualThreads.unstarted(() -> answer(socket));
            threads.add(thread);
            thread.start();
        }
        require("connected".equals(said.readLine()), "the peers did not connect");
        awaitAllWaiting(threads);
        System.err.println((usedHeap() - before) / many + " bytes of heap per waiting thread");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < PROBES; i++) {
            best = Math.min(best, probe());
        }
        require(best < PROBE_NANOS, "a probe needed " + best + " ns");
        peers.getOutputStream().write('\n');
        peers.getOutputStream().flush();
        String last = said.readLine();
        require("served".equals(last), "the peers say " + last);
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

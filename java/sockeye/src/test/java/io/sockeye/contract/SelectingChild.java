package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.select.Epoll;
import io.sockeye.select.Poll;
import io.sockeye.select.Select;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Many virtual threads wait, each for a set of descriptors; others still run. */
final class SelectingChild {
    private static final int EACH = 15;
    private static final List<Socket> NONE = List.of();

    private final Engine engine;
    private final List<SocketPair> pairs = new ArrayList<>();
    private final List<FutureTask<Integer>> waiting = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private SelectingChild(Engine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws Exception {
        new SelectingChild(Engines.named(arguments[0])).run();
        System.out.println("ok");
    }

    private void run() throws Exception {
        for (int i = 0; i < EACH; i++) {
            startOfEachKind();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                require(System.nanoTime() < deadline, "not waiting: " + thread);
                Thread.onSpinWait();
            }
        }
        for (int i = 0; i < 100; i++) {
            FutureTask<Boolean> probe = new FutureTask<>(() -> true);
            VirtualThreads.unstarted(probe).start();
            require(probe.get(20, TimeUnit.SECONDS), "a probe");
        }
        for (SocketPair pair : pairs) {
            pair.second().sendall(new byte[1]);
        }
        for (FutureTask<Integer> each : waiting) {
            require(each.get(20, TimeUnit.SECONDS) == 1, "nothing ready");
        }
    }

    private void startOfEachKind() throws Exception {
        Socket socket = another();
        start(() -> Select.select(List.of(socket), NONE, NONE).readable().size());
        Poll poll = new Poll(engine);
        poll.register(another(), 1);
        start(() -> poll.poll().size());
        if (Epoll.isAvailable(engine)) {
            Epoll epoll = new Epoll(engine);
            epoll.register(another(), 1);
            start(() -> epoll.poll().size());
        }
        for (Multiplexer kind : SelectorContract.kinds(engine)) {
            BaseSelector selector = SelectorContract.open(engine, kind);
            selector.register(another(), EVENT_READ);
            start(() -> selector.select().size());
        }
    }

    private Socket another() throws Exception {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        pairs.add(pair);
        return pair.first();
    }

    private void start(Callable<Integer> wait) {
        FutureTask<Integer> task = new FutureTask<>(wait);
        Thread thread = VirtualThreads.unstarted(task);
        waiting.add(task);
        threads.add(thread);
        thread.start();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}

package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Prints how many bytes of heap an accepted connection costs that waits in a selector. */
final class IdleChild {
    private static final int WARM = 100;

    private final Engine engine;
    private final BaseSelector selector;
    private final Socket listener;
    private final int many;
    private final List<Socket> idle;

    /** For the far ends, as bare numbers of the OS: they must cost no heap. */
    private final Engine far = Engines.best();

    private IdleChild(Engine engine, Multiplexer kind) throws IOException {
        this.engine = engine;
        this.many = kind == Multiplexer.SELECT ? 300 : 2500;
        this.idle = new ArrayList<>(WARM + many);
        this.selector = SelectorContract.open(engine, kind);
        this.listener = new Socket(engine, AF_INET, SOCK_STREAM);
        listener.bind("127.0.0.1", 0);
        listener.listen();
    }

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        IdleChild child = new IdleChild(engine, Multiplexer.named(arguments[1]));
        child.connect(WARM);
        long before = child.used();
        child.connect(child.many);
        long after = child.used();
        System.out.println((after - before) / child.many);
        if (child.selector.getMap().size() != WARM + child.many) {
            throw new AssertionError("not everything is registered");
        }
    }

    private void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(far, AF_INET, SOCK_STREAM);
            client.connect(listener.getsockname());
            Socket accepted = listener.accept().socket();
            accepted.setblocking(false);
            selector.register(accepted, EVENT_READ);
            idle.add(accepted);
            client.detach();
        }
    }

    /** What is left after collections that free nothing more. */
    private long used() throws IOException {
        selector.select(0);
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}

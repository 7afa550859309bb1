package io.sockeye.examples;

import io.sockeye.os.Fd;
import java.io.Closeable;
import java.io.IOException;

/** Lets a program that runs until Ctrl-C end in order. Call it on the thread that runs main. */
final class CtrlC {
    private static final long PATIENCE_MILLIS = 1000;

    private CtrlC() {}

    /** Ctrl-C closes it: a call that waits on it ends with a ClosedException. */
    static void closes(Closeable socket) {
        runs(socket::close);
    }

    /** Something that Ctrl-C makes readable, so that select can wait for it beside sockets. */
    static Fd readable() throws IOException {
        Fd.Pipe pipe = Fd.pipe();
        closes(pipe.out());
        return pipe.in();
    }

    /** What Ctrl-C does; then main has a moment to finish. */
    static void runs(Action action) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(action, main)));
    }

    interface Action {
        void run() throws IOException;
    }

    private static void stop(Action action, Thread main) {
        try {
            action.run();
            main.join(PATIENCE_MILLIS);
        } catch (IOException | InterruptedException e) {
            System.err.println("could not end in order: " + e);
        }
    }
}

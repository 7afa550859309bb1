package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.io.Closeable;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Does everything twice: first to load all classes, then without a free descriptor. */
final class ExhaustionChild {
    private static final int LIMIT = 300;

    private ExhaustionChild() {}

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        loadEveryClass();
        new Run(engine, false).all();
        // Whatever is opened once for good is open by now.
        int before = Descriptors.open().size();
        new Run(engine, true).all();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int surplus = engine.hasRealFds() ? 0 : 40;
        while (Descriptors.open().size() > before + surplus) {
            require(System.nanoTime() < deadline, "descriptors leak: " + Descriptors.open());
            Thread.onSpinWait();
        }
        System.out.println("ok");
    }

    /** To load one takes a descriptor. Those of newer JDKs stand elsewhere. */
    static void loadEveryClass() throws Exception {
        Path root =
                Path.of(Engine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(root)) {
            loadClasses(root);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
            loadClasses(jar.getPath("/"));
        }
    }

    private static void loadClasses(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root.resolve("io"))) {
            for (Path file : files.toList()) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".class") && !name.contains("-info")) {
                    Class.forName(name.replace(".class", "").replace('/', '.'));
                }
            }
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }

    private record Run(Engine engine, boolean limited) {
        void all() throws Exception {
            List<Socket> hoard = new ArrayList<>();
            List<SocketPair> pairs = new ArrayList<>();
            try (Socket listener = new Socket(engine, AF_INET, SOCK_STREAM);
                    Socket client = new Socket(engine, AF_INET, SOCK_STREAM)) {
                listener.bind("127.0.0.1", 0);
                listener.listen();
                client.connect(listener.getsockname());
                for (int i = 0; i < 12; i++) {
                    pairs.add(socketpair(engine, AF_UNIX, SOCK_STREAM, 0));
                }
                long old = limited ? Helper.limitFiles(LIMIT) : 0;
                try {
                    hoardAll(hoard);
                    newOnesAreRefused(listener);
                    waitsEndInTime(pairs);
                    waitsEndWithClose(pairs);
                } finally {
                    if (limited) {
                        Helper.limitFiles(old);
                    }
                    for (Socket socket : hoard) {
                        socket.close();
                    }
                }
                listener.accept().close();
                for (SocketPair pair : pairs) {
                    pair.close();
                }
            }
        }

        private void hoardAll(List<Socket> hoard) throws Exception {
            for (int i = 0; limited || i < 3; i++) {
                try {
                    hoard.add(new Socket(engine, AF_INET, SOCK_STREAM));
                } catch (OsException e) {
                    require(e.errno() == Errno.EMFILE, e.toString());
                    return;
                }
            }
        }

        private void newOnesAreRefused(Socket listener) throws Exception {
            refused("socket", () -> new Socket(engine, AF_INET, SOCK_STREAM));
            refused("socketpair", () -> socketpair(engine, AF_UNIX, SOCK_STREAM, 0));
            if (engine.hasRealFds()) {
                // A duplicate of nio's costs no descriptor.
                refused("dup", listener::dup);
            }
            if (limited) {
                refused("accept", listener::accept);
            }
            refused("poller", () -> engine.poller(engine.multiplexers().iterator().next())::close);
        }

        private void refused(String name, Callable<Closeable> call) throws Exception {
            try (Closeable made = call.call()) {
                require(!limited, name + " found a descriptor: " + made);
            } catch (OsException e) {
                require(limited && e.errno() == Errno.EMFILE, name + ": " + e);
            }
        }

        /** More threads than wake descriptors are kept. */
        private void waitsEndInTime(List<SocketPair> pairs) throws Exception {
            List<FutureTask<Void>> waits = new ArrayList<>();
            for (SocketPair pair : pairs) {
                waits.add(started(() -> timesOut(pair.first())));
            }
            for (FutureTask<Void> wait : waits) {
                wait.get(20, TimeUnit.SECONDS);
            }
        }

        private static Void timesOut(Socket socket) throws Exception {
            socket.settimeout(0.2);
            long start = System.nanoTime();
            try {
                socket.recv(1);
                throw new AssertionError("there was nothing to receive");
            } catch (OsTimeoutException expected) {
                long elapsed = System.nanoTime() - start;
                require(elapsed >= 200_000_000, "early: " + elapsed);
                return null;
            }
        }

        private void waitsEndWithClose(List<SocketPair> pairs) throws Exception {
            List<FutureTask<Void>> waits = new ArrayList<>();
            for (SocketPair pair : pairs) {
                waits.add(started(() -> isClosed(pair.first())));
            }
            for (SocketPair pair : pairs) {
                pair.first().close();
            }
            for (FutureTask<Void> wait : waits) {
                wait.get(20, TimeUnit.SECONDS);
            }
        }

        private static Void isClosed(Socket socket) throws Exception {
            try {
                socket.settimeout(null);
                socket.recv(1);
                throw new AssertionError("there was nothing to receive");
            } catch (ClosedException expected) {
                return null;
            }
        }

        private static FutureTask<Void> started(Callable<Void> call) {
            FutureTask<Void> task = new FutureTask<>(call);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
            return task;
        }
    }
}

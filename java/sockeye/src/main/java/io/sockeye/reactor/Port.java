package io.sockeye.reactor;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A listening port over all loops: a socket each where the OS spreads connections over them
 * (SO_REUSEPORT), else one socket that all of them accept from.
 */
final class Port implements ListeningPort {
    final Factory factory;
    final int family;
    private final LoopGroup group;
    private final PortOptions options;
    private final @Nullable Path path;
    private final AtomicInteger open = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();

    /** What was asked for, then what the OS made of it. */
    private volatile Address at;

    private boolean inheritsNoDelay;

    Port(
            LoopGroup group,
            Address at,
            int family,
            @Nullable Path path,
            Factory factory,
            PortOptions options) {
        this.group = group;
        this.at = at;
        this.family = family;
        this.path = path;
        this.factory = factory;
        this.options = options;
    }

    @Override
    public Address getHost() {
        return at;
    }

    @Override
    public int connections() {
        return open.get();
    }

    @Override
    public synchronized void startListening() throws IOException {
        if (!sockets.isEmpty()) {
            throw new IllegalStateException("the port listens already on " + at);
        }
        group.requireNotEnded();
        boolean each = spreads();
        try {
            for (int i = 0; i < (each ? group.serving(options.maxConnections) : 1); i++) {
                sockets.add(bind(each));
            }
            startFactory();
        } catch (Throwable e) {
            closeSockets();
            throw e;
        }
        group.add(this);
        try {
            startListeners();
        } catch (Throwable e) {
            stopListening();
            throw e;
        }
    }

    private boolean spreads() {
        return group.serving(options.maxConnections) > 1
                && family != Sockets.AF_UNIX
                && Sockets.has("SO_REUSEPORT");
    }

    private Socket bind(boolean shared) throws IOException {
        Socket made =
                Sockets.createServer(
                        at,
                        o ->
                                o.engine(group.engine)
                                        .family(family)
                                        .backlog(options.backlog)
                                        .reusePort(shared || options.reusePort)
                                        .dualstackIpv6(options.dualstackIpv6));
        try {
            made.setblocking(false);
            at = made.getsockname();
            inheritsNoDelay = noDelay(made);
            return made;
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    /** Accepted sockets have it from the listener; the JDK's listeners do not know the option. */
    private boolean noDelay(Socket listener) throws IOException {
        if (family == Sockets.AF_UNIX || !group.engine.hasRealFds()) {
            return false;
        }
        listener.setsockopt(Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, options.tcpNoDelay);
        return true;
    }

    /** An accepted connection gets what it has not inherited. */
    void prepare(Loop loop, int fd) {
        if (options.tcpNoDelay && !inheritsNoDelay && family != Sockets.AF_UNIX) {
            loop.slot.putInt(0, 1);
            loop.syscalls.setsockopt(
                    fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, loop.slot, 0, Integer.BYTES);
        }
    }

    private void startFactory() throws IOException {
        try {
            factory.doStart();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(factory + " could not be started: " + e, e);
        }
    }

    private void startListeners() throws IOException {
        int serving = group.serving(options.maxConnections);
        for (int i = 0; i < serving; i++) {
            Socket socket = sockets.get(Math.min(i, sockets.size() - 1));
            int share = share(i, serving);
            Listener listener = new Listener(this, group.loop(i), socket.fileno(), share);
            listeners.add(listener);
            group.onLoop(
                    listener.loop(),
                    () -> {
                        listener.start();
                        return null;
                    });
        }
    }

    /** Loops share nothing, so each has its part of the limit. */
    private int share(int index, int serving) {
        int most = options.maxConnections;
        return most == Integer.MAX_VALUE ? most : most / serving + (index < most % serving ? 1 : 0);
    }

    /** Accepts those who have connected by now, before listening ends. */
    synchronized void acceptWaiting() {
        for (Listener listener : listeners) {
            group.submit(listener.loop(), listener::acceptWaiting);
        }
    }

    @Override
    public synchronized CompletionStage<Void> stopListening() {
        if (sockets.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        for (Listener listener : listeners) {
            stops.add(group.submit(listener.loop(), listener::stop));
        }
        List<Socket> closing = List.copyOf(sockets);
        listeners.clear();
        sockets.clear();
        group.remove(this);
        return CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new))
                .thenRun(() -> closeAll(closing));
    }

    private void closeAll(List<Socket> closing) {
        closeQuietly(closing);
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
            factory.doStop();
        } catch (Exception e) {
            Log.log(Level.ERROR, () -> "stopping " + factory + " threw " + e, e);
        }
    }

    private void closeSockets() throws IOException {
        boolean bound = !sockets.isEmpty();
        closeQuietly(sockets);
        sockets.clear();
        if (bound && path != null) {
            Files.deleteIfExists(path);
        }
    }

    private static void closeQuietly(List<Socket> sockets) {
        for (Socket each : sockets) {
            try {
                each.close();
            } catch (IOException e) {
                Log.log(Level.DEBUG, () -> "closing " + each, e);
            }
        }
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    @Override
    public String toString() {
        return "port " + at;
    }
}

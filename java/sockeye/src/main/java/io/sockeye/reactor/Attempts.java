package io.sockeye.reactor;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.reactor.driver.ConnectSource;
import io.sockeye.socket.AddrInfo;
import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries every address of a name, each a little after the one before, until one connects (RFC 8305,
 * "Happy Eyeballs"). The families take turns, so that one that leads nowhere costs one delay.
 */
final class Attempts {
    /** A full backlog of a Unix socket gives no sign when it has room. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LoopGroup group;
    private final Loop loop;
    private final Address destination;
    private final ConnectorOptions options;
    private final ClientConnector connector;
    private final Deque<AddrInfo> untried = new ArrayDeque<>();
    private final List<Try> trying = new ArrayList<>();
    private @Nullable IOException failure;
    private @Nullable Timer next;
    private boolean ended;

    Attempts(
            LoopGroup group,
            Loop loop,
            Address destination,
            ConnectorOptions options,
            ClientConnector connector) {
        this.group = group;
        this.loop = loop;
        this.destination = destination;
        this.options = options;
        this.connector = connector;
    }

    void begin() {
        if (ended) {
            return;
        }
        if (destination instanceof Address.Inet inet) {
            resolve(inet);
        } else {
            untried.add(new AddrInfo(Sockets.AF_UNIX, Sockets.SOCK_STREAM, 0, "", destination));
            tryNext();
        }
    }

    // ---- resolving

    private void resolve(Address.Inet inet) {
        if (isNumeric(inet.host())) {
            resolved(() -> lookup(inet));
            return;
        }
        try {
            group.pools.resolve().execute(() -> resolveInThread(inet));
        } catch (RejectedExecutionException e) {
            connector.failed(new ConnectionLost("the reactor was stopped", e));
        }
    }

    /** Looking up a numeric address asks nobody, so it needs no thread. */
    private static boolean isNumeric(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || isDigit(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private List<AddrInfo> lookup(Address.Inet inet) throws IOException {
        String port = Integer.toString(inet.port());
        return Sockets.getaddrinfo(loop.engine, inet.host(), port, 0, Sockets.SOCK_STREAM, 0, 0);
    }

    private void resolveInThread(Address.Inet inet) {
        Answer answer;
        try {
            List<AddrInfo> found = lookup(inet);
            answer = () -> found;
        } catch (IOException | RuntimeException e) {
            IOException failed = e instanceof IOException io ? io : new IOException(e);
            answer =
                    () -> {
                        throw failed;
                    };
        }
        try {
            Answer got = answer;
            loop.callFromThread(() -> resolved(got));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the connector with it.
        }
    }

    /** Addresses, or why there are none. */
    @FunctionalInterface
    private interface Answer {
        List<AddrInfo> get() throws IOException;
    }

    private void resolved(Answer answer) {
        if (ended) {
            return;
        }
        try {
            untried.addAll(takingTurns(answer.get()));
        } catch (IOException e) {
            connector.failed(e);
            return;
        }
        tryNext();
    }

    /** In the resolver's order, but with the families alternating. */
    static List<AddrInfo> takingTurns(List<AddrInfo> found) {
        Deque<AddrInfo> first = new ArrayDeque<>();
        Deque<AddrInfo> second = new ArrayDeque<>();
        for (AddrInfo each : found) {
            (each.family() == found.get(0).family() ? first : second).add(each);
        }
        List<AddrInfo> ordered = new ArrayList<>(found.size());
        while (!first.isEmpty() || !second.isEmpty()) {
            addNext(ordered, first);
            addNext(ordered, second);
        }
        return ordered;
    }

    private static void addNext(List<AddrInfo> ordered, Deque<AddrInfo> from) {
        if (!from.isEmpty()) {
            ordered.add(from.remove());
        }
    }

    // ---- trying

    private void tryNext() {
        cancelNext();
        AddrInfo to = untried.poll();
        if (to == null) {
            if (trying.isEmpty()) {
                connector.failed(whyNot());
            }
            return;
        }
        if (!untried.isEmpty()) {
            next = loop.callLaterNanos(options.staggerNanos, this::tryNext);
        }
        tryAddress(to);
    }

    private IOException whyNot() {
        return failure != null
                ? failure
                : OsException.message("connect", destination + " has no address");
    }

    private void tryAddress(AddrInfo to) {
        Try made;
        int result;
        try {
            byte[] sockaddr = Addresses.encode(loop.engine, to.family(), to.address(), "connect");
            made = new Try(open(to), to, sockaddr);
            trying.add(made);
            Addresses.put(loop.slot, sockaddr);
            result = loop.driver.connect(made, loop.slot);
        } catch (IOException | RuntimeException e) {
            failedWith(e instanceof IOException io ? io : new IOException(e.getMessage(), e));
            return;
        }
        if (result != -Errno.EINPROGRESS) {
            made.connected(-result);
        }
    }

    private int open(AddrInfo to) throws IOException {
        Socket socket = new Socket(loop.engine, to.family(), to.type(), to.proto());
        try {
            socket.setblocking(false);
            if (options.bindAddress != null) {
                socket.bind(options.bindAddress);
            }
            return socket.detach();
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    private final class Try extends ConnectSource {
        private final AddrInfo to;
        private final byte[] sockaddr;

        Try(int fd, AddrInfo to, byte[] sockaddr) {
            super(fd);
            this.to = to;
            this.sockaddr = sockaddr;
        }

        @Override
        protected void connected(int errno) {
            trying.remove(this);
            if (errno == 0) {
                connector.connected(fd(), to.family(), sockaddr);
                return;
            }
            loop.driver.close(this);
            if (errno == Errno.EAGAIN && to.family() == Sockets.AF_UNIX) {
                untried.add(to);
                next = loop.callLaterNanos(AGAIN_NANOS, Attempts.this::tryNext);
            } else {
                failedWith(OsException.of(errno, "connect", to.address().toString()));
            }
        }
    }

    /** An address that refuses is followed by the next at once. */
    private void failedWith(IOException e) {
        if (failure != null) {
            e.addSuppressed(failure);
        }
        failure = e;
        if (!ended) {
            tryNext();
        }
    }

    void end() {
        ended = true;
        cancelNext();
        for (Try each : List.copyOf(trying)) {
            loop.driver.close(each);
        }
        trying.clear();
    }

    private void cancelNext() {
        if (next != null && next.active()) {
            next.cancel();
        }
        next = null;
    }
}

package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Syscalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/** The engine's system calls with arguments as tests write them; closes what a test has opened. */
final class Calls implements AutoCloseable {
    static final int AF_INET = Sockaddrs.AF_INET;
    static final int AF_INET6 = Sockaddrs.AF_INET6;
    static final int AF_UNIX = Sockaddrs.AF_UNIX;
    static final int STREAM = SocketDescription.SOCK_STREAM;
    static final int DGRAM = SocketDescription.SOCK_DGRAM;
    static final int SOL_SOCKET = constant("SOL_SOCKET");
    static final int IN = constant("POLLIN");
    static final int OUT = constant("POLLOUT");
    static final int ERR = constant("POLLERR");
    static final int HUP = constant("POLLHUP");
    static final int NVAL = constant("POLLNVAL");
    static final int PEEK = constant("MSG_PEEK");

    /** Longer than any machine needs on a loopback; a test that waits for it has failed. */
    static final long PATIENCE = 20_000_000_000L;

    /**
     * A thread for each task: the common pool may have only one, which a task that waits blocks.
     */
    static final Executor THREADS =
            task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                thread.start();
            };

    final NioEngine engine = new NioEngine();
    final Syscalls calls = engine.syscalls();
    private final Set<Integer> open = new TreeSet<>();

    static int constant(String name) {
        return Abi.host().constant(name);
    }

    /** Three connected things that most tests begin with. */
    record Connection(int listener, int client, int accepted) {}

    int socket(int family, int type) {
        return opened(calls.socket(family, type, 0));
    }

    synchronized int opened(int fd) {
        if (fd < 0) {
            throw new AssertionError(Errno.name(-fd));
        }
        open.add(fd);
        return fd;
    }

    synchronized int shut(int fd) {
        open.remove(fd);
        return calls.close(fd);
    }

    /** A listener on a port of its own. */
    int listener(int family, String host) {
        int fd = socket(family, STREAM);
        must(calls.bind(fd, inet(family, host, 0), 0));
        must(calls.listen(fd, 16));
        return fd;
    }

    Connection connection() {
        int listener = listener(AF_INET, "127.0.0.1");
        int client = socket(AF_INET, STREAM);
        connect(client, port(listener));
        return new Connection(listener, client, accept(listener));
    }

    /** Connects and waits for the end of it. */
    void connect(int fd, int port) {
        int result = calls.connect(fd, inet(AF_INET, "127.0.0.1", port), 0);
        if (result != 0 && result != -Errno.EINPROGRESS) {
            throw new AssertionError(Errno.name(-result));
        }
        poll(PATIENCE, fd, OUT);
    }

    int accept(int listener) {
        poll(PATIENCE, listener, IN);
        return opened(calls.accept(listener, null, 0, 0));
    }

    /** A port on which nobody listens. */
    int deadPort() {
        int fd = socket(AF_INET, STREAM);
        must(calls.bind(fd, inet(AF_INET, "127.0.0.1", 0), 0));
        int port = port(fd);
        shut(fd);
        return port;
    }

    DirectBuffer inet(int family, String host, int port) {
        try {
            return slot(new InetSocketAddress(InetAddress.getByName(host), port), family);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    DirectBuffer unix(Path path) {
        return slot(UnixDomainSocketAddress.of(path), AF_UNIX);
    }

    DirectBuffer slot() {
        return engine.allocate(Syscalls.SLOT_SIZE);
    }

    int port(int fd) {
        DirectBuffer slot = slot();
        must(calls.getsockname(fd, slot, 0));
        return port(slot);
    }

    static int port(DirectBuffer slot) {
        int at = Syscalls.SLOT_ADDRESS + 2;
        return (slot.get(at) & 0xff) << 8 | slot.get(at + 1) & 0xff;
    }

    /** The bytes of the address in a slot, in hexadecimal. */
    static String hex(DirectBuffer slot) {
        byte[] bytes = new byte[slot.getInt(0)];
        slot.get(Syscalls.SLOT_ADDRESS, bytes, 0, bytes.length);
        return HexFormat.of().formatHex(bytes);
    }

    int send(int fd, String text) {
        return calls.send(fd, bytes(text), 0, text.length(), 0);
    }

    int sendto(int fd, String text, DirectBuffer to) {
        return calls.sendto(fd, bytes(text), 0, text.length(), 0, to, 0);
    }

    /** What came, or the name of the error. */
    String recv(int fd, int length, int flags) {
        DirectBuffer buffer = engine.allocate(Math.max(1, length));
        return text(buffer, calls.recv(fd, buffer, 0, length, flags));
    }

    static String text(DirectBuffer buffer, int count) {
        if (count < 0) {
            return Errno.name(-count);
        }
        byte[] bytes = new byte[count];
        buffer.get(0, bytes, 0, count);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    DirectBuffer bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DirectBuffer buffer = engine.allocate(Math.max(1, bytes.length));
        buffer.put(0, bytes, 0, bytes.length);
        return buffer;
    }

    /** Polls one descriptor; its revents. */
    int poll(long timeoutNanos, int fd, int events) {
        DirectBuffer pollfd = pollfds(fd, events);
        must(calls.poll(pollfd, 0, 1, timeoutNanos));
        return revents(pollfd, 0);
    }

    /** An array of struct pollfd from pairs of descriptor and events. */
    DirectBuffer pollfds(int... pairs) {
        DirectBuffer pollfds = engine.allocate(Math.max(8, pairs.length * 4));
        for (int i = 0; i < pairs.length; i += 2) {
            pollfds.putInt(i * 4, pairs[i]);
            pollfds.putShort(i * 4 + 4, (short) pairs[i + 1]);
        }
        return pollfds;
    }

    static int revents(DirectBuffer pollfds, int index) {
        return pollfds.getShort(index * 8 + 6) & 0xffff;
    }

    int setInt(int fd, int level, String option, int value) {
        DirectBuffer buffer = engine.allocate(4);
        buffer.putInt(0, value);
        return calls.setsockopt(fd, level, constant(option), buffer, 0, 4);
    }

    int getInt(int fd, int level, String option) {
        DirectBuffer buffer = engine.allocate(4);
        int result = calls.getsockopt(fd, level, constant(option), buffer, 0, 4);
        return result < 0 ? result : buffer.getInt(0);
    }

    static void must(int result) {
        if (result < 0) {
            throw new AssertionError(Errno.name(-result));
        }
    }

    @Override
    public void close() {
        for (int fd : Set.copyOf(open)) {
            must(shut(fd));
        }
    }

    private DirectBuffer slot(SocketAddress address, int family) {
        DirectBuffer slot = slot();
        Sockaddrs.encode(slot, 0, address, family);
        return slot;
    }
}

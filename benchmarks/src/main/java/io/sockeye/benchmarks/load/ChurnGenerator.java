package io.sockeye.benchmarks.load;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.IPPROTO_TCP;
import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.TCP_LINGER2;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Syscalls;
import io.sockeye.select.Select;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/**
 * Connects, has one message echoed, closes: over and over, with so many connections open at once.
 *
 * <p>The oldest connection is always the next one to be looked after, so that nothing waits in a
 * multiplexer: a connection costs the client more than the server as it is, because on the loopback
 * the whole handshake runs inside connect. What becomes of the ports is told in {@link
 * Dialer#leaveNoTimeWait}. It allocates nothing per connection.
 */
public final class ChurnGenerator implements Generator {
    /** More might not fit into the buffers of a new connection, and nobody reads while we send. */
    public static final int LARGEST_SIZE = 1 << 14;

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final int POLLFD_SIZE = 8;
    private static final int POLLFD_EVENTS = 4;

    private final Load load;
    private final Syscalls syscalls;
    private final Messages messages;
    private final DirectBuffer scratch;
    private final DirectBuffer address;
    private final DirectBuffer pollfd;
    private final DirectBuffer minusOne;

    /** Connection n stands at n modulo their number. */
    private final int[] fds;

    private final long[] beganAtNanos;

    private long begun;
    private long ended;

    /** Opens a connection and closes it, to learn the server's address in the system's form. */
    public ChurnGenerator(String host, int port, Load load) throws IOException {
        Engine engine = Engines.best();
        this.load = load;
        this.syscalls = engine.syscalls();
        this.messages = new Messages(load.size());
        this.scratch = engine.allocate(load.size());
        this.address = engine.allocate(Syscalls.SLOT_SIZE);
        this.pollfd = engine.allocate(POLLFD_SIZE);
        this.minusOne = engine.allocate(Integer.BYTES);
        minusOne.putInt(0, -1);
        this.fds = new int[load.connections()];
        this.beganAtNanos = new long[load.connections()];
        try (Socket first = new Dialer(engine, host, port).open()) {
            OsException.check(syscalls.getpeername(first.fileno(), address, 0), "getpeername");
        }
    }

    /** Makes connections; a unit is one that was served. */
    @Override
    public long run(long nanos, long most, Histogram into) throws LoadException {
        long first = ended;
        long deadline = System.nanoTime() + nanos;
        do {
            while (begun - ended < fds.length && begun - first < most && isBefore(deadline)) {
                begin();
            }
            if (ended < begun) {
                end(into);
            }
        } while (ended < begun || begun - first < most && isBefore(deadline));
        return ended - first;
    }

    @Override
    public void close() {
        while (ended < begun) {
            closeOldest();
        }
    }

    private static boolean isBefore(long deadlineNanos) {
        return System.nanoTime() - deadlineNanos < 0;
    }

    private void begin() throws LoadException {
        int at = (int) (begun % fds.length);
        beganAtNanos[at] = System.nanoTime();
        fds[at] = check("socket", syscalls.socket(AF_INET, SOCK_STREAM, 0));
        begun++;
        // Where there is no such option, ports have to last; the result does not matter.
        syscalls.setsockopt(fds[at], IPPROTO_TCP, TCP_LINGER2, minusOne, 0, Integer.BYTES);
        int connected = syscalls.connect(fds[at], address, 0);
        if (connected == -Errno.EINPROGRESS) {
            await(fds[at], Select.POLLOUT);
        } else {
            check("connect", connected);
        }
        messages.write(0, begun - 1, 0, scratch.buffer().clear());
        int sent = check("send", syscalls.send(fds[at], scratch, 0, load.size(), 0));
        if (sent < load.size()) {
            throw failure("only " + sent + " bytes fit into a new connection");
        }
    }

    private void end(Histogram latency) throws LoadException {
        int at = (int) (ended % fds.length);
        int received = 0;
        while (received < load.size()) {
            received += receive(fds[at], received);
        }
        latency.recordValue(Math.min(System.nanoTime() - beganAtNanos[at], PATIENCE_NANOS));
        closeOldest();
    }

    /** Receives and compares what has come, at least one byte. */
    private int receive(int fd, int from) throws LoadException {
        int count = syscalls.recv(fd, scratch, 0, load.size() - from, MSG_DONTWAIT);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            await(fd, Select.POLLIN);
            return 0;
        }
        if (check("recv", count) == 0) {
            throw failure("the server closed the connection");
        }
        ByteBuffer came = scratch.buffer().limit(count).position(0);
        if (!messages.matches(0, ended, from, came)) {
            throw failure("byte " + (from + came.position()) + " came back wrong");
        }
        return count;
    }

    private void await(int fd, int events) throws LoadException {
        pollfd.putInt(0, fd);
        pollfd.putShort(POLLFD_EVENTS, (short) events);
        int ready = syscalls.poll(pollfd, 0, 1, PATIENCE_NANOS);
        if (ready == 0) {
            throw failure("no answer for " + PATIENCE_NANOS / 1e9 + " seconds");
        }
        if (ready != -Errno.EINTR) {
            check("poll", ready);
        }
    }

    private void closeOldest() {
        syscalls.close(fds[(int) (ended++ % fds.length)]);
    }

    private int check(String call, int result) throws LoadException {
        if (result < 0) {
            throw failure(call + ": " + Errno.strerror(-result));
        }
        return result;
    }

    private LoadException failure(String text) {
        return new LoadException("connection " + ended + ": " + text);
    }
}

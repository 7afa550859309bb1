package io.sockeye.benchmarks.load;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/**
 * Sends, compares what comes back, sends again: a closed loop over all connections in one thread,
 * or, with a rate, an open one that sends when a request is due, whatever has become of the others.
 * It allocates nothing per request. One thread at a time.
 */
public final class LoadGenerator implements Generator {
    private static final double PATIENCE_SECONDS = 10;

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int LEAST_SCRATCH = 1 << 16;

    /** Waits may last a millisecond longer than they should; what is due sooner is watched for. */
    private static final long SPIN_NANOS = 2_000_000;

    private final Load load;
    private final long patienceNanos;
    private final Syscalls syscalls;
    private final Poller poller;
    private final DirectBuffer scratch;
    private final Messages messages;
    private final Connection[] connections;

    private Histogram latency = newHistogram();
    private OpenLoop due = OpenLoop.none();
    private long answered;
    private long wanted;
    private long left;
    private long deadlineNanos;
    private boolean stopping;

    /** Opens all connections. */
    public LoadGenerator(String host, int port, Load load) throws IOException {
        this(host, port, load, PATIENCE_SECONDS);
    }

    /** A server that answers nothing for so long is stuck. */
    LoadGenerator(String host, int port, Load load, double patienceSeconds) throws IOException {
        Engine engine = Engines.best();
        this.patienceNanos = (long) (patienceSeconds * 1e9);
        this.load = load;
        this.syscalls = engine.syscalls();
        this.messages = new Messages(load.size());
        this.scratch = engine.allocate(Math.max(LEAST_SCRATCH, load.size()));
        this.connections = new Connection[load.connections()];
        this.poller = engine.poller(multiplexer(engine));
        Dialer dialer = new Dialer(engine, host, port);
        try {
            for (int i = 0; i < connections.length; i++) {
                connections[i] = Connection.open(dialer, load.depth());
                int added = poller.add(connections[i].fd, Poller.READ, i);
                if (added < 0) {
                    throw OsException.of(-added, "poller.add");
                }
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** What a generator of this process would run on, such as {@code "jni+epoll"}. */
    public static String describe() {
        Engine engine = Engines.best();
        String multiplexer = multiplexer(engine).toString();
        return engine.name().equals(multiplexer) ? multiplexer : engine.name() + "+" + multiplexer;
    }

    /** Where latencies go. */
    public static Histogram newHistogram() {
        return new Histogram(LONGEST_NANOS, 3);
    }

    /** Makes requests; a unit is one that was answered. */
    @Override
    public long run(long nanos, long requests, Histogram into) throws LoadException {
        latency = into;
        answered = 0;
        wanted = requests;
        left = 0;
        stopping = false;
        long start = System.nanoTime();
        deadlineNanos = start + nanos;
        if (load.isOpenLoop()) {
            due = openLoop(start, Math.min(requests, OpenLoop.count(load.rate(), nanos)));
            sendDue(start);
        } else {
            askAll(start);
        }
        loop();
        return answered;
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            if (connection != null) {
                poller.remove(connection.fd);
                connection.close();
            }
        }
        poller.close();
    }

    private static Multiplexer multiplexer(Engine engine) {
        return engine.multiplexers().iterator().next();
    }

    private OpenLoop openLoop(long startNanos, long count) {
        long[] numbers = new long[connections.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = connections[i].asked / load.size();
        }
        return new OpenLoop(load.rate(), startNanos, count, numbers);
    }

    private void askAll(long startNanos) throws LoadException {
        for (int i = 0; i < connections.length; i++) {
            for (int n = 0; n < load.depth(); n++) {
                ask(connections[i], startNanos);
            }
            pump(i);
        }
    }

    private void sendDue(long nowNanos) throws LoadException {
        while (!due.isOver() && due.nanosToNext(nowNanos) <= 0) {
            int index = due.next();
            connections[index].asked += load.size();
            left++;
            pump(index);
        }
    }

    private long timeoutNanos() {
        if (due.isOver()) {
            return patienceNanos;
        }
        long nanos = due.nanosToNext(System.nanoTime());
        return Math.min(patienceNanos, Math.max(0, nanos - SPIN_NANOS));
    }

    private void loop() throws LoadException {
        long quietSince = System.nanoTime();
        while (left > 0 || !due.isOver()) {
            int ready = poller.waitFor(timeoutNanos());
            if (ready < 0 && ready != -Errno.EINTR) {
                throw new LoadException("waiting failed: " + Errno.strerror(-ready));
            }
            long now = System.nanoTime();
            if (ready > 0 || left == 0) {
                quietSince = now;
            } else if (now - quietSince >= patienceNanos) {
                throw new LoadException(
                        left + " requests got no answer for " + patienceNanos / 1e9 + " seconds");
            }
            for (int i = 0; i < ready; i++) {
                serve((int) poller.token(i), poller.events(i));
            }
            sendDue(now);
        }
    }

    private void serve(int index, int events) throws LoadException {
        if ((events & Poller.WRITE) != 0) {
            pump(index);
        }
        if (events != Poller.WRITE) {
            receive(index);
        }
    }

    private void receive(int index) throws LoadException {
        Connection connection = connections[index];
        int count = syscalls.recv(connection.fd, scratch, 0, scratch.capacity(), 0);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return;
        }
        if (count < 0) {
            throw failure(index, "recv: " + Errno.strerror(-count));
        }
        if (count == 0) {
            throw failure(index, "the server closed the connection");
        }
        if (count > connection.sent - connection.received) {
            throw failure(index, "more bytes came back than were sent");
        }
        long now = System.nanoTime();
        stopping |= now - deadlineNanos >= 0;
        compare(index, connection, count, now);
        pump(index);
    }

    private void compare(int index, Connection connection, int count, long now)
            throws LoadException {
        ByteBuffer came = scratch.buffer().limit(count).position(0);
        while (came.hasRemaining()) {
            long number = connection.received / load.size();
            int from = (int) (connection.received % load.size());
            int before = came.position();
            boolean right = messages.matches(index, number, from, came);
            int matched = came.position() - before;
            connection.received += matched;
            if (!right) {
                throw wrongByte(index, number, from + matched, came.get(came.position()));
            }
            if (from + matched == load.size()) {
                answer(index, number, now);
            }
        }
    }

    private void answer(int index, long number, long now) {
        long since =
                load.isOpenLoop()
                        ? due.dueNanos(index, number)
                        : connections[index].askedAtNanos[(int) (number % load.depth())];
        latency.recordValue(Math.min(now - since, LONGEST_NANOS));
        answered++;
        left--;
        if (!load.isOpenLoop()) {
            ask(connections[index], now);
        }
    }

    /** Lets one more message be sent, unless there were enough. */
    private void ask(Connection connection, long now) {
        if (!stopping && answered + left < wanted) {
            long number = connection.asked / load.size();
            connection.askedAtNanos[(int) (number % load.depth())] = now;
            connection.asked += load.size();
            left++;
        }
    }

    /** Sends what was asked for, as far as the kernel takes it. */
    private void pump(int index) throws LoadException {
        Connection connection = connections[index];
        while (connection.sent < connection.asked) {
            int length = fill(index, connection);
            int count = syscalls.send(connection.fd, scratch, 0, length, 0);
            if (count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR) {
                throw failure(index, "send: " + Errno.strerror(-count));
            }
            connection.sent += Math.max(count, 0);
            if (count < length) {
                waitForRoom(index, connection, true);
                return;
            }
        }
        waitForRoom(index, connection, false);
    }

    private int fill(int index, Connection connection) {
        ByteBuffer out = scratch.buffer().clear();
        long at = connection.sent;
        while (at < connection.asked && out.hasRemaining()) {
            int before = out.position();
            messages.write(index, at / load.size(), (int) (at % load.size()), out);
            at += out.position() - before;
        }
        return out.position();
    }

    private void waitForRoom(int index, Connection connection, boolean waits) {
        if (connection.waitsForRoom != waits) {
            connection.waitsForRoom = waits;
            int interest = waits ? Poller.READ | Poller.WRITE : Poller.READ;
            poller.modify(connection.fd, interest, index);
        }
    }

    private LoadException wrongByte(int index, long number, int at, byte came) {
        byte expected = messages.expected(index, number, at);
        String text = "byte %d of message %d came back as 0x%02x instead of 0x%02x";
        return failure(index, String.format(text, at, number, came, expected));
    }

    private static LoadException failure(int index, String text) {
        return new LoadException("connection " + index + ": " + text);
    }
}

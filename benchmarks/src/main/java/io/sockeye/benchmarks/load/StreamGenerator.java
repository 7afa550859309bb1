package io.sockeye.benchmarks.load;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * Sends a long stream over each connection and receives it at the same time, as fast as it goes.
 *
 * <p>The stream is a random text over and over, sent from where it lies and compared with what
 * comes: checking every byte so costs little, and the server stays what limits. The length of the
 * text is a prime, so that a block that is lost, repeated or out of order does not match.
 */
public final class StreamGenerator implements Generator {
    /** As much as the servers read at once. */
    private static final int CHUNK = 1 << 16;

    private static final int PERIOD = 131_071;
    private static final double PATIENCE_SECONDS = 10;

    private final Syscalls syscalls;
    private final Poller poller;
    private final DirectBuffer text;
    private final DirectBuffer scratch;
    private final ByteBuffer expected;
    private final long patienceNanos;
    private final Stream[] streams;

    private long deadlineNanos;
    private int unfinished;

    /** How far one connection has come. */
    private static final class Stream {
        final Socket socket;
        final int fd;
        long sent;
        long received;
        long end;
        int interest = Poller.READ;

        Stream(Socket socket) {
            this.socket = socket;
            this.fd = socket.fileno();
        }
    }

    /** Opens so many connections. */
    public StreamGenerator(String host, int port, int connections) throws IOException {
        this(host, port, connections, PATIENCE_SECONDS);
    }

    /** A server that sends nothing for so long is stuck. */
    StreamGenerator(String host, int port, int connections, double patienceSeconds)
            throws IOException {
        Engine engine = Engines.best();
        this.patienceNanos = (long) (patienceSeconds * 1e9);
        this.syscalls = engine.syscalls();
        this.scratch = engine.allocate(CHUNK);
        this.text = text(engine);
        this.expected = text.buffer().duplicate();
        this.streams = new Stream[connections];
        Multiplexer multiplexer = engine.multiplexers().iterator().next();
        this.poller = engine.poller(multiplexer);
        Dialer dialer = new Dialer(engine, host, port);
        try {
            for (int i = 0; i < connections; i++) {
                streams[i] = new Stream(dialer.open());
                OsException.check(poller.add(streams[i].fd, Poller.READ, i), "poller.add");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Runs the streams; a unit is a byte that came back.
     *
     * @param into stays empty, because no byte of a stream has a latency of its own
     */
    @Override
    public long run(long nanos, long most, Histogram into) throws LoadException {
        long before = received();
        deadlineNanos = System.nanoTime() + nanos;
        long bytes = Math.min(most, Long.MAX_VALUE / 2);
        unfinished = 0;
        for (int i = 0; i < streams.length; i++) {
            Stream stream = streams[i];
            stream.end += bytes / streams.length + (i < bytes % streams.length ? 1 : 0);
            if (stream.sent < stream.end) {
                unfinished++;
                watch(i, Poller.READ | Poller.WRITE);
            }
        }
        loop();
        return received() - before;
    }

    @Override
    public void close() {
        for (Stream stream : streams) {
            if (stream != null) {
                poller.remove(stream.fd);
                Connection.close(stream.socket);
            }
        }
        poller.close();
    }

    private void loop() throws LoadException {
        long quietSince = System.nanoTime();
        while (unfinished > 0) {
            int ready = poller.waitFor(patienceNanos);
            if (ready < 0 && ready != -Errno.EINTR) {
                throw new LoadException("waiting failed: " + Errno.strerror(-ready));
            }
            long now = System.nanoTime();
            if (ready > 0) {
                quietSince = now;
            } else if (now - quietSince >= patienceNanos) {
                throw new LoadException("no bytes for " + patienceNanos / 1e9 + " seconds");
            }
            boolean timeIsUp = now - deadlineNanos >= 0;
            for (int i = 0; i < ready; i++) {
                serve((int) poller.token(i), poller.events(i), timeIsUp);
            }
        }
    }

    private void serve(int index, int events, boolean timeIsUp) throws LoadException {
        Stream stream = streams[index];
        if (timeIsUp) {
            stream.end = stream.sent;
        }
        if ((events & Poller.WRITE) != 0) {
            send(index, stream);
        }
        if (events != Poller.WRITE) {
            receive(index, stream);
        }
        if (stream.received == stream.end) {
            unfinished--;
            watch(index, Poller.READ);
        } else if (stream.sent == stream.end) {
            watch(index, Poller.READ);
        }
    }

    private void send(int index, Stream stream) throws LoadException {
        int length = (int) Math.min(CHUNK, stream.end - stream.sent);
        if (length == 0) {
            return;
        }
        int count = syscalls.send(stream.fd, text, (int) (stream.sent % PERIOD), length, 0);
        if (count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR) {
            throw failure(index, "send: " + Errno.strerror(-count));
        }
        stream.sent += Math.max(count, 0);
    }

    private void receive(int index, Stream stream) throws LoadException {
        int count = syscalls.recv(stream.fd, scratch, 0, CHUNK, 0);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return;
        }
        if (count < 0) {
            throw failure(index, "recv: " + Errno.strerror(-count));
        }
        if (count == 0) {
            throw failure(index, "the server closed the connection");
        }
        if (count > stream.sent - stream.received) {
            throw failure(index, "more bytes came back than were sent");
        }
        int start = (int) (stream.received % PERIOD);
        ByteBuffer came = scratch.buffer().limit(count).position(0);
        int wrong = came.mismatch(expected.limit(start + count).position(start));
        if (wrong >= 0) {
            throw failure(index, "byte " + (stream.received + wrong) + " came back wrong");
        }
        stream.received += count;
    }

    private void watch(int index, int interest) {
        Stream stream = streams[index];
        if (stream.interest != interest) {
            stream.interest = interest;
            poller.modify(stream.fd, interest, index);
        }
    }

    private long received() {
        long sum = 0;
        for (Stream stream : streams) {
            sum += stream.received;
        }
        return sum;
    }

    /** The text once, and its beginning again, so that every chunk of it lies in one piece. */
    private static DirectBuffer text(Engine engine) {
        byte[] random = new byte[PERIOD];
        new Random(PERIOD).nextBytes(random);
        DirectBuffer text = engine.allocate(PERIOD + CHUNK);
        text.buffer().clear().put(random).put(random, 0, CHUNK).clear();
        return text;
    }

    private static LoadException failure(int index, String text) {
        return new LoadException("connection " + index + ": " + text);
    }
}

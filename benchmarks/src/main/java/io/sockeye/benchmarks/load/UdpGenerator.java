package io.sockeye.benchmarks.load;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/**
 * Sends datagrams from many sockets, compares what comes back, sends again: a closed loop in one
 * thread. A datagram that is not answered within half a second is lost; it is counted, and another
 * takes its place. An answer that comes later still makes nothing better, and one that nothing was
 * sent for is an error. It allocates nothing per request. One thread at a time.
 */
public final class UdpGenerator implements Generator {
    /** Each datagram tells which it is. */
    public static final int LEAST_SIZE = Messages.KEY_SIZE;

    /** What UDP over IPv4 has room for. */
    public static final int LARGEST_SIZE = 65_507;

    private static final long LOST_NANOS = 500_000_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final int SWEEPS = 8;

    /** No datagram is under way. */
    private static final long FREE = Long.MIN_VALUE;

    private final Load load;
    private final long lostNanos;
    private final Syscalls syscalls;
    private final Poller poller;
    private final DirectBuffer scratch;
    private final Messages messages;
    private final Client[] clients;

    private Histogram latency = LoadGenerator.newHistogram();
    private long answered;
    private long lost;
    private long lostEver;
    private long lateEver;
    private long begun;
    private long wanted;
    private int left;
    private long deadlineNanos;
    private long lastAnswerNanos;
    private long waitedNanos;
    private boolean stopping;

    /** One socket. Datagram n has place n modulo depth, and each place one datagram at a time. */
    private static final class Client {
        final Socket socket;
        final int fd;
        final long[] numbers;
        final long[] askedAtNanos;

        Client(Socket socket, int depth) {
            this.socket = socket;
            this.fd = socket.fileno();
            this.numbers = new long[depth];
            this.askedAtNanos = new long[depth];
            for (int place = 0; place < depth; place++) {
                numbers[place] = (long) place - depth;
                askedAtNanos[place] = FREE;
            }
        }
    }

    /** Opens all sockets. */
    public UdpGenerator(String host, int port, Load load) throws IOException {
        this(host, port, load, LOST_NANOS);
    }

    /** What is not answered for so long is lost. */
    UdpGenerator(String host, int port, Load load, long lostNanos) throws IOException {
        Engine engine = Engines.best();
        this.load = load;
        this.lostNanos = lostNanos;
        this.syscalls = engine.syscalls();
        this.messages = new Messages(load.size());
        this.scratch = engine.allocate(LARGEST_SIZE + 1);
        this.clients = new Client[load.connections()];
        this.poller = engine.poller(engine.multiplexers().iterator().next());
        try {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new Client(open(engine, host, port), load.depth());
                OsException.check(poller.add(clients[i].fd, Poller.READ, i), "poller.add");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Makes requests; a unit is one that was answered in time. */
    @Override
    public long run(long nanos, long requests, Histogram into) throws LoadException {
        latency = into;
        answered = 0;
        lost = 0;
        begun = 0;
        wanted = requests;
        stopping = false;
        long start = System.nanoTime();
        deadlineNanos = start + nanos;
        lastAnswerNanos = start;
        for (int i = 0; i < clients.length; i++) {
            for (int place = 0; place < load.depth(); place++) {
                ask(i, place, start);
            }
        }
        loop(start);
        waitedNanos = lost == 0 ? 0 : System.nanoTime() - lastAnswerNanos;
        if (answered == 0) {
            throw new LoadException("all " + lost + " datagrams were lost");
        }
        return answered;
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public void close() {
        for (Client client : clients) {
            if (client != null) {
                poller.remove(client.fd);
                Connection.close(client.socket);
            }
        }
        poller.close();
    }

    private static Socket open(Engine engine, String host, int port) throws IOException {
        Socket socket = new Socket(engine, AF_INET, SOCK_DGRAM);
        try {
            socket.connect(host, port);
            socket.setblocking(false);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void loop(long startNanos) throws LoadException {
        long sweepNanos = startNanos + lostNanos / SWEEPS;
        while (left > 0) {
            int ready = poller.waitFor(Math.max(0, sweepNanos - System.nanoTime()));
            if (ready < 0 && ready != -Errno.EINTR) {
                throw new LoadException("waiting failed: " + Errno.strerror(-ready));
            }
            long now = System.nanoTime();
            stopping |= now - deadlineNanos >= 0;
            for (int i = 0; i < ready; i++) {
                receive((int) poller.token(i));
            }
            if (now - sweepNanos >= 0) {
                sweep(now);
                sweepNanos = now + lostNanos / SWEEPS;
            }
        }
    }

    private void receive(int index) throws LoadException {
        int count = syscalls.recv(clients[index].fd, scratch, 0, scratch.capacity(), 0);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return;
        }
        if (count < 0) {
            throw failure(index, "recv: " + Errno.strerror(-count));
        }
        if (count != load.size()) {
            throw failure(index, count + " bytes came back instead of " + load.size());
        }
        accept(index, scratch.buffer().limit(count).position(0));
    }

    private void accept(int index, ByteBuffer came) throws LoadException {
        Client client = clients[index];
        long number = Messages.number(index, came);
        int place = (int) Math.floorMod(number, (long) load.depth());
        if (number < 0 || number > client.numbers[place]) {
            throw failure(index, "a datagram came back that was not sent");
        }
        if (!messages.matches(index, number, 0, came)) {
            throw failure(index, "byte " + came.position() + " of a datagram came back wrong");
        }
        if (number == client.numbers[place] && client.askedAtNanos[place] != FREE) {
            answer(index, place);
        } else if (++lateEver > lostEver) {
            throw failure(index, "datagram " + number + " was answered twice");
        }
    }

    private void answer(int index, int place) throws LoadException {
        Client client = clients[index];
        long now = System.nanoTime();
        latency.recordValue(now - client.askedAtNanos[place]);
        client.askedAtNanos[place] = FREE;
        lastAnswerNanos = now;
        answered++;
        left--;
        ask(index, place, now);
    }

    /** Gives up what has waited for too long. */
    private void sweep(long now) throws LoadException {
        if (now - lastAnswerNanos >= PATIENCE_NANOS) {
            throw new LoadException("no answer for " + PATIENCE_NANOS / 1e9 + " seconds");
        }
        for (int i = 0; i < clients.length; i++) {
            for (int place = 0; place < load.depth(); place++) {
                long asked = clients[i].askedAtNanos[place];
                if (asked != FREE && now - asked >= lostNanos) {
                    clients[i].askedAtNanos[place] = FREE;
                    lost++;
                    lostEver++;
                    left--;
                    ask(i, place, now);
                }
            }
        }
    }

    /** Sends one more datagram, unless there were enough. */
    private void ask(int index, int place, long now) throws LoadException {
        if (stopping || begun == wanted) {
            return;
        }
        Client client = clients[index];
        client.numbers[place] += load.depth();
        client.askedAtNanos[place] = now;
        begun++;
        left++;
        messages.write(index, client.numbers[place], 0, scratch.buffer().clear());
        int sent = syscalls.send(client.fd, scratch, 0, load.size(), 0);
        if (sent < 0) {
            throw failure(index, "send: " + Errno.strerror(-sent));
        }
    }

    private static LoadException failure(int index, String text) {
        return new LoadException("client " + index + ": " + text);
    }
}

package io.sockeye.reactor.driver;

import io.sockeye.engine.BufferRing;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Ring;
import io.sockeye.engine.RingFeature;
import io.sockeye.engine.Rings;
import io.sockeye.engine.WakeFd;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes over an io_uring. A turn is one system call, which hands over what the last one
 * has brought about and waits for answers; see {@link RingStreams} for what is cheaper without.
 *
 * <p>Requests change only before that call: whoever wants another one is listed, and reviewed once,
 * however often it changed its mind. Descriptors of others are watched by an epoll inside the ring,
 * because a request would keep them open after they are closed, and only the loop's thread could
 * cancel it.
 */
final class RingDriver implements Driver {
    /**
     * How much there is room for, each a power of two.
     *
     * @param submissions requests of a turn, before the kernel must take them without a wait
     * @param completions answers, before the kernel must keep the others elsewhere
     * @param firstBuffers for what is received in a turn
     * @param mostBuffers of these, when it was too little
     */
    record Sizes(int submissions, int completions, int firstBuffers, int mostBuffers) {}

    private static final Sizes SIZES = new Sizes(4096, 8192, 256, 4096);
    private static final int BUFFER_SIZE = 4096;

    /** The kernel answers to a cancellation at once; longer means that it never will. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Engine engine;
    private final Ring ring;
    private final @Nullable BufferRing buffers;
    private final SocketCalls calls;
    private final ChunkPool chunks;
    private final WakeFd wake;
    private final Requests requests;
    private final RingStreams streams;
    private final RingListeners listeners;
    private volatile @Nullable ReadinessDriver others;
    private boolean wakeArmed;
    private boolean othersArmed;

    /** Of the last look at the descriptors of others: how many were ready, or -errno. */
    private int othersResult;

    RingDriver(Engine engine) throws OsException {
        this(engine, SIZES, Rings.features(engine));
    }

    RingDriver(Engine engine, Sizes sizes, Set<RingFeature> features) throws OsException {
        if (!engine.multiplexers().contains(Multiplexer.IO_URING)) {
            String why = engine.missing(Multiplexer.IO_URING).orElse("choose another engine");
            throw OsException.unsupported(engine, "io_uring", why);
        }
        this.engine = engine;
        this.ring = new Ring(engine, features, sizes.submissions, sizes.completions);
        try {
            buffers = features.contains(RingFeature.RECV_MULTISHOT) ? makeBuffers(sizes) : null;
            wake = new WakeFd(engine);
        } catch (OsException e) {
            ring.close();
            throw e;
        }
        this.calls = new SocketCalls(engine);
        this.chunks = new ChunkPool(engine);
        this.requests = new Requests(ring, engine.syscalls());
        this.streams = new RingStreams(requests, buffers, calls, chunks);
        this.listeners = new RingListeners(requests, calls);
    }

    private BufferRing makeBuffers(Sizes sizes) throws OsException {
        return new BufferRing(engine, ring, BUFFER_SIZE, sizes.firstBuffers, sizes.mostBuffers);
    }

    /** How many buffers are with nobody who will give them back by himself. */
    int buffersOutside() {
        return buffers == null ? 0 : buffers.outside();
    }

    // ---- the turn

    @Override
    public int turn(long timeoutNanos) {
        if (!ring.isEnabled()) {
            int enabled = ring.enable();
            if (enabled < 0) {
                return enabled;
            }
        }
        boolean more = streams.hasReady() || streams.isAwaited() || listeners.hasReady();
        reviewAll();
        streams.provideBuffers();
        int result = ring.enter(more ? 0 : timeoutNanos);
        if (isFatal(result)) {
            return result;
        }
        int served = serve();
        return othersResult < 0 ? othersResult : served;
    }

    /** EAGAIN, EBUSY: the kernel lacks memory for now, or wants its answers to be read first. */
    private static boolean isFatal(int result) {
        return result < 0
                && result != -Errno.ETIME
                && result != -Errno.EINTR
                && result != -Errno.EAGAIN
                && result != -Errno.EBUSY;
    }

    private void reviewAll() {
        if (!wakeArmed) {
            wakeArmed = true;
            armOwn(wake.fileno(), Requests.WAKE, true);
        }
        ReadinessDriver watching = others;
        if (watching != null && !othersArmed) {
            othersArmed = true;
            armOwn(watching.fileno(), Requests.OTHERS, false);
        }
        List<Source> listed = requests.takeListed();
        for (int i = 0; i < listed.size(); i++) {
            Source source = listed.get(i);
            source.listed = false;
            review(source);
        }
        listed.clear();
    }

    private void armOwn(int fd, int kind, boolean multishot) {
        while (!ring.poll(fd, Requests.IN, multishot, Requests.token(kind))) {
            requests.makeRoom();
        }
    }

    private void review(Source source) {
        if (source.place == Source.NOWHERE) {
            return;
        }
        if (source instanceof StreamSource stream) {
            streams.review(stream);
        } else if (source instanceof AcceptSource listener) {
            listeners.review(listener);
        } else if (source.gone) {
            requests.cancelAll(source);
        } else if (source instanceof DatagramSource socket) {
            review(socket);
        } else if (source.pending == 0) {
            requests.poll(source, Requests.WRITABLE, Requests.OUT, false);
        }
    }

    private int serve() {
        int count = ring.available();
        if (streams.hasSent()) {
            completeSends(count);
        }
        for (int i = 0; i < count; i++) {
            long token = ring.token(0);
            int result = ring.result(0);
            int flags = ring.flags(0);
            ring.skip();
            serve(token, result, flags);
        }
        ring.giveBack();
        return count + streams.serveReady() + listeners.serveReady();
    }

    /** Only when all answers are there is it known which sends have failed. */
    private void completeSends(int count) {
        for (int i = 0; i < count; i++) {
            long token = ring.token(i);
            if (Requests.kind(token) == Requests.SEND
                    && requests.find(token) instanceof StreamSource stream) {
                streams.sendFailed(stream, ring.result(i));
            }
        }
        if (!ring.hasUntaken() && !ring.isOverflowed()) {
            streams.completeSends();
        }
    }

    private void serve(long token, int result, int flags) {
        int kind = Requests.kind(token);
        if (kind == Requests.BYTES) {
            // Before all others: nearly every answer is one of these.
            if (requests.find(token) instanceof StreamSource stream) {
                streams.bytes(stream, result, flags);
            } else {
                throw new IllegalStateException(
                        "the kernel received for a connection that is gone");
            }
        } else if (kind == Requests.WAKE) {
            wake.drain();
            wakeArmed = Ring.hasMore(flags);
        } else if (kind == Requests.OTHERS) {
            serveOthers();
        } else if (kind != Requests.CANCEL && kind != Requests.SEND) {
            Source source = requests.find(token);
            if (source != null) {
                serve(source, kind, result, flags);
            }
        }
    }

    private void serve(Source source, int kind, int result, int flags) {
        if (source instanceof StreamSource stream) {
            if (kind == Requests.READABLE) {
                streams.readable(stream, result, flags);
            } else {
                streams.writable(stream, flags);
            }
        } else if (source instanceof AcceptSource listener) {
            listeners.accepted(listener, result, flags);
        } else if (source instanceof DatagramSource socket) {
            serve(socket, kind, flags);
        } else if (requests.answered(source, flags)) {
            finishConnecting((ConnectSource) source);
        }
    }

    @Override
    public void wakeup() {
        wake.signal();
    }

    @Override
    public ChunkPool chunks() {
        return chunks;
    }

    // ---- streams

    @Override
    public int open(StreamSource stream) {
        streams.open(stream);
        return 0;
    }

    @Override
    public void setReading(StreamSource stream, boolean on) {
        streams.setReading(stream, on);
    }

    @Override
    public int send(StreamSource stream, DirectBuffer data, int offset, int length) {
        return streams.send(stream, data, offset, length);
    }

    @Override
    public int flush(StreamSource stream) {
        return streams.flush(stream);
    }

    @Override
    public int shutdown(StreamSource stream) {
        return calls.shutdown(stream);
    }

    @Override
    public boolean receiveNow(StreamSource stream) {
        return streams.receiveNow(stream);
    }

    @Override
    public int discardReceived(StreamSource stream) {
        return streams.discardReceived(stream);
    }

    // ---- listening

    @Override
    public int listen(AcceptSource listener) {
        listeners.listen(listener);
        return 0;
    }

    @Override
    public void setAccepting(AcceptSource listener, boolean on) {
        listeners.setAccepting(listener, on);
    }

    @Override
    public void acceptNow(AcceptSource listener) {
        listeners.acceptNow(listener);
    }

    // ---- connecting

    @Override
    public int connect(ConnectSource attempt, DirectBuffer address) {
        int result = calls.connect(attempt, address);
        if (result == -Errno.EINPROGRESS) {
            requests.table.add(attempt);
            requests.list(attempt);
        }
        return result;
    }

    private void finishConnecting(ConnectSource attempt) {
        int errno = calls.connectError(attempt);
        release(attempt);
        attempt.connected(errno);
    }

    // ---- datagrams

    @Override
    public int open(DatagramSource socket) {
        requests.table.add(socket);
        requests.list(socket);
        return 0;
    }

    private void review(DatagramSource socket) {
        if (!socket.armed) {
            socket.armed = true;
            requests.poll(socket, Requests.READABLE, Requests.IN, true);
        }
        if (socket.waitsForRoom && !socket.roomArmed) {
            socket.roomArmed = true;
            requests.poll(socket, Requests.WRITABLE, Requests.OUT, false);
        }
    }

    private void serve(DatagramSource socket, int kind, int flags) {
        if (kind == Requests.WRITABLE) {
            socket.roomArmed = false;
        } else if (!Ring.hasMore(flags)) {
            socket.armed = false;
        }
        if (!requests.answered(socket, flags)) {
            return;
        }
        if (kind == Requests.WRITABLE) {
            socket.waitsForRoom = false;
            socket.writable();
        } else if (!calls.receive(socket) && socket.isServed() && socket.armed) {
            // Asking again tells at once that there is more.
            requests.cancel(socket, Requests.READABLE);
        }
        if (socket.isServed() && !socket.armed) {
            requests.list(socket);
        }
    }

    @Override
    public int sendTo(
            DatagramSource socket, DirectBuffer data, int offset, int length, DirectBuffer to) {
        int n = calls.send(socket, data, offset, length, to);
        if (n == -Errno.EAGAIN && !socket.waitsForRoom) {
            socket.waitsForRoom = true;
            requests.list(socket);
        }
        return n;
    }

    // ---- descriptors of others

    @Override
    public int watch(ReadySource source, int interest) {
        try {
            return watching().watch(source, interest);
        } catch (OsException e) {
            return -e.errno();
        }
    }

    private ReadinessDriver watching() throws OsException {
        ReadinessDriver made = others;
        if (made == null) {
            made = new ReadinessDriver(engine, Multiplexer.EPOLL);
            others = made;
        }
        return made;
    }

    @Override
    public void unwatch(ReadySource source) {
        ReadinessDriver watching = others;
        if (watching != null) {
            watching.unwatch(source);
        }
    }

    /** Asked for once each time, so that it tells again what is still ready. */
    private void serveOthers() {
        othersArmed = false;
        ReadinessDriver watching = others;
        if (watching != null) {
            othersResult = watching.turn(0);
        }
    }

    // ---- all

    @Override
    public void release(Source source) {
        release(source, false);
        if (source.gone && ring.isEnabled()) {
            // Whoever closes the descriptor next must be the last one that holds the file.
            requests.cancelAll(source);
            ring.enter(0);
        }
    }

    private void release(Source source, boolean closing) {
        if (source instanceof ReadySource watched) {
            releaseWatched(watched);
        } else if (!source.isServed()) {
            return;
        } else if (source instanceof StreamSource stream) {
            streams.release(stream, closing);
        } else if (source instanceof AcceptSource listener) {
            listeners.release(listener, closing);
        } else {
            requests.release(source, closing);
        }
    }

    private void releaseWatched(ReadySource watched) {
        ReadinessDriver watching = others;
        if (watching != null) {
            watching.release(watched);
        }
    }

    @Override
    public void close(Source source) {
        if (source.isServed() && !(source instanceof ReadySource)) {
            release(source, true);
        } else {
            release(source, false);
            engine.syscalls().close(source.fd);
        }
    }

    @Override
    public List<Source> sources() {
        List<Source> all = new ArrayList<>(requests.table.all());
        ReadinessDriver watching = others;
        if (watching != null) {
            all.addAll(watching.sources());
        }
        return all;
    }

    @Override
    public void close() {
        for (Source left : requests.table.all()) {
            release(left, false);
        }
        try {
            if (ring.isEnabled()) {
                awaitLast();
            }
        } finally {
            ring.close();
            requests.closeLeft();
            wake.close();
            ReadinessDriver watching = others;
            if (watching != null) {
                watching.close();
            }
        }
    }

    /** The kernel ends what is left in a ring only some time after the ring is closed. */
    private void awaitLast() {
        long deadline = System.nanoTime() + CLOSE_NANOS;
        int result = 0;
        while (!requests.table.isEmpty() && !isFatal(result) && deadline - System.nanoTime() > 0) {
            reviewAll();
            result = ring.enter(STEP_NANOS);
            serve();
        }
        requests.cancel(Requests.token(Requests.WAKE));
        requests.cancel(Requests.token(Requests.OTHERS));
        ring.enter(0);
    }
}

package io.sockeye.reactor.driver;

import io.sockeye.engine.BufferRing;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Ring;
import io.sockeye.reactor.driver.RingStream.Receiving;
import io.sockeye.socket.Sockets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connections on a ring.
 *
 * <p>Small messages: the kernel receives into buffers of the ring, and what is sent is copied and
 * handed over with everything else of the turn, so that an echo is no system call of its own. The
 * kernel works through such sends before it waits, and never later (MSG_DONTWAIT), so their memory
 * is free again, and what did not fit known, when {@link Ring#enter} returns. They are copied
 * because a protocol may change the buffer it was given until then.
 *
 * <p>Large messages: once a buffer came full, the kernel only tells that there is something, and
 * recv(2) takes it in one piece; send(2) sends it at once. Many small reads lead back. A kernel
 * that cannot receive again and again only tells from the beginning.
 *
 * <p>What arrives for a connection that pauses is kept in memory of its own, so that it takes no
 * buffer from the others, and the kernel is told to receive no more.
 */
final class RingStreams {
    private static final int SMALL = ChunkPool.SMALL;

    /** So many reads below {@link #SMALL} end the handling as large. */
    private static final int SMALL_READS = 32;

    /** Others wait while one connection is read from again and again. */
    private static final int READS_IN_A_ROW = 16;

    private static final int SEND_FLAGS =
            Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL | Sockets.MSG_WAITALL;

    private static final int GOES_ON = Requests.RDHUP | Requests.HUP | Requests.ERR | Requests.PRI;

    private final Requests requests;
    private final Ring ring;
    private final @Nullable BufferRing buffers;
    private final SocketCalls calls;
    private final ChunkPool chunks;

    /** Somebody found no buffer in this turn. */
    private boolean starved;

    /** Those with a send in flight. */
    private StreamSource[] sending = new StreamSource[64];

    private int sends;
    private StreamSource[] completing = new StreamSource[64];

    /** Those that go on before the next wait: something was kept, or may be left to read. */
    private List<StreamSource> ready = new ArrayList<>();

    private List<StreamSource> serving = new ArrayList<>();

    RingStreams(
            Requests requests, @Nullable BufferRing buffers, SocketCalls calls, ChunkPool chunks) {
        this.requests = requests;
        this.ring = requests.ring;
        this.buffers = buffers;
        this.calls = calls;
        this.chunks = chunks;
    }

    private static RingStream state(StreamSource stream) {
        RingStream state = stream.ring;
        if (state == null) {
            throw new IllegalStateException("the connection is not served");
        }
        return state;
    }

    void open(StreamSource stream) {
        stream.reading = true;
        stream.ring = new RingStream();
        requests.table.add(stream);
        requests.list(stream);
    }

    // ---- what the kernel is asked for

    /** Once a turn, however many have found none: they ask again in the order in which they did. */
    void provideBuffers() {
        if (buffers == null) {
            return;
        }
        if (starved) {
            starved = false;
            buffers.grow();
        }
        buffers.publish();
    }

    /** Makes what the kernel does for a connection what it should do. */
    void review(StreamSource stream) {
        RingStream state = state(stream);
        if (stream.gone) {
            requests.cancelAll(stream);
            return;
        }
        if (stream.full && state.inFlight == 0 && !state.roomArmed) {
            state.roomArmed = true;
            requests.poll(stream, Requests.WRITABLE, Requests.OUT, false);
        }
        if (state.receiving == Receiving.NOTHING) {
            ask(stream, state);
        } else if (!state.cancelling && isUnwanted(stream, state)) {
            state.cancelling = true;
            boolean bytes = state.receiving == Receiving.BYTES;
            requests.cancel(stream, bytes ? Requests.BYTES : Requests.READABLE);
        }
    }

    /** One that tells readiness may go on while nobody wants it: nothing is received by it. */
    private boolean isUnwanted(StreamSource stream, RingStream state) {
        return switch (state.receiving) {
            case BYTES -> isTold(state) || !stream.reading;
            case CHANGES -> stream.reading && (!isTold(state) || state.streams);
            default -> false;
        };
    }

    /** Whether the kernel only tells that there is something, and we receive. */
    private boolean isTold(RingStream state) {
        return state.large || buffers == null;
    }

    private void ask(StreamSource stream, RingStream state) {
        if (!stream.reading || state.over || state.readable) {
            return;
        }
        if (isTold(state)) {
            state.receiving = state.streams ? Receiving.READINESS : Receiving.CHANGES;
            int events = Requests.IN | Requests.PRI | Requests.RDHUP;
            requests.poll(stream, Requests.READABLE, events, !state.streams);
            return;
        }
        state.receiving = Receiving.BYTES;
        stream.pending++;
        while (!ring.receiveAll(stream.fd, Requests.token(Requests.BYTES, stream))) {
            requests.makeRoom();
        }
    }

    void setReading(StreamSource stream, boolean on) {
        stream.reading = on;
        RingStream state = state(stream);
        if (!on) {
            return;
        }
        if (hasSomething(state)) {
            goOn(stream, state);
        }
        if (state.receiving == Receiving.NOTHING) {
            requests.list(stream);
        }
    }

    private static boolean hasSomething(RingStream state) {
        return state.kept != null || state.readable || (state.over && !state.told);
    }

    // ---- receiving

    /** The kernel has received, or cannot any more. */
    void bytes(StreamSource stream, int result, int flags) {
        int buffer = Ring.buffer(flags);
        if (buffer < 0) {
            bytes(stream, result, flags, null);
            return;
        }
        BufferRing from = Objects.requireNonNull(buffers);
        DirectBuffer data = from.take(buffer);
        try {
            bytes(stream, result, flags, data);
        } finally {
            from.giveBack(buffer);
        }
    }

    private void bytes(StreamSource stream, int result, int flags, @Nullable DirectBuffer data) {
        RingStream state = state(stream);
        if (!Ring.hasMore(flags)) {
            state.receiving = Receiving.NOTHING;
            state.cancelling = false;
        }
        if (!requests.answered(stream, flags)) {
            return;
        }
        if (data != null && result > 0) {
            deliver(stream, state, data, result);
        } else {
            receivedNothing(stream, state, result);
        }
        if (state.receiving == Receiving.NOTHING && stream.isServed()) {
            requests.list(stream);
        }
    }

    private void deliver(StreamSource stream, RingStream state, DirectBuffer data, int length) {
        if (!stream.reading || state.kept != null) {
            keep(state, data, length);
            requests.list(stream);
            return;
        }
        if (length == data.capacity()) {
            state.large = true;
            requests.list(stream);
        }
        SocketCalls.deliver(stream, data, length);
    }

    private void receivedNothing(StreamSource stream, RingStream state, int result) {
        if (result == -Errno.ENOBUFS) {
            starved = true;
        } else if (result == 0) {
            end(stream, state, 0);
        } else if (result != -Errno.ECANCELED
                && result != -Errno.EAGAIN
                && result != -Errno.EINTR) {
            end(stream, state, -result);
        }
    }

    /** The end or an error has come; it is told behind everything that was kept. */
    private void end(StreamSource stream, RingStream state, int errno) {
        if (!state.over) {
            state.over = true;
            state.ending = errno;
        }
        state.readable = false;
        if (stream.reading && state.kept == null) {
            tell(stream, state);
        }
    }

    private static void tell(StreamSource stream, RingStream state) {
        if (state.told) {
            return;
        }
        state.told = true;
        if (state.ending == 0) {
            stream.ended();
        } else {
            stream.failed(state.ending, "recv");
        }
    }

    private void keep(RingStream state, DirectBuffer data, int length) {
        Chunk chunk = chunks.take(length);
        data.buffer().clear().limit(length);
        chunk.fill(data.buffer(), length);
        Chunk last = state.lastKept;
        if (state.kept == null || last == null) {
            state.kept = chunk;
        } else {
            last.next = chunk;
        }
        state.lastKept = chunk;
    }

    private void deliverKept(StreamSource stream, RingStream state) {
        Chunk chunk = state.kept;
        while (chunk != null && stream.reading && stream.isServed()) {
            state.kept = chunk.next;
            chunk.next = null;
            SocketCalls.deliver(stream, chunk.memory, chunk.end);
            chunk.memory.buffer().clear();
            chunks.give(chunk);
            chunk = state.kept;
        }
    }

    private void discardKept(RingStream state) {
        for (Chunk chunk = state.kept; chunk != null; chunk = state.kept) {
            state.kept = chunk.next;
            chunk.next = null;
            chunks.give(chunk);
        }
    }

    // ---- receiving what is large

    /** There is something to receive, or there was. */
    void readable(StreamSource stream, int result, int flags) {
        RingStream state = state(stream);
        if (!Ring.hasMore(flags)) {
            state.receiving = Receiving.NOTHING;
            state.cancelling = false;
        }
        if (!requests.answered(stream, flags)) {
            return;
        }
        if (result > 0) {
            state.readable = true;
            state.goesOn |= (result & GOES_ON) != 0;
            if (stream.reading && state.kept == null) {
                read(stream, state);
            }
        } else if (result != -Errno.ECANCELED) {
            end(stream, state, -result);
        }
        if (state.receiving == Receiving.NOTHING && stream.isServed()) {
            requests.list(stream);
        }
    }

    /** Receives until there is no more, or reading is stopped, or it was much. */
    private void read(StreamSource stream, RingStream state) {
        for (int i = 0; i < READS_IN_A_ROW; i++) {
            int n = calls.receive(stream);
            if (!stream.isServed()) {
                return;
            }
            if (n <= 0) {
                state.streams |= i == 0 && n == -Errno.EAGAIN;
                readNothing(stream, state, n);
                return;
            }
            countSmall(stream, state, n);
            if (n < SocketCalls.SLAB_SIZE && !state.goesOn && !stream.readsStopShort()) {
                state.readable = false;
                if (state.receiving == Receiving.NOTHING) {
                    requests.list(stream);
                }
                return;
            }
            if (!stream.reading) {
                return;
            }
        }
        goOn(stream, state);
    }

    private void readNothing(StreamSource stream, RingStream state, int n) {
        state.readable = false;
        requests.list(stream);
        if (n != -Errno.EAGAIN) {
            end(stream, state, -n);
        }
        state.goesOn = false;
    }

    private void countSmall(StreamSource stream, RingStream state, int n) {
        state.smallReads = n < SMALL ? state.smallReads + 1 : 0;
        if (state.large && state.smallReads == SMALL_READS) {
            state.large = false;
            state.streams = false;
            state.smallReads = 0;
            requests.list(stream);
        }
    }

    // ---- going on without an answer

    private void goOn(StreamSource stream, RingStream state) {
        if (!state.ready) {
            state.ready = true;
            ready.add(stream);
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Delivers what was kept or left. */
    int serveReady() {
        List<StreamSource> now = ready;
        ready = serving;
        serving = now;
        int count = now.size();
        for (int i = 0; i < count; i++) {
            StreamSource stream = now.get(i);
            RingStream state = state(stream);
            state.ready = false;
            if (stream.isServed() && stream.reading) {
                serve(stream, state);
            }
        }
        now.clear();
        return count;
    }

    private void serve(StreamSource stream, RingStream state) {
        deliverKept(stream, state);
        if (state.kept != null || !stream.reading || !stream.isServed()) {
            return;
        }
        if (state.over) {
            tell(stream, state);
        } else if (state.readable && state.receiving == Receiving.BYTES && hasUnread()) {
            goOn(stream, state);
        } else if (state.readable) {
            read(stream, state);
        }
    }

    /** Whether there may be bytes in answers, which come before those in the socket. */
    private boolean hasUnread() {
        return ring.available() > 0 || ring.isOverflowed();
    }

    boolean receiveNow(StreamSource stream) {
        RingStream state = state(stream);
        if (!stream.reading || hasUnread()) {
            return false;
        }
        deliverKept(stream, state);
        if (state.kept != null || !stream.reading || !stream.isServed()) {
            return false;
        }
        if (state.over) {
            tell(stream, state);
            return true;
        }
        state.readable = true;
        read(stream, state);
        return !state.readable;
    }

    int discardReceived(StreamSource stream) {
        RingStream state = state(stream);
        if (state.kept != null) {
            int length = state.kept.end;
            discardKept(state);
            return length;
        }
        return calls.receiveIntoSlab(stream);
    }

    // ---- sending

    int send(StreamSource stream, DirectBuffer data, int offset, int length) {
        if (travels(stream, length)) {
            return 0;
        }
        int n = calls.send(stream, data, offset, length);
        if (n >= 0) {
            setFull(stream, n < length);
        }
        return n;
    }

    /** Whether it goes with the other small messages of the turn. */
    private boolean travels(StreamSource stream, long length) {
        return length <= SMALL && ring.isEnabled() && !state(stream).large;
    }

    int flush(StreamSource stream) {
        Chunk first = stream.first();
        if (first == null) {
            return 0;
        }
        int length = first.end - first.start;
        if (stream.queued() == length && travels(stream, length)) {
            submit(stream, first, length);
            return 0;
        }
        int sent = calls.flush(stream, chunks);
        if (sent >= 0) {
            setFull(stream, stream.first() != null);
        }
        return sent;
    }

    private void submit(StreamSource stream, Chunk chunk, int length) {
        RingStream state = state(stream);
        long address = chunk.memory.address(chunk.start, length);
        long token = Requests.token(Requests.SEND, stream);
        while (!ring.send(stream.fd, address, length, SEND_FLAGS, token)) {
            requests.makeRoom();
        }
        stream.pending++;
        stream.full = true;
        state.inFlight = length;
        state.sent = length;
        if (sends == sending.length) {
            sending = Arrays.copyOf(sending, sends * 2);
        }
        sending[sends++] = stream;
    }

    private void setFull(StreamSource stream, boolean full) {
        stream.full = full;
        if (full) {
            requests.list(stream);
        }
    }

    boolean hasSent() {
        return sends > 0;
    }

    /**
     * Whether somebody waits for a send, or has something else to send behind it. A send that went
     * well has no answer, so nothing of it would end a wait.
     */
    boolean isAwaited() {
        for (int i = 0; i < sends; i++) {
            StreamSource stream = sending[i];
            if (stream.gone || stream.queued() > state(stream).inFlight || stream.awaitsSent()) {
                return true;
            }
        }
        return false;
    }

    /** A send did not go as it should. */
    void sendFailed(StreamSource stream, int result) {
        state(stream).sent = result;
    }

    /** The kernel has worked through all sends, and told of those that failed. */
    void completeSends() {
        StreamSource[] now = sending;
        int count = sends;
        sending = completing;
        sends = 0;
        completing = now;
        for (int i = 0; i < count; i++) {
            complete(now[i]);
            now[i] = null;
        }
    }

    private void complete(StreamSource stream) {
        RingStream state = state(stream);
        int wanted = state.inFlight;
        int sent = state.sent == -Errno.EAGAIN || state.sent == -Errno.EINTR ? 0 : state.sent;
        state.inFlight = 0;
        stream.pending--;
        if (stream.gone) {
            stream.discard(chunks);
            requests.forget(stream);
            return;
        }
        if (sent < 0) {
            stream.failed(-sent, "send");
            return;
        }
        stream.took(sent, chunks);
        setFull(stream, sent < wanted);
        stream.sent(sent);
    }

    /** There is room for what waits. */
    void writable(StreamSource stream, int flags) {
        RingStream state = state(stream);
        state.roomArmed = false;
        if (!requests.answered(stream, flags) || !stream.full || state.inFlight > 0) {
            return;
        }
        int sent = calls.flush(stream, chunks);
        if (sent < 0) {
            stream.failed(-sent, "send");
            return;
        }
        setFull(stream, stream.first() != null);
        stream.sent(sent);
    }

    /** Nothing of it is wanted any more. */
    void release(StreamSource stream, boolean closing) {
        RingStream state = state(stream);
        discardKept(state);
        if (state.inFlight == 0) {
            stream.discard(chunks);
        }
        requests.release(stream, closing);
    }
}

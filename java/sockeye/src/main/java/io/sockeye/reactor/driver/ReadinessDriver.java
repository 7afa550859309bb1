package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import java.util.List;

/**
 * Makes completions of readiness: receives when there is something, sends first and waits only when
 * the kernel is full.
 *
 * <p>Level triggered. A connection is registered once. A read that does not fill the buffer took
 * all there was, so no second one asks; the interest of a connection that pauses changes only if
 * bytes come meanwhile. So an echo is one recv and one send, and no epoll_ctl.
 */
final class ReadinessDriver implements Driver {
    /** Others wait while one connection is read from again and again. */
    private static final int READS_IN_A_ROW = 16;

    private final Syscalls syscalls;
    private final SocketCalls calls;
    private final Poller poller;
    private final ChunkPool chunks;
    private final SourceTable table = new SourceTable();

    ReadinessDriver(Engine engine, Multiplexer kind) throws OsException {
        this.syscalls = engine.syscalls();
        this.calls = new SocketCalls(engine);
        this.chunks = new ChunkPool(engine);
        this.poller = engine.poller(kind);
    }

    @Override
    public int turn(long timeoutNanos) {
        int events = poller.waitFor(timeoutNanos);
        for (int i = 0; i < events; i++) {
            Source source = table.find(poller.token(i));
            if (source instanceof StreamSource stream) {
                serve(stream, poller.events(i));
            } else if (source != null) {
                serve(source, poller.events(i));
            }
        }
        return events == -Errno.EINTR ? 0 : events;
    }

    private void serve(Source source, int events) {
        if (source instanceof AcceptSource listener) {
            calls.accept(listener, SocketCalls.ACCEPTS_IN_A_ROW);
        } else if (source instanceof DatagramSource socket) {
            serve(socket, events);
        } else if (source instanceof ConnectSource attempt) {
            finishConnecting(attempt);
        } else {
            ((ReadySource) source).ready(events);
        }
    }

    /**
     * What becomes readable when {@link #turn} has something to do; -1 if there is no such thing.
     */
    int fileno() {
        return poller.fileno();
    }

    @Override
    public void wakeup() {
        poller.wakeup();
    }

    @Override
    public ChunkPool chunks() {
        return chunks;
    }

    // ---- streams

    @Override
    public int open(StreamSource stream) {
        stream.reading = true;
        return add(stream, Poller.READ);
    }

    private void serve(StreamSource stream, int events) {
        if (stream.full && (events & (Poller.WRITE | Poller.ERROR | Poller.HANGUP)) != 0) {
            continueSending(stream);
        }
        if ((events & ~Poller.WRITE) == 0 || !stream.isServed()) {
            return;
        }
        if (stream.reading) {
            receive(stream, events);
        } else {
            watchLess(stream, events);
        }
    }

    @Override
    public boolean receiveNow(StreamSource stream) {
        return stream.reading && receive(stream, 0);
    }

    /** Whether it took all there was. */
    private boolean receive(StreamSource stream, int events) {
        for (int i = 0; i < READS_IN_A_ROW; i++) {
            int n = calls.receive(stream);
            if (n <= 0) {
                receivedNothing(stream, n, events);
                return true;
            }
            if (n < SocketCalls.SLAB_SIZE || !stream.reading || !stream.isServed()) {
                return n < SocketCalls.SLAB_SIZE;
            }
        }
        return false;
    }

    private static void receivedNothing(StreamSource stream, int n, int events) {
        if (n == 0) {
            stream.ended();
        } else if (n != -Errno.EAGAIN) {
            stream.failed(-n, "recv");
        } else if ((events & Poller.HANGUP) != 0) {
            // Both directions are shut, and nothing is left to read: it would be told for ever.
            stream.ended();
        }
    }

    /** It was paused and there is something to read: only now is it worth a call to say so. */
    private void watchLess(StreamSource stream, int events) {
        int wanted = stream.full ? Poller.WRITE : 0;
        boolean told = (events & (Poller.ERROR | Poller.HANGUP)) != 0;
        if (wanted == 0 && (told || poller.kind() == Multiplexer.NIO)) {
            // Errors and hang-ups are told whatever the interest is.
            unregister(stream);
        } else {
            rewatch(stream, wanted);
        }
    }

    @Override
    public void setReading(StreamSource stream, boolean on) {
        stream.reading = on;
        if (on && (stream.watched == Source.UNWATCHED || (stream.watched & Poller.READ) == 0)) {
            rewatch(stream, stream.full ? Poller.READ | Poller.WRITE : Poller.READ);
        }
    }

    @Override
    public int send(StreamSource stream, DirectBuffer data, int offset, int length) {
        int n = calls.send(stream, data, offset, length);
        if (n >= 0) {
            setFull(stream, n < length);
        }
        return n;
    }

    @Override
    public int flush(StreamSource stream) {
        int sent = calls.flush(stream, chunks);
        if (sent >= 0) {
            setFull(stream, stream.first() != null);
        }
        return sent;
    }

    private void continueSending(StreamSource stream) {
        int n = flush(stream);
        if (n < 0) {
            stream.failed(-n, "send");
        } else {
            stream.sent(n);
        }
    }

    private void setFull(StreamSource stream, boolean full) {
        if (stream.full != full) {
            stream.full = full;
            rewatch(stream, (stream.reading ? Poller.READ : 0) | (full ? Poller.WRITE : 0));
        }
    }

    private void rewatch(StreamSource stream, int interest) {
        int result = register(stream, interest);
        if (result < 0) {
            stream.failed(-result, "poll");
        }
    }

    @Override
    public int shutdown(StreamSource stream) {
        return calls.shutdown(stream);
    }

    @Override
    public int discardReceived(StreamSource stream) {
        return calls.receiveIntoSlab(stream);
    }

    // ---- listening

    @Override
    public int listen(AcceptSource listener) {
        listener.accepting = true;
        return add(listener, Poller.READ);
    }

    @Override
    public void acceptNow(AcceptSource listener) {
        calls.accept(listener, Integer.MAX_VALUE);
    }

    @Override
    public void setAccepting(AcceptSource listener, boolean on) {
        if (listener.accepting != on && listener.isServed()) {
            listener.accepting = on;
            if (on) {
                register(listener, Poller.READ);
            } else {
                unregister(listener);
            }
        }
    }

    // ---- connecting

    @Override
    public int connect(ConnectSource attempt, DirectBuffer address) {
        int result = calls.connect(attempt, address);
        if (result == -Errno.EINPROGRESS) {
            int added = add(attempt, Poller.WRITE);
            return added < 0 ? added : -Errno.EINPROGRESS;
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
        return add(socket, Poller.READ);
    }

    private void serve(DatagramSource socket, int events) {
        if (socket.waitsForRoom && (events & Poller.WRITE) != 0) {
            socket.waitsForRoom = false;
            register(socket, Poller.READ);
            socket.writable();
        }
        calls.receive(socket);
    }

    @Override
    public int sendTo(
            DatagramSource socket, DirectBuffer data, int offset, int length, DirectBuffer to) {
        int n = calls.send(socket, data, offset, length, to);
        if (n == -Errno.EAGAIN && !socket.waitsForRoom) {
            socket.waitsForRoom = true;
            register(socket, Poller.READ | Poller.WRITE);
        }
        return n;
    }

    // ---- descriptors of others

    @Override
    public int watch(ReadySource source, int interest) {
        synchronized (source) {
            if (interest == 0) {
                release(source);
                return 0;
            }
            if (source.unwatched) {
                return -Errno.EBADF;
            }
            return source.isServed() ? register(source, interest) : add(source, interest);
        }
    }

    @Override
    public void unwatch(ReadySource source) {
        synchronized (source) {
            source.unwatched = true;
            source.watched = Source.UNWATCHED;
            poller.remove(source.fd);
        }
    }

    // ---- all

    private int add(Source source, int interest) {
        table.add(source);
        int result = register(source, interest);
        if (result < 0) {
            table.remove(source);
        }
        return result;
    }

    private int register(Source source, int interest) {
        if (source.watched == interest) {
            return 0;
        }
        long token = SourceTable.token(source);
        int result =
                source.watched == Source.UNWATCHED
                        ? poller.add(source.fd, interest, token)
                        : poller.modify(source.fd, interest, token);
        if (result >= 0) {
            source.watched = interest;
        }
        return result;
    }

    private void unregister(Source source) {
        if (source.watched != Source.UNWATCHED) {
            source.watched = Source.UNWATCHED;
            poller.remove(source.fd);
        }
    }

    @Override
    public void release(Source source) {
        if (source.isServed()) {
            unregister(source);
            table.remove(source);
            if (source instanceof StreamSource stream) {
                stream.discard(chunks);
            }
        }
    }

    @Override
    public void close(Source source) {
        release(source);
        syscalls.close(source.fd);
    }

    @Override
    public List<Source> sources() {
        return table.all();
    }

    @Override
    public void close() {
        poller.close();
    }
}

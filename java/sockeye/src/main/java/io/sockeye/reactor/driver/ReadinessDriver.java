package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Sockets;
import java.nio.ByteOrder;
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
    /** As much as the second-level cache holds beside everything else. */
    private static final int SLAB_SIZE = 64 * 1024;

    /** Others wait while one connection is read from again and again. */
    private static final int READS_IN_A_ROW = 16;

    private static final int ACCEPTS_IN_A_ROW = 64;
    private static final int DATAGRAMS_IN_A_ROW = 64;

    private final int acceptFlags;
    private final Syscalls syscalls;
    private final Poller poller;
    private final DirectBuffer slab;
    private final DirectBuffer slot;
    private final ChunkPool chunks;
    private final SourceTable table = new SourceTable();

    ReadinessDriver(Engine engine, Multiplexer kind) throws OsException {
        this.syscalls = engine.syscalls();
        this.slab = engine.allocate(SLAB_SIZE);
        this.slot = engine.allocate(Syscalls.SLOT_SIZE);
        this.chunks = new ChunkPool(engine);
        this.acceptFlags = Sockets.has("SOCK_NONBLOCK") ? Sockets.SOCK_NONBLOCK : 0;
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
            accept(listener, ACCEPTS_IN_A_ROW);
        } else if (source instanceof DatagramSource socket) {
            serve(socket, events);
        } else if (source instanceof ConnectSource attempt) {
            finishConnecting(attempt);
        } else {
            ((ReadySource) source).ready(events);
        }
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
            int n = syscalls.recv(stream.fd, slab, 0, SLAB_SIZE, 0);
            if (n > 0) {
                slab.buffer().clear().limit(n).order(ByteOrder.BIG_ENDIAN);
                stream.received(slab, n);
                if (n < SLAB_SIZE || !stream.reading || !stream.isServed()) {
                    return n < SLAB_SIZE;
                }
            } else if (n != -Errno.EINTR) {
                receivedNothing(stream, n, events);
                return true;
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
        int n = sendOnce(stream, data, offset, length);
        if (n >= 0) {
            setFull(stream, n < length);
        }
        return n;
    }

    private int sendOnce(StreamSource stream, DirectBuffer data, int offset, int length) {
        int n;
        do {
            n = syscalls.send(stream.fd, data, offset, length, 0);
        } while (n == -Errno.EINTR);
        return n == -Errno.EAGAIN ? 0 : n;
    }

    @Override
    public int flush(StreamSource stream) {
        int sent = 0;
        boolean room = true;
        for (Chunk chunk = stream.first(); chunk != null && room; chunk = stream.first()) {
            int length = chunk.end - chunk.start;
            int n = sendOnce(stream, chunk.memory, chunk.start, length);
            if (n < 0) {
                return n;
            }
            sent += n;
            stream.took(n, chunks);
            room = n == length;
        }
        // Only now: between two chunks there is nothing to tell the poller.
        setFull(stream, !room);
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
        return syscalls.shutdown(stream.fd, Sockets.SHUT_WR);
    }

    @Override
    public int discardReceived(StreamSource stream) {
        int n;
        do {
            n = syscalls.recv(stream.fd, slab, 0, SLAB_SIZE, 0);
        } while (n == -Errno.EINTR);
        return n;
    }

    // ---- listening

    @Override
    public int listen(AcceptSource listener) {
        listener.accepting = true;
        return add(listener, Poller.READ);
    }

    @Override
    public void acceptNow(AcceptSource listener) {
        accept(listener, Integer.MAX_VALUE);
    }

    private void accept(AcceptSource listener, int most) {
        for (int i = 0; i < most && listener.accepting && listener.isServed(); i++) {
            int fd = syscalls.accept(listener.fd, slot, 0, acceptFlags);
            if (fd >= 0) {
                accepted(listener, fd);
            } else if (fd == -Errno.EAGAIN) {
                return;
            } else if (!isOfTheConnection(-fd)) {
                listener.acceptFailed(-fd);
                return;
            }
        }
    }

    private void accepted(AcceptSource listener, int fd) {
        if (acceptFlags == 0) {
            syscalls.setNonblocking(fd, true);
        }
        listener.accepted(fd, slot);
    }

    /** What happened to the connection that would have been accepted; accept(2) tells it here. */
    private static boolean isOfTheConnection(int errno) {
        return errno == Errno.ECONNABORTED
                || errno == Errno.EINTR
                || errno == Errno.EPROTO
                || errno == Errno.EPERM
                || errno == Errno.ENETDOWN
                || errno == Errno.ENETUNREACH
                || errno == Errno.EHOSTUNREACH
                || errno == Errno.ETIMEDOUT;
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
        int result = syscalls.connect(attempt.fd, address, 0);
        if (result == -Errno.EINTR || result == -Errno.EINPROGRESS) {
            int added = add(attempt, Poller.WRITE);
            return added < 0 ? added : -Errno.EINPROGRESS;
        }
        return result;
    }

    private void finishConnecting(ConnectSource attempt) {
        int n =
                syscalls.getsockopt(
                        attempt.fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR, slot, 0, Integer.BYTES);
        int errno = n < 0 ? -n : slot.getInt(0);
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
        for (int i = 0; i < DATAGRAMS_IN_A_ROW && socket.isServed(); i++) {
            int n = syscalls.recvfrom(socket.fd, slab, 0, SLAB_SIZE, 0, slot, 0);
            if (n >= 0) {
                slab.buffer().clear().limit(n).order(ByteOrder.BIG_ENDIAN);
                socket.received(slab, n, slot);
            } else if (n == -Errno.EAGAIN) {
                return;
            } else if (n != -Errno.EINTR) {
                socket.receiveFailed(-n);
            }
        }
    }

    @Override
    public int sendTo(
            DatagramSource socket, DirectBuffer data, int offset, int length, DirectBuffer to) {
        int n;
        do {
            n =
                    to.getInt(0) == 0
                            ? syscalls.send(socket.fd, data, offset, length, 0)
                            : syscalls.sendto(socket.fd, data, offset, length, 0, to, 0);
        } while (n == -Errno.EINTR);
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

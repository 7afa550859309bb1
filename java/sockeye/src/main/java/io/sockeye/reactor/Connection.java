package io.sockeye.reactor;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.driver.StreamSource;
import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connected stream socket with its protocol.
 *
 * <p>Callbacks change what is wanted, and {@link #settle} carries it out when they have returned:
 * sends, closes, and only then tells the protocol. So no callback runs inside another one of the
 * same connection, except those that keep a writer within the marks.
 */
final class Connection extends StreamSource implements Transport, Stoppable {
    /** From here on a write goes straight to the kernel instead of being gathered with others. */
    private static final int DIRECT_SIZE = 4 * 1024;

    private static final int LOW_MARK = 16 * 1024;
    private static final int HIGH_MARK = 64 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Who made a connection, and is told when it is over. */
    interface Owner {
        void connectionLost(Connection connection, IOException reason);

        /** Where connections of it arrive, for one that is over and never asked before. */
        Address host();
    }

    final Protocol protocol;
    private final Loop loop;
    private final Owner owner;
    private final int family;

    /** A sockaddr until somebody asks, then the Address. */
    private Object peer;

    private @Nullable Address host;
    private @Nullable Producer producer;
    private @Nullable ConnectionTimeouts timeouts;
    private int low = LOW_MARK;
    private int high = HIGH_MARK;

    /** Why it is to be closed at once, or null. */
    private @Nullable IOException failure;

    private boolean marked;
    private boolean paused;
    private boolean held;
    private boolean writePaused;

    /** Something was sent without being queued, so a pull producer is to be asked again. */
    private boolean sentAtOnce;

    private boolean peerEnded;
    private boolean closing;
    private boolean discarded;
    private boolean lingering;
    private boolean writeClosing;
    private boolean writeClosed;
    private boolean reset;

    /** Nobody asked the peer before, so it gets the time to see the end and to close. */
    private boolean gentle;

    /** What has arrived is still being delivered before the protocol is asked to finish. */
    private boolean draining;

    /**
     * A connection that is not served yet.
     *
     * @param peer its sockaddr
     */
    Connection(Loop loop, Owner owner, int fd, int family, byte[] peer, Protocol protocol) {
        super(fd);
        this.loop = loop;
        this.owner = owner;
        this.family = family;
        this.peer = peer;
        this.protocol = protocol;
    }

    /** Begins to serve it; if that fails nobody has heard of it, and the descriptor is closed. */
    void open() throws OsException {
        int result = loop.driver.open(this);
        if (result < 0) {
            loop.syscalls.close(fd());
            throw refused(-result);
        }
        loop.counters.made.add(1);
        loop.counters.open.add(1);
        call(() -> protocol.makeConnection(this));
        settle();
    }

    private OsException refused(int errno) {
        boolean tooLarge = errno == Errno.EINVAL && loop.group.multiplexer == Multiplexer.SELECT;
        String message =
                tooLarge
                        ? "filedescriptor out of range in select(): " + fd() + "; use poll or epoll"
                        : null;
        return OsException.of(errno, "open", "fd " + fd(), message, 0);
    }

    // ---- what the driver tells

    @Override
    protected void received(DirectBuffer data, int length) {
        loop.counters.received.add(length);
        if (timeouts != null) {
            timeouts.received();
        }
        if (closing) {
            discarded = true;
            return;
        }
        Object before = enter();
        loop.incoming = data;
        loop.incomingLength = length;
        try {
            protocol.dataReceived(data.buffer());
        } catch (Throwable e) {
            crashed(e);
        } finally {
            loop.incoming = null;
            loop.leave(before);
        }
        settle();
    }

    @Override
    protected void ended() {
        peerEnded = true;
        loop.driver.setReading(this, false);
        if (lingering) {
            close(ConnectionDone.DONE);
        } else if (!closing && protocol instanceof HalfCloseableProtocol half) {
            call(half::readConnectionLost);
            closing |= writeClosed;
            settle();
        } else {
            closing = true;
            settle();
        }
    }

    @Override
    protected void failed(int errno, String call) {
        broken(errno, call);
        if (!loop.isCurrent(this)) {
            settleSoon();
        }
    }

    @Override
    protected void sent(int bytes) {
        afterSent(bytes);
        settle();
    }

    @Override
    protected boolean awaitsSent() {
        return closing || writeClosing || writePaused || producer != null;
    }

    @Override
    protected boolean readsStopShort() {
        return family == Sockets.AF_UNIX;
    }

    // ---- carrying out what is wanted

    /** Sends and closes as the callbacks have asked. */
    private void settle() {
        if (!isServed()) {
            return;
        }
        if (failure == null && queued() > 0 && !isFull()) {
            int n = loop.driver.flush(this);
            if (n < 0) {
                broken(-n, "send");
            } else {
                afterSent(n);
            }
        } else if (sentAtOnce) {
            afterSent(0);
        }
        if (timeouts != null) {
            timeouts.sent(0, queued());
        }
        if (failure != null) {
            close(failure);
        } else if (queued() == 0) {
            settleEnds();
            if (sentAtOnce && producer != null) {
                settleSoon();
            }
        } else if (!isFull()) {
            settleSoon();
        }
    }

    private void settleEnds() {
        if (closing && producer == null) {
            finish();
        } else if (writeClosing && !writeClosed) {
            endWriting();
        }
    }

    private void settleSoon() {
        if (!marked) {
            marked = true;
            loop.settleLater(this);
        }
    }

    /** What {@link #settleSoon} has asked for. */
    void settleMarked() {
        marked = false;
        settle();
        if (draining) {
            continueDraining();
        }
    }

    private void afterSent(int bytes) {
        count(bytes);
        sentAtOnce = false;
        if (writePaused && queued() <= low) {
            writePaused = false;
            call(producer != null ? producer::resumeProducing : protocol::resumeWriting);
        } else if (producer != null && !(producer instanceof PushProducer) && queued() == 0) {
            call(producer::resumeProducing);
        }
    }

    private void count(int bytes) {
        loop.counters.sent.add(bytes);
        if (timeouts != null) {
            timeouts.sent(bytes, queued());
        }
    }

    /** Everything was handed to the kernel: close, or linger if the peer still talks. */
    private void finish() {
        if (lingering) {
            return;
        }
        int n = peerEnded ? 0 : loop.driver.discardReceived(this);
        if (n > 0 || ((discarded || gentle) && n < 0)) {
            linger();
        } else {
            close(ConnectionDone.DONE);
        }
    }

    private void linger() {
        lingering = true;
        loop.driver.shutdown(this);
        loop.driver.setReading(this, true);
        loop.callLaterNanos(
                LINGER_NANOS,
                () -> {
                    if (isServed()) {
                        close(ConnectionDone.DONE);
                    }
                });
    }

    private void endWriting() {
        writeClosed = true;
        loop.driver.shutdown(this);
        if (protocol instanceof HalfCloseableProtocol half) {
            call(half::writeConnectionLost);
        }
        if (peerEnded) {
            closing = true;
        }
        if (closing) {
            settleSoon();
        }
    }

    private void close(IOException reason) {
        if (reset) {
            loop.slot.putInt(0, 1);
            loop.slot.putInt(Integer.BYTES, 0);
            option(Sockets.SOL_SOCKET, Sockets.SO_LINGER, 2 * Integer.BYTES);
        }
        loop.driver.close(this);
        loop.counters.open.add(-1);
        if (timeouts != null) {
            timeouts.cancel();
        }
        if (producer != null) {
            loop.guarded(this, protocol, producer::stopProducing);
        }
        loop.guarded(this, protocol, () -> protocol.connectionLost(reason));
        owner.connectionLost(this, reason);
        loop.tellEmpty();
    }

    @Override
    public void reactorStopped() {
        fail(new ConnectionLost("the reactor was stopped", null));
        settle();
    }

    /** The reactor drains: deliver what has arrived, then let the protocol finish. */
    void drain() {
        if (closing || !isServed()) {
            return;
        }
        gentle = true;
        draining = true;
        continueDraining();
    }

    /** What has arrived is delivered as fast as the protocol takes it; then it may finish. */
    private void continueDraining() {
        if (closing || !isServed()) {
            draining = false;
        } else if (paused || (!held && loop.driver.receiveNow(this))) {
            draining = false;
            if (!closing && isServed()) {
                call(protocol::draining);
                settle();
            }
        } else if (!held) {
            settleSoon();
        }
    }

    // ---- callbacks

    /** Calls something of the protocol, perhaps inside another callback. */
    void call(Loop.Call call) {
        Object before = enter();
        try {
            call.run();
        } catch (Throwable e) {
            crashed(e);
        } finally {
            loop.leave(before);
        }
    }

    private @Nullable Object enter() {
        return loop.enter(this);
    }

    private void crashed(Throwable e) {
        loop.failed(protocol, e);
        fail(e);
        settleSoon();
    }

    private void broken(int errno, String call) {
        fail(OsException.of(errno, call, String.valueOf(getPeer())));
    }

    private void fail(Throwable reason) {
        if (failure == null) {
            failure =
                    reason instanceof ConnectionClosed closed
                            ? closed
                            : ConnectionLost.because(reason);
            if (producer instanceof PushProducer push && !writePaused) {
                // Or it would write for ever what nobody takes.
                writePaused = true;
                call(push::pauseProducing);
            }
        }
    }

    // ---- Transport: writing

    @Override
    public void write(ByteBuffer bytes) {
        loop.requireInLoop("write");
        if (!isServed() || failure != null || writeClosing || (closing && producer == null)) {
            bytes.position(bytes.limit());
            return;
        }
        if (queued() == 0 && !isFull() && goesAtOnce(bytes)) {
            sendNow(bytes);
        }
        if (bytes.hasRemaining()) {
            append(bytes, loop.driver.chunks());
            if (queued() > high && !writePaused) {
                aboveHigh();
            }
        }
        wroteSomething();
    }

    /**
     * What is large, and all of what was received, written back or passed on: that is an answer by
     * itself, and it lies in native memory already. Parts of it may be many, and are gathered.
     */
    private boolean goesAtOnce(ByteBuffer bytes) {
        int length = bytes.remaining();
        DirectBuffer delivered = loop.incoming;
        return length >= DIRECT_SIZE
                || (delivered != null
                        && length == loop.incomingLength
                        && delivered.buffer() == bytes);
    }

    private void wroteSomething() {
        if (!loop.isCurrent(this)) {
            settleSoon();
        }
    }

    /** Without a copy, as far as the kernel takes it. */
    private void sendNow(ByteBuffer bytes) {
        DirectBuffer delivered = loop.incoming;
        DirectBuffer memory;
        if (delivered != null && delivered.buffer() == bytes) {
            memory = delivered;
        } else if (bytes.isDirect() && !bytes.isReadOnly()) {
            memory = loop.engine.wrap(bytes);
        } else {
            return;
        }
        int n = loop.driver.send(this, memory, bytes.position(), bytes.remaining());
        if (n < 0) {
            broken(-n, "send");
            bytes.position(bytes.limit());
        } else {
            bytes.position(bytes.position() + n);
            sentAtOnce |= n > 0;
            count(n);
        }
    }

    /** Perhaps the kernel still has room, and nobody must pause. */
    private void aboveHigh() {
        if (!isFull()) {
            int n = loop.driver.flush(this);
            if (n < 0) {
                broken(-n, "send");
                return;
            }
            count(n);
        }
        if (queued() > high) {
            writePaused = true;
            if (producer == null) {
                call(protocol::pauseWriting);
            } else if (producer instanceof PushProducer push) {
                call(push::pauseProducing);
            }
        }
    }

    @Override
    public long bytesQueued() {
        return queued();
    }

    @Override
    public void setWriteMarks(int lowMark, int highMark) {
        loop.requireInLoop("setWriteMarks");
        if (lowMark < 0 || highMark < lowMark) {
            throw new IllegalArgumentException(
                    "marks must be 0 <= low <= high, not " + lowMark + " and " + highMark);
        }
        low = lowMark;
        high = highMark;
    }

    @Override
    public void registerProducer(Producer made) {
        loop.requireInLoop("registerProducer");
        if (producer != null) {
            throw new IllegalStateException(
                    made + " cannot be registered: " + producer + " has not been unregistered");
        }
        if (!isServed() || failure != null) {
            made.stopProducing();
            return;
        }
        if (writePaused) {
            call(protocol::resumeWriting);
        }
        producer = made;
        if (made instanceof PushProducer push) {
            if (writePaused) {
                call(push::pauseProducing);
            }
        } else {
            call(made::resumeProducing);
            wroteSomething();
        }
    }

    @Override
    public void unregisterProducer() {
        loop.requireInLoop("unregisterProducer");
        if (producer == null) {
            return;
        }
        producer = null;
        if (writePaused) {
            call(protocol::pauseWriting);
        }
        wroteSomething();
    }

    // ---- Transport: reading

    @Override
    public void pauseProducing() {
        loop.requireInLoop("pauseProducing");
        paused = true;
        updateReading();
    }

    @Override
    public void resumeProducing() {
        loop.requireInLoop("resumeProducing");
        paused = false;
        updateReading();
    }

    @Override
    public void holdReading(boolean hold) {
        loop.requireInLoop("holdReading");
        held = hold;
        updateReading();
    }

    /** What a closing connection receives is thrown away, so that the peer is not stuck. */
    private void updateReading() {
        if (isServed() && !peerEnded) {
            boolean on = closing || !(paused || held);
            if (on && timeouts != null) {
                timeouts.received();
            }
            loop.driver.setReading(this, on);
            if (draining && on) {
                settleSoon();
            }
        }
    }

    boolean isReading() {
        return !(paused || held);
    }

    // ---- Transport: ending

    @Override
    public void loseConnection() {
        loop.requireInLoop("loseConnection");
        if (!closing && isServed()) {
            closing = true;
            updateReading();
            wroteSomething();
        }
    }

    @Override
    public void loseWriteConnection() {
        loop.requireInLoop("loseWriteConnection");
        writeClosing = true;
        wroteSomething();
    }

    @Override
    public void abortConnection() {
        abort(ConnectionAborted.ABORTED);
    }

    @Override
    public void abortConnection(Throwable cause) {
        abort(cause);
    }

    private void abort(Throwable reason) {
        loop.requireInLoop("abortConnection");
        reset = true;
        fail(reason);
        wroteSomething();
    }

    @Override
    public boolean disconnecting() {
        return closing || failure != null || !isServed();
    }

    // ---- Transport: times

    @Override
    public void setIdleTimeout(@Nullable Duration timeout) {
        timeouts("setIdleTimeout").setIdle(timeout);
    }

    @Override
    public void setReadTimeout(@Nullable Duration timeout) {
        timeouts("setReadTimeout").setRead(timeout);
    }

    @Override
    public void setWriteTimeout(@Nullable Duration timeout) {
        timeouts("setWriteTimeout").setWrite(timeout);
    }

    private ConnectionTimeouts timeouts(String what) {
        loop.requireInLoop(what);
        if (timeouts == null) {
            timeouts = new ConnectionTimeouts(loop, this);
        }
        return timeouts;
    }

    /** A time has passed: the protocol decides. */
    void timedOut(OsTimeoutException timeout) {
        call(() -> protocol.timeoutConnection(timeout));
        settle();
    }

    // ---- Transport: facts and options

    @Override
    public Address getPeer() {
        if (peer instanceof byte[] sockaddr) {
            peer = Addresses.decode(sockaddr, family);
        }
        return (Address) peer;
    }

    @Override
    public Address getHost() {
        if (host == null && isServed()) {
            int result = loop.syscalls.getsockname(fd(), loop.slot, 0);
            host = result < 0 ? null : Addresses.decode(loop.slot, family);
        }
        return host != null ? host : owner.host();
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        loop.requireInLoop("setTcpNoDelay");
        if (isServed() && family != Sockets.AF_UNIX) {
            noDelay(on);
        }
    }

    private void noDelay(boolean on) {
        loop.slot.putInt(0, on ? 1 : 0);
        loop.syscalls.setsockopt(
                fd(), Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, loop.slot, 0, Integer.BYTES);
    }

    /** For one that is not open yet. */
    void sendAtOnce() {
        if (family != Sockets.AF_UNIX) {
            noDelay(true);
        }
    }

    @Override
    public void setTcpKeepAlive(boolean on) {
        loop.requireInLoop("setTcpKeepAlive");
        loop.slot.putInt(0, on ? 1 : 0);
        option(Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, Integer.BYTES);
    }

    /** An option of a connection that is broken cannot be set, and need not be. */
    private void option(int level, int option, int length) {
        if (isServed()) {
            loop.syscalls.setsockopt(fd(), level, option, loop.slot, 0, length);
        }
    }

    @Override
    public Reactor reactor() {
        return loop.view;
    }

    @Override
    public String toString() {
        return protocol + " with " + getPeer() + (isServed() ? "" : ", closed");
    }
}

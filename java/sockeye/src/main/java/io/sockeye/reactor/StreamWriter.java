package io.sockeye.reactor;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the peer of a connection. Python's {@code asyncio.StreamWriter}.
 *
 * <p>{@link #write} never waits: it hands over. {@link #drain} waits while too much is waiting to
 * be sent, so {@code write} and {@code drain} in turns keep memory bounded, however slowly the peer
 * reads.
 *
 * <p><b>Threads.</b> Any thread may write; the writes of each thread stay in order, and none is
 * mixed into another. On a thread other than the loop's they are gathered and given to the loop
 * together. Methods that wait must not be called on a loop; their {@code Async} twins are for it.
 * {@link Thread#interrupt} ends a wait of a virtual thread with an {@link
 * io.sockeye.engine.OsInterruptedException}, the connection stays open and the interrupt status
 * set; a platform thread does not notice it.
 *
 * <p><b>Errors.</b> What is written after the connection was closed or lost goes nowhere; {@link
 * #drain} and {@link #waitClosed} tell.
 */
public final class StreamWriter implements Closeable {
    /** The marks of transports; here for what they have not got yet. */
    private static final int HIGH_MARK = 64 * 1024;

    private static final int STREAK = 32;

    private final StreamProtocol protocol;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private ByteQueue outbox = new ByteQueue();
    private ByteQueue spare = new ByteQueue();
    private final List<CompletableFuture<Void>> drains = new ArrayList<>();
    private int handing;
    private boolean scheduled;
    private boolean writePaused;
    private boolean eof;
    private boolean closing;
    private boolean lost;
    private @Nullable IOException failure;
    private int streak;

    // Set before anybody else knows of the connection.
    private @Nullable Address peername;
    private @Nullable Address sockname;

    StreamWriter(StreamProtocol protocol) {
        this.protocol = protocol;
    }

    // ---- writing

    /**
     * Writes bytes, without waiting.
     *
     * @param bytes all of them; the array may be reused when this returns
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(byte[] bytes) {
        write(ByteBuffer.wrap(bytes));
    }

    /**
     * Writes what is between position and limit, without waiting, and moves the position there.
     *
     * @param bytes may be reused when this returns
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(ByteBuffer bytes) {
        boolean onLoop = protocol.onLoop();
        boolean direct;
        boolean hand;
        lock.lock();
        try {
            if (eof) {
                throw new IllegalStateException("write after writeEof");
            }
            if (closing || lost) {
                bytes.position(bytes.limit());
                return;
            }
            direct = onLoop && outbox.size() == 0;
            if (!direct) {
                outbox.append(bytes);
            }
            hand = !direct && schedule();
        } finally {
            lock.unlock();
        }
        if (direct) {
            protocol.transport().write(bytes);
        } else {
            handOver(onLoop, hand);
        }
    }

    /**
     * Writes a text, without waiting.
     *
     * @param text the text
     * @param charset how it becomes bytes
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(CharSequence text, Charset charset) {
        write(charset.encode(CharBuffer.wrap(text)));
    }

    /**
     * Writes several arrays, one after another, without waiting.
     *
     * @param lines each as in {@link #write(byte[])}; nothing is put between them
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void writelines(Iterable<byte[]> lines) {
        lines.forEach(this::write);
    }

    /**
     * Closes only the sending side, after the last byte that was written: the peer sees the end of
     * the stream and can still send. Does nothing the second time.
     */
    public void writeEof() {
        boolean hand;
        lock.lock();
        try {
            if (eof || closing || lost) {
                return;
            }
            eof = true;
            hand = schedule();
        } finally {
            lock.unlock();
        }
        handOver(protocol.onLoop(), hand);
    }

    /**
     * Whether {@link #writeEof} works.
     *
     * @return true: it does for TCP and for Unix sockets
     */
    public boolean canWriteEof() {
        return true;
    }

    // ---- draining

    /**
     * Waits until not too much is waiting to be sent: returns at once below the high mark of 64
     * KiB, else when the low mark is reached.
     *
     * @throws io.sockeye.engine.ConnectionResetException if the connection is closed
     * @throws IllegalStateException on a loop
     * @throws IOException if the connection broke, with the reason
     */
    public void drain() throws IOException {
        protocol.requireMayBlock("drain");
        CompletableFuture<Void> drained = new CompletableFuture<>();
        lock.lock();
        try {
            IOException gone = gone();
            if (gone != null) {
                throw StreamThreads.fresh(gone);
            }
            if (isWritable()) {
                return;
            }
            drains.add(drained);
        } finally {
            lock.unlock();
        }
        try {
            StreamThreads.await(drained, "drain");
        } finally {
            forget(drained);
        }
    }

    /**
     * As {@link #drain}, without waiting.
     *
     * @return complete when not too much waits; exceptionally if the connection is gone. It
     *     completes on the loop, or at once
     */
    public CompletionStage<Void> drainAsync() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        lock.lock();
        try {
            IOException gone = gone();
            if (gone != null) {
                return CompletableFuture.failedFuture(gone);
            }
            if (!isWritable()) {
                drains.add(drained);
                return drained;
            }
            streak++;
            if (streak % STREAK == 0 && protocol.callLater(() -> drained.complete(null))) {
                return drained;
            }
        } finally {
            lock.unlock();
        }
        return CompletableFuture.completedFuture(null);
    }

    private void forget(CompletableFuture<Void> drained) {
        lock.lock();
        try {
            drains.remove(drained);
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing can be written, or null. */
    private @Nullable IOException gone() {
        if (!lost) {
            return null;
        }
        return failure != null
                ? failure
                : OsException.of(Errno.ECONNRESET, "drain", "", "Connection lost: " + peername, 0);
    }

    private boolean isWritable() {
        return !writePaused && (long) outbox.size() + handing <= HIGH_MARK;
    }

    private List<CompletableFuture<Void>> takeDrains() {
        List<CompletableFuture<Void>> taken = List.copyOf(drains);
        drains.clear();
        return taken;
    }

    // ---- closing

    /**
     * Closes the connection after the last byte that was written, without waiting for it; {@link
     * #waitClosed} does. Python's {@code close}.
     */
    @Override
    public void close() {
        boolean hand;
        lock.lock();
        try {
            if (closing || lost) {
                return;
            }
            closing = true;
            hand = schedule();
        } finally {
            lock.unlock();
        }
        handOver(protocol.onLoop(), hand);
    }

    /**
     * Whether the connection is closed or being closed.
     *
     * @return true after {@link #close} or when the connection is lost
     */
    public boolean isClosing() {
        lock.lock();
        try {
            return closing || lost;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the connection is closed.
     *
     * @throws IllegalStateException on a loop
     * @throws IOException if it did not end in order, with the reason
     */
    public void waitClosed() throws IOException {
        protocol.requireMayBlock("waitClosed");
        StreamThreads.await(closed, "waitClosed");
    }

    /**
     * As {@link #waitClosed}, without waiting.
     *
     * @return complete when the connection is closed; exceptionally if it did not end in order
     */
    public CompletionStage<Void> waitClosedAsync() {
        return closed.copy();
    }

    // ---- asking

    /**
     * The other end.
     *
     * @return its address, also after the connection was lost
     */
    public Address peername() {
        return known(peername);
    }

    /**
     * This end.
     *
     * @return its address, also after the connection was lost
     */
    public Address sockname() {
        return known(sockname);
    }

    private static Address known(@Nullable Address address) {
        if (address == null) {
            throw new IllegalStateException("the connection is not made yet");
        }
        return address;
    }

    /**
     * What else is known about the connection.
     *
     * @param name {@code "peername"} or {@code "sockname"}
     * @return an {@link Address}; null for any other name, as in Python
     */
    public @Nullable Object getExtraInfo(String name) {
        return switch (name) {
            case "peername" -> peername;
            case "sockname" -> sockname;
            default -> null;
        };
    }

    /**
     * The connection below, for its marks and options and to abort it. It belongs to its loop:
     * {@code w.transport().reactor().callFromThread(() -> w.transport().abortConnection())}. What
     * is written to it directly may overtake what other threads have written here.
     *
     * @return the transport
     */
    public Transport transport() {
        return protocol.transport();
    }

    @Override
    public String toString() {
        return "StreamWriter to " + peername + (isClosing() ? ", closing" : "");
    }

    // ---- on the loop

    void made() {
        peername = protocol.transport().getPeer();
        sockname = protocol.transport().getHost();
    }

    void pause() {
        lock.lock();
        try {
            writePaused = true;
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        List<CompletableFuture<Void>> writers = List.of();
        lock.lock();
        try {
            writePaused = false;
            if (isWritable()) {
                writers = takeDrains();
            }
        } finally {
            lock.unlock();
        }
        writers.forEach(each -> each.complete(null));
    }

    boolean isLost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    void markLost(@Nullable IOException reason) {
        lock.lock();
        try {
            lost = true;
            failure = reason;
            outbox.clear();
        } finally {
            lock.unlock();
        }
    }

    void tellLost(@Nullable IOException reason) {
        List<CompletableFuture<Void>> writers;
        lock.lock();
        try {
            writers = takeDrains();
        } finally {
            lock.unlock();
        }
        writers.forEach(each -> tell(each, reason));
        tell(closed, reason);
    }

    private static void tell(CompletableFuture<Void> who, @Nullable IOException reason) {
        if (reason == null) {
            who.complete(null);
        } else {
            who.completeExceptionally(reason);
        }
    }

    /** Whether the caller is the one that must tell the loop. */
    private boolean schedule() {
        boolean first = !scheduled;
        scheduled = true;
        return first;
    }

    /**
     * A loop that has ended has told that the connection is lost: what was written goes nowhere.
     */
    private void handOver(boolean onLoop, boolean mustTell) {
        if (onLoop) {
            handOver();
        } else if (mustTell) {
            protocol.callLater(this::handOver);
        }
    }

    private void handOver() {
        ByteQueue full;
        boolean end;
        boolean close;
        lock.lock();
        try {
            scheduled = false;
            full = outbox;
            outbox = spare;
            handing = full.size();
            end = eof;
            close = closing;
        } finally {
            lock.unlock();
        }
        Transport transport = protocol.transport();
        if (full.size() > 0) {
            transport.write(full.view());
            full.clear();
        }
        if (end) {
            transport.loseWriteConnection();
        }
        if (close) {
            transport.loseConnection();
        }
        handedOver(full);
    }

    private void handedOver(ByteQueue empty) {
        List<CompletableFuture<Void>> writers = List.of();
        lock.lock();
        try {
            spare = empty;
            handing = 0;
            if (isWritable()) {
                writers = takeDrains();
            }
        } finally {
            lock.unlock();
        }
        writers.forEach(each -> each.complete(null));
    }
}

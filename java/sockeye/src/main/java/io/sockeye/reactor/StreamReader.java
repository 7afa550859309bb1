package io.sockeye.reactor;

import io.sockeye.engine.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the peer of a connection sends, to be read line by line or piece by piece. Python's {@code
 * asyncio.StreamReader}.
 *
 * <p>Each read comes twice: {@link #readline} waits and belongs on any thread but the loop's;
 * {@link #readlineAsync} never waits, and its stage completes on the loop of the connection, or at
 * once if everything is there. The end of the stream is an empty array.
 *
 * <p><b>Memory.</b> When more than twice the limit has come and nobody reads it, nothing more is
 * received until no more than the limit is left; the peer has to wait meanwhile.
 *
 * <p><b>Threads.</b> Any thread may read, one read at a time: a second one that would have to wait
 * gets an {@link IllegalStateException}. {@link Thread#interrupt} ends a read of a virtual thread
 * with an {@link io.sockeye.engine.OsInterruptedException}: the connection stays open, nothing that
 * was received is lost and the interrupt status stays set. A platform thread does not notice it, as
 * with sockets. Cancelling the future of a stage takes the read back, and no byte is lost either.
 *
 * <p><b>Errors.</b> When the connection breaks, every read fails with the reason, such as {@link
 * io.sockeye.engine.ConnectionResetException}, and what was not read is gone. Closing by either
 * side, or giving up, is the end of the stream instead.
 */
public final class StreamReader {
    /**
     * After so many stages that are complete at once, one is completed by the loop: chains of them
     * would otherwise fill the stack.
     */
    private static final int STREAK = 32;

    private static final byte[] NEWLINE = {'\n'};
    private static final byte[] NOTHING = {};

    private final StreamProtocol protocol;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final ByteQueue buffer = new ByteQueue();
    private @Nullable Read waiting;
    private @Nullable IOException failure;
    private boolean ended;
    private boolean paused;
    private boolean toldPaused;
    private int streak;

    StreamReader(StreamProtocol protocol, int limit) {
        this.protocol = protocol;
        this.limit = limit;
    }

    // ---- reading

    /**
     * Reads until the end of the stream. The limit does not limit it.
     *
     * @return everything, perhaps nothing
     * @throws IllegalStateException on a loop, or if another read waits
     * @throws IOException if the connection broke
     */
    public byte[] read() throws IOException {
        return blocking(new ReadAll());
    }

    /**
     * Reads until the end of the stream, without waiting.
     *
     * @return as {@link #read()}
     * @throws IllegalStateException if another read waits
     */
    public CompletionStage<byte[]> readAsync() {
        return begin(new ReadAll());
    }

    /**
     * Reads what is there, at least a byte.
     *
     * @param n at most so many; negative for everything until the end, as {@link #read()}
     * @return the bytes; none at the end of the stream or if {@code n} is 0
     * @throws IllegalStateException on a loop, or if another read waits
     * @throws IOException if the connection broke
     */
    public byte[] read(int n) throws IOException {
        return blocking(n < 0 ? new ReadAll() : new ReadSome(n));
    }

    /**
     * Reads what is there, at least a byte, without waiting.
     *
     * @param n as {@link #read(int)}
     * @return as {@link #read(int)}
     * @throws IllegalStateException if another read waits
     */
    public CompletionStage<byte[]> readAsync(int n) {
        return begin(n < 0 ? new ReadAll() : new ReadSome(n));
    }

    /**
     * Reads a line.
     *
     * @return the line with its {@code \n}; without one if the stream ended before, and empty at
     *     its end
     * @throws LimitOverrunException if the line is longer than the limit (ValueError in Python): it
     *     is thrown away with its {@code \n}, or everything that has come if there is none yet
     * @throws IllegalStateException on a loop, or if another read waits
     * @throws IOException if the connection broke
     */
    public byte[] readline() throws IOException {
        return blocking(new ReadLine());
    }

    /**
     * Reads a line, without waiting.
     *
     * @return as {@link #readline}
     * @throws IllegalStateException if another read waits
     */
    public CompletionStage<byte[]> readlineAsync() {
        return begin(new ReadLine());
    }

    /**
     * Reads so many bytes. The limit does not limit it.
     *
     * @param n how many
     * @return exactly so many
     * @throws IncompleteReadException if the stream ends before; what has come is in it and no more
     *     in the reader
     * @throws IllegalArgumentException if {@code n} is negative
     * @throws IllegalStateException on a loop, or if another read waits
     * @throws IOException if the connection broke
     */
    public byte[] readexactly(int n) throws IOException {
        return blocking(exactly(n));
    }

    /**
     * Reads so many bytes, without waiting.
     *
     * @param n how many
     * @return as {@link #readexactly}
     * @throws IllegalArgumentException if {@code n} is negative
     * @throws IllegalStateException if another read waits
     */
    public CompletionStage<byte[]> readexactlyAsync(int n) {
        return begin(exactly(n));
    }

    private Read exactly(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("readexactly size must not be negative: " + n);
        }
        return new ReadExactly(n);
    }

    /**
     * Reads up to a separator.
     *
     * @param separator one byte or more
     * @return what comes before it, and the separator
     * @throws IncompleteReadException if the stream ends before; what has come is in it and no more
     *     in the reader
     * @throws LimitOverrunException if more than the limit comes before the separator; it stays in
     *     the reader
     * @throws IllegalArgumentException if the separator is empty
     * @throws IllegalStateException on a loop, or if another read waits
     * @throws IOException if the connection broke
     */
    public byte[] readuntil(byte[] separator) throws IOException {
        return blocking(until(separator));
    }

    /**
     * Reads up to a separator, without waiting.
     *
     * @param separator one byte or more
     * @return as {@link #readuntil}
     * @throws IllegalArgumentException if the separator is empty
     * @throws IllegalStateException if another read waits
     */
    public CompletionStage<byte[]> readuntilAsync(byte[] separator) {
        return begin(until(separator));
    }

    private Read until(byte[] separator) {
        if (separator.length == 0) {
            throw new IllegalArgumentException("the separator must have at least one byte");
        }
        return new ReadUntil("readuntil", separator.clone());
    }

    // ---- asking

    /**
     * Whether the stream has ended and everything was read.
     *
     * @return true if there is nothing more to come
     */
    public boolean atEof() {
        lock.lock();
        try {
            return ended && buffer.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How much has been received and not been read.
     *
     * @return in bytes
     */
    public int buffered() {
        lock.lock();
        try {
            return buffer.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why every read fails from now on.
     *
     * @return the reason, or null as long as the connection did not break
     */
    public @Nullable IOException exception() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    // ---- what the loop tells

    void feed(ByteBuffer data) {
        Runnable told;
        boolean apply;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            buffer.append(data);
            told = wakeReader();
            pauseIfLarge();
            apply = paused != toldPaused;
        } finally {
            lock.unlock();
        }
        if (apply) {
            applyPause();
        }
        told.run();
    }

    /** The stream is over, in order or because of a failure. */
    void end(@Nullable IOException reason) {
        Runnable told;
        lock.lock();
        try {
            ended = true;
            failure = reason;
            told = wakeReader();
        } finally {
            lock.unlock();
        }
        told.run();
    }

    private void pauseIfLarge() {
        paused |= buffer.size() > 2L * limit && !wantsMore();
    }

    /** To pause under a read that needs more would be to wait for ever. */
    private boolean wantsMore() {
        Read read = waiting;
        return read != null && buffer.size() < read.needs;
    }

    /** Lets the waiting read go on; what is returned must be run without the lock. */
    private Runnable wakeReader() {
        Read read = waiting;
        if (read == null || (wantsMore() && !ended)) {
            return () -> {};
        }
        ReadFuture future = read.future;
        if (future == null) {
            changed.signal();
            return () -> {};
        }
        try {
            byte[] result = read.attempt();
            if (result == null) {
                return () -> {};
            }
            waiting = null;
            return () -> future.succeed(result);
        } catch (IOException e) {
            waiting = null;
            return () -> future.fail(e);
        }
    }

    // ---- waiting

    private byte[] blocking(Read read) throws IOException {
        protocol.requireMayBlock(read.name);
        lock.lock();
        try {
            byte[] result = read.attempt();
            while (result == null) {
                await(read);
                result = read.attempt();
            }
            return result;
        } finally {
            tellPauseLater();
            lock.unlock();
        }
    }

    private void await(Read read) throws IOException {
        register(read);
        tellPauseLater();
        try {
            if (Waits.onVirtualThread()) {
                changed.await();
            } else {
                changed.awaitUninterruptibly();
            }
        } catch (InterruptedException e) {
            read.giveBack();
            throw StreamThreads.interrupted(read.name);
        } finally {
            waiting = null;
        }
    }

    private void register(Read read) {
        Read other = waiting;
        if (other != null) {
            read.giveBack();
            throw new IllegalStateException(
                    read.name + " cannot wait: " + other.name + " waits for the same stream");
        }
        waiting = read;
        paused = false;
    }

    private CompletionStage<byte[]> begin(Read read) {
        lock.lock();
        try {
            byte[] result = read.attempt();
            if (result != null) {
                return completed(result);
            }
            register(read);
            ReadFuture made = new ReadFuture(read);
            read.future = made;
            return made;
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            tellPauseLater();
            lock.unlock();
        }
    }

    private CompletionStage<byte[]> completed(byte[] result) {
        streak++;
        if (streak % STREAK != 0) {
            return CompletableFuture.completedFuture(result);
        }
        ReadFuture later = new ReadFuture(null);
        if (!protocol.callLater(() -> later.succeed(result))) {
            later.succeed(result);
        }
        return later;
    }

    /** Under the lock: only asks the loop, which applies it later. */
    private void tellPauseLater() {
        if (paused != toldPaused && !ended) {
            protocol.callLater(this::applyPause);
        }
    }

    /** On the loop, without the lock, because the transport may deliver at once. */
    private void applyPause() {
        boolean pause;
        lock.lock();
        try {
            if (paused == toldPaused || ended) {
                return;
            }
            pause = paused;
            toldPaused = pause;
        } finally {
            lock.unlock();
        }
        if (pause) {
            protocol.transport().pauseProducing();
        } else {
            protocol.transport().resumeProducing();
        }
    }

    private byte[] take(int count) {
        byte[] taken = count == 0 ? NOTHING : buffer.take(count);
        resumeIfSmall();
        return taken;
    }

    private void resumeIfSmall() {
        if (buffer.size() <= limit) {
            paused = false;
        }
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return "StreamReader of "
                    + protocol.transport().getPeer()
                    + ", "
                    + buffer.size()
                    + " bytes"
                    + (ended ? ", ended" : "")
                    + (paused ? ", paused" : "");
        } finally {
            lock.unlock();
        }
    }

    /** What a stage is; whoever completes it from outside takes the read back. */
    private final class ReadFuture extends CompletableFuture<byte[]> {
        private final @Nullable Read read;

        ReadFuture(@Nullable Read read) {
            this.read = read;
        }

        private boolean withdraw() {
            lock.lock();
            try {
                if (read == null || waiting != read) {
                    return false;
                }
                waiting = null;
                read.giveBack();
                tellPauseLater();
                return true;
            } finally {
                lock.unlock();
            }
        }

        void succeed(byte[] result) {
            super.complete(result);
        }

        void fail(IOException e) {
            super.completeExceptionally(e);
        }

        @Override
        public boolean complete(byte[] value) {
            return withdraw() && super.complete(value);
        }

        @Override
        public boolean completeExceptionally(Throwable e) {
            return withdraw() && super.completeExceptionally(e);
        }

        @Override
        public boolean cancel(boolean interrupting) {
            return withdraw() && super.cancel(interrupting);
        }
    }

    // ---- the reads

    /** One read; everything under the lock. */
    private abstract class Read {
        final String name;

        /** While there is less, another attempt is in vain. */
        int needs = 1;

        @Nullable ReadFuture future;

        Read(String name) {
            this.name = name;
        }

        /** The result, or null if more must come. */
        final byte @Nullable [] attempt() throws IOException {
            if (failure != null) {
                throw future == null ? StreamThreads.fresh(failure) : failure;
            }
            return tryRead();
        }

        abstract byte @Nullable [] tryRead() throws IOException;

        /** Nobody waits for the result any more: what it has taken is there again. */
        void giveBack() {}
    }

    private final class ReadSome extends Read {
        private final int most;

        ReadSome(int most) {
            super("read");
            this.most = most;
        }

        @Override
        byte @Nullable [] tryRead() {
            if (most > 0 && buffer.size() == 0 && !ended) {
                return null;
            }
            return take(Math.min(most, buffer.size()));
        }
    }

    private final class ReadAll extends Read {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        ReadAll() {
            super("read");
        }

        @Override
        byte @Nullable [] tryRead() {
            all.writeBytes(take(buffer.size()));
            return ended ? all.toByteArray() : null;
        }

        @Override
        void giveBack() {
            byte[] rest = buffer.take(buffer.size());
            buffer.append(ByteBuffer.wrap(all.toByteArray()));
            buffer.append(ByteBuffer.wrap(rest));
            pauseIfLarge();
        }
    }

    private final class ReadExactly extends Read {
        private final int count;

        ReadExactly(int count) {
            super("readexactly");
            this.count = count;
            needs = count;
        }

        @Override
        byte @Nullable [] tryRead() throws IOException {
            if (buffer.size() >= count) {
                return take(count);
            }
            if (ended) {
                throw IncompleteReadException.of(take(buffer.size()), count);
            }
            return null;
        }
    }

    private class ReadUntil extends Read {
        private final byte[] separator;

        /** Before this place no separator begins. */
        private int searched;

        ReadUntil(String name, byte[] separator) {
            super(name);
            this.separator = separator;
        }

        @Override
        byte @Nullable [] tryRead() throws IOException {
            if (buffer.size() - searched >= separator.length) {
                int at = buffer.indexOf(separator, searched);
                if (at >= 0) {
                    return takeUntil(at);
                }
                searched = buffer.size() - separator.length + 1;
                if (searched > limit) {
                    throw tooLong("no separator within " + limit + " bytes", searched);
                }
            }
            if (ended) {
                return endedWith(take(buffer.size()));
            }
            needs = buffer.size() + 1;
            return null;
        }

        private byte[] takeUntil(int at) throws IOException {
            if (at > limit) {
                throw tooLong("the separator comes after more than " + limit + " bytes", at);
            }
            return take(at + separator.length);
        }

        LimitOverrunException tooLong(String message, int consumed) {
            return new LimitOverrunException(message, consumed);
        }

        byte[] endedWith(byte[] partial) throws IOException {
            throw IncompleteReadException.withoutSeparator(partial);
        }
    }

    private final class ReadLine extends ReadUntil {
        ReadLine() {
            super("readline", NEWLINE);
        }

        @Override
        LimitOverrunException tooLong(String message, int consumed) {
            boolean whole = buffer.startsWith(NEWLINE, consumed);
            buffer.drop(whole ? consumed + NEWLINE.length : buffer.size());
            resumeIfSmall();
            return super.tooLong(message, consumed);
        }

        @Override
        byte[] endedWith(byte[] partial) {
            return partial;
        }
    }
}

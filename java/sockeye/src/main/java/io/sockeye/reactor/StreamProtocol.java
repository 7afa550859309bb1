package io.sockeye.reactor;

import io.sockeye.engine.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Joins a reader and a writer to a connection. Everything but what is marked is on its loop. */
final class StreamProtocol extends Protocol implements HalfCloseableProtocol {
    /** Who wanted the connection. */
    interface Owner {
        void made(StreamReader reader, StreamWriter writer) throws Exception;

        void lost(StreamWriter writer);
    }

    private final Owner owner;
    private final StreamReader reader;
    private final StreamWriter writer;

    /** Set before anybody else knows of the connection. */
    private @Nullable Thread loop;

    StreamProtocol(Owner owner, int limit) {
        this.owner = owner;
        this.reader = new StreamReader(this, limit);
        this.writer = new StreamWriter(this);
    }

    @Override
    protected void connectionMade() throws Exception {
        loop = Thread.currentThread();
        writer.made();
        owner.made(reader, writer);
    }

    @Override
    protected void dataReceived(ByteBuffer data) {
        reader.feed(data);
    }

    @Override
    public void readConnectionLost() {
        reader.end(null);
    }

    @Override
    public void writeConnectionLost() {}

    @Override
    protected void pauseWriting() {
        writer.pause();
    }

    @Override
    protected void resumeWriting() {
        writer.resume();
    }

    /** Whoever reads gets the end of the stream, and can still write its answer. */
    @Override
    protected void draining() {
        transport().pauseProducing();
        reader.end(null);
    }

    @Override
    protected void connectionLost(IOException reason) {
        IOException failure = failure(reason);
        writer.markLost(failure);
        reader.end(failure);
        writer.tellLost(failure);
        owner.lost(writer);
    }

    /** Closing by either side is no failure, and neither is giving up; a reset is itself. */
    private static @Nullable IOException failure(IOException reason) {
        if (reason instanceof ConnectionDone || reason instanceof ConnectionAborted) {
            return null;
        }
        return reason.getCause() instanceof OsException os ? os : reason;
    }

    // ---- any thread

    boolean onLoop() {
        return loop == Thread.currentThread();
    }

    void requireMayBlock(String call) {
        StreamThreads.requireMayBlock(transport().reactor(), call);
    }

    /** Calls something on the loop, later; false if it has ended, and the connection with it. */
    boolean callLater(Runnable call) {
        try {
            transport().reactor().callFromThread(call);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}

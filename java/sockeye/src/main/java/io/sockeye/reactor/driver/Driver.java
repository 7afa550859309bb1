package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import java.util.List;

/**
 * Moves the bytes of one loop. Results are {@code >= 0} or -errno, as those of {@link
 * io.sockeye.engine.Syscalls}.
 */
public interface Driver extends AutoCloseable {
    /**
     * The driver for a multiplexer.
     *
     * @param engine whose calls it makes
     * @param kind what it waits with
     * @return a new driver
     * @throws OsException if the OS refuses it, or EOPNOTSUPP if the engine lacks it
     */
    static Driver create(Engine engine, Multiplexer kind) throws OsException {
        return kind == Multiplexer.IO_URING
                ? new RingDriver(engine)
                : new ReadinessDriver(engine, kind);
    }

    /**
     * Waits for events and tells their sources.
     *
     * @param timeoutNanos -1 for no limit, 0 not to wait
     * @return how many events came, 0 after the timeout, a signal or {@link #wakeup}; or -errno
     */
    int turn(long timeoutNanos);

    /** Ends the wait that is under way, or the next one. Any thread. */
    void wakeup();

    /**
     * Where {@link StreamSource#append} takes its memory.
     *
     * @return the pool
     */
    ChunkPool chunks();

    /**
     * Begins to serve a connection, and to receive.
     *
     * @param stream a connected socket
     * @return 0 or -errno; it is not served then
     */
    int open(StreamSource stream);

    /**
     * Stops or goes on receiving. No byte is lost.
     *
     * @param stream that is served
     * @param on whether its bytes are wanted
     */
    void setReading(StreamSource stream, boolean on);

    /**
     * Sends straight from a buffer what the kernel takes at once; only when nothing waits. The rest
     * must be appended, and is sent when there is room.
     *
     * @param stream that is served
     * @param data holds the bytes
     * @param offset of the first
     * @param length how many
     * @return how many were taken, perhaps 0, or -errno
     */
    int send(StreamSource stream, DirectBuffer data, int offset, int length);

    /**
     * Sends what waits, as far as the kernel takes it; the rest follows by itself, and {@link
     * StreamSource#sent} tells.
     *
     * @param stream that is served
     * @return how much was sent now, or -errno
     */
    int flush(StreamSource stream);

    /**
     * Ends the sending direction. Nothing may be waiting.
     *
     * @param stream that is served
     * @return 0 or -errno
     */
    int shutdown(StreamSource stream);

    /**
     * Delivers what has arrived by now, until there is no more, or reading is stopped, or it was
     * much.
     *
     * @param stream that is served
     * @return whether nothing is left
     */
    boolean receiveNow(StreamSource stream);

    /**
     * Reads once and throws away what came.
     *
     * @param stream that is served
     * @return how many bytes there were, 0 at the end of the stream, or -errno: EAGAIN if there is
     *     nothing
     */
    int discardReceived(StreamSource stream);

    /**
     * Begins to serve a listening socket, and to accept.
     *
     * @param listener a listening socket
     * @return 0 or -errno
     */
    int listen(AcceptSource listener);

    /**
     * Stops or goes on accepting.
     *
     * @param listener that is served
     * @param on whether connections are wanted
     */
    void setAccepting(AcceptSource listener, boolean on);

    /**
     * Accepts whoever has connected by now, unless accepting is stopped.
     *
     * @param listener that is served
     */
    void acceptNow(AcceptSource listener);

    /**
     * Begins to connect.
     *
     * @param attempt its socket
     * @param slot a sockaddr slot with the address
     * @return 0 if it is connected, -EINPROGRESS if {@link ConnectSource#connected} will tell, or
     *     -errno
     */
    int connect(ConnectSource attempt, DirectBuffer slot);

    /**
     * Begins to receive datagrams.
     *
     * @param socket a bound datagram socket
     * @return 0 or -errno
     */
    int open(DatagramSource socket);

    /**
     * Sends a datagram. After -EAGAIN {@link DatagramSource#writable} tells when there is room.
     *
     * @param socket that is served
     * @param data holds it
     * @param offset of its first byte
     * @param length of it
     * @param slot a sockaddr slot, whose length is 0 for the peer of a connected socket
     * @return how many bytes went, or -errno
     */
    int sendTo(DatagramSource socket, DirectBuffer data, int offset, int length, DirectBuffer slot);

    /**
     * Watches a descriptor that somebody else uses.
     *
     * @param source its descriptor
     * @param interest {@link io.sockeye.engine.Poller#READ}, WRITE, both, or 0 to stop watching
     * @return 0 or -errno
     */
    int watch(ReadySource source, int interest);

    /**
     * Stops watching, before somebody else closes the descriptor. Any thread.
     *
     * @param source that may be watched
     */
    void unwatch(ReadySource source);

    /**
     * Stops serving a source and leaves its descriptor open. What waits to be sent is thrown away.
     *
     * @param source that may be served
     */
    void release(Source source);

    /**
     * Stops serving a source and closes its descriptor, once nothing in the kernel uses it.
     *
     * @param source that may be served
     */
    void close(Source source);

    /**
     * What it serves now.
     *
     * @return a new list
     */
    List<Source> sources();

    /** Closes what the driver has opened for itself. */
    @Override
    void close();
}

package io.sockeye.reactor;

import io.sockeye.engine.Engine;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The event loop: serves any number of connections on one thread, or on one per core. Twisted's
 * {@code reactor}, as an object: a program may have several.
 *
 * <p>Before {@link #run} or {@link #start} the reactor belongs to whoever made it. After that:
 *
 * <ul>
 *   <li>any thread may call {@link #callFromThread}, {@link #callInThread}, {@link #stop}, {@link
 *       #drain}, {@link #close}, {@link #stats}, and the methods that listen or connect, which then
 *       wait until the loop has done it;
 *   <li>the timers, readers and writers belong to the threads of the loops; any other gets an
 *       {@link IllegalStateException}. They work on the loop that calls.
 * </ul>
 */
public interface Reactor extends AutoCloseable {
    /**
     * A reactor with the best engine and multiplexer, and one loop.
     *
     * @return a new reactor; close it
     * @throws IOException if the OS refuses a multiplexer
     */
    static Reactor create() throws IOException {
        return create(o -> {});
    }

    /**
     * A reactor.
     *
     * @param options such as {@code o -> o.loops(2)}
     * @return a new reactor; close it
     * @throws IllegalArgumentException if an option makes no sense
     * @throws IOException if the OS refuses a multiplexer, or EOPNOTSUPP if the engine lacks it
     */
    static Reactor create(Consumer<ReactorOptions> options) throws IOException {
        ReactorOptions chosen = new ReactorOptions();
        options.accept(chosen);
        return LoopGroup.create(chosen);
    }

    // ---- listening

    /**
     * Listens on every interface.
     *
     * @param port 0 for any free one
     * @param factory builds a protocol for each connection
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenTCP(int port, Factory factory) throws IOException {
        return listenTCP("", port, factory);
    }

    /**
     * Listens on every interface.
     *
     * @param port 0 for any free one
     * @param protocol such as {@code Echo::new}
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenTCP(int port, Supplier<? extends Protocol> protocol)
            throws IOException {
        return listenTCP("", port, Factory.forProtocol(protocol));
    }

    /**
     * Listens on one address.
     *
     * @param host an address or a name; {@code ""} for every interface
     * @param port 0 for any free one
     * @param factory builds a protocol for each connection
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenTCP(String host, int port, Factory factory) throws IOException {
        return listenTCP(host, port, factory, o -> {});
    }

    /**
     * Listens on one address.
     *
     * @param host an address or a name; {@code ""} for every interface
     * @param port 0 for any free one
     * @param protocol such as {@code Echo::new}
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenTCP(String host, int port, Supplier<? extends Protocol> protocol)
            throws IOException {
        return listenTCP(host, port, Factory.forProtocol(protocol), o -> {});
    }

    /**
     * Listens on one address, with options.
     *
     * @param host an address or a name; {@code ""} for every interface
     * @param port 0 for any free one
     * @param protocol such as {@code Echo::new}
     * @param options such as {@code o -> o.maxConnections(1000)}
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenTCP(
            String host,
            int port,
            Supplier<? extends Protocol> protocol,
            Consumer<PortOptions> options)
            throws IOException {
        return listenTCP(host, port, Factory.forProtocol(protocol), options);
    }

    /**
     * Listens on one address, with options. With several loops each one gets a listener of its own
     * (SO_REUSEPORT), and the kernel spreads the connections.
     *
     * @param host an address or a name; {@code ""} for every interface
     * @param port 0 for any free one
     * @param factory builds a protocol for each connection
     * @param options such as {@code o -> o.maxConnections(1000)}
     * @return what listens
     * @throws IOException if the OS refuses it, such as EADDRINUSE
     */
    ListeningPort listenTCP(String host, int port, Factory factory, Consumer<PortOptions> options)
            throws IOException;

    /**
     * Listens on a Unix stream socket.
     *
     * @param path where the socket file is made; it is removed when listening ends
     * @param factory builds a protocol for each connection
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenUNIX(Path path, Factory factory) throws IOException {
        return listenUNIX(path, factory, o -> {});
    }

    /**
     * Listens on a Unix stream socket.
     *
     * @param path where the socket file is made; it is removed when listening ends
     * @param protocol such as {@code Echo::new}
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default ListeningPort listenUNIX(Path path, Supplier<? extends Protocol> protocol)
            throws IOException {
        return listenUNIX(path, Factory.forProtocol(protocol), o -> {});
    }

    /**
     * Listens on a Unix stream socket, with options. With several loops all of them accept from the
     * one socket.
     *
     * @param path where the socket file is made; it is removed when listening ends
     * @param factory builds a protocol for each connection
     * @param options such as {@code o -> o.backlog(128)}
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    ListeningPort listenUNIX(Path path, Factory factory, Consumer<PortOptions> options)
            throws IOException;

    /**
     * Receives datagrams on every interface.
     *
     * @param port 0 for any free one
     * @param protocol gets them
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    default DatagramTransport listenUDP(int port, DatagramProtocol protocol) throws IOException {
        return listenUDP("", port, protocol);
    }

    /**
     * Receives datagrams on one address. {@link DatagramTransport#connect} fixes the peer.
     *
     * @param host an address or a name; {@code ""} for every interface
     * @param port 0 for any free one
     * @param protocol gets them, on one loop
     * @return what listens
     * @throws IOException if the OS refuses it
     */
    DatagramTransport listenUDP(String host, int port, DatagramProtocol protocol)
            throws IOException;

    // ---- connecting

    /**
     * Connects to a server, within 30 seconds.
     *
     * @param host a name or an address
     * @param port its port
     * @param factory builds the protocol, and hears of failures
     * @return the attempt
     */
    default Connector connectTCP(String host, int port, ClientFactory factory) {
        return connectTCP(host, port, factory, o -> {});
    }

    /**
     * Connects to a server, with options. The name is resolved on another thread; every address it
     * has is tried, each a little after the one before, and the first connection wins (RFC 8305).
     *
     * @param host a name or an address
     * @param port its port
     * @param factory builds the protocol, and hears of failures
     * @param options such as {@code o -> o.timeout(Duration.ofSeconds(5))}
     * @return the attempt
     * @throws IllegalArgumentException if the port is none
     */
    Connector connectTCP(
            String host, int port, ClientFactory factory, Consumer<ConnectorOptions> options);

    /**
     * Connects to a Unix stream socket, within 30 seconds.
     *
     * @param path where the socket file is
     * @param factory builds the protocol, and hears of failures
     * @return the attempt
     */
    default Connector connectUNIX(Path path, ClientFactory factory) {
        return connectUNIX(path, factory, o -> {});
    }

    /**
     * Connects to a Unix stream socket, with options.
     *
     * @param path where the socket file is
     * @param factory builds the protocol, and hears of failures
     * @param options such as {@code o -> o.timeout(Duration.ofSeconds(5))}
     * @return the attempt
     */
    Connector connectUNIX(Path path, ClientFactory factory, Consumer<ConnectorOptions> options);

    // ---- descriptors

    /**
     * Calls something whenever a descriptor can be read. Replaces what was called before.
     *
     * @param f any object with a descriptor that the multiplexer can watch
     * @param reader called on the loop; if it throws, it is removed
     * @throws IOException EPERM if it cannot be watched
     */
    void addReader(HasFileno f, Runnable reader) throws IOException;

    /**
     * Stops what {@link #addReader} began; do this before the descriptor is closed. Does nothing if
     * there is no reader.
     *
     * @param f the same object
     */
    void removeReader(HasFileno f);

    /**
     * Calls something whenever a descriptor can be written. Replaces what was called before.
     *
     * @param f any object with a descriptor that the multiplexer can watch
     * @param writer called on the loop; if it throws, it is removed
     * @throws IOException EPERM if it cannot be watched
     */
    void addWriter(HasFileno f, Runnable writer) throws IOException;

    /**
     * Stops what {@link #addWriter} began; do this before the descriptor is closed. Does nothing if
     * there is no writer.
     *
     * @param f the same object
     */
    void removeWriter(HasFileno f);

    // ---- time and threads

    /**
     * Calls something once, after a time. Calls that are due at the same time come in the order in
     * which they were made.
     *
     * @param delay from now
     * @param call what to call, on this loop
     * @return to cancel or to move it
     * @throws IllegalArgumentException if the delay is negative
     */
    DelayedCall callLater(Duration delay, Runnable call);

    /**
     * Calls something once, after a time.
     *
     * @param seconds from now: 5000 is not 5 s
     * @param call what to call, on this loop
     * @return to cancel or to move it
     * @throws IllegalArgumentException if the time is negative or not a number
     */
    DelayedCall callLater(double seconds, Runnable call);

    /**
     * Calls something on the loop, soon, from any thread; calls come in the order in which each
     * thread made them. On a reactor with several loops: on the first one, but {@link
     * Transport#reactor} is bound to the loop of its connection.
     *
     * @param call what to call
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    void callFromThread(Runnable call);

    /**
     * Calls something on a thread of a pool, where it may block. What it throws is logged.
     *
     * @param call what to call
     * @throws java.util.concurrent.RejectedExecutionException if the reactor has ended
     */
    void callInThread(Runnable call);

    // ---- running

    /**
     * Serves until {@link #stop}, on this thread; further loops have threads of their own. Then
     * nothing listens any more, every connection that is still open is aborted and has heard of it.
     *
     * @throws IllegalStateException if it runs or ran already: a reactor runs once
     */
    void run();

    /**
     * Serves on threads of its own, and returns at once.
     *
     * @throws IllegalStateException if it runs or ran already
     */
    void start();

    /** Ends {@link #run}; from any thread, also before it runs. Does nothing if it has ended. */
    void stop();

    /**
     * Ends gently: listens no more, delivers what has arrived, lets every protocol finish (see
     * {@link Protocol#draining}) and waits for the last byte to be sent. What is still open at the
     * limit is aborted. Then the reactor stops.
     *
     * @param limit how long it may take
     * @return complete when the reactor has stopped; exceptionally, with an {@link
     *     io.sockeye.engine.OsTimeoutException}, if connections had to be aborted
     */
    CompletionStage<Void> drain(Duration limit);

    /** Stops, waits until all loops have ended, and gives everything back. From any thread. */
    @Override
    void close();

    /**
     * Whether the loops serve.
     *
     * @return true from {@link #run} or {@link #start} until they have ended
     */
    boolean running();

    /**
     * Whether the calling thread is one of the loops.
     *
     * @return true in every callback
     */
    boolean inLoop();

    // ---- facts

    /**
     * The engine below.
     *
     * @return its engine
     */
    Engine engine();

    /**
     * What the loops wait with.
     *
     * @return the multiplexer
     */
    Multiplexer multiplexer();

    /**
     * Counters, loop by loop. Any thread; each is exact up to the turn that is under way.
     *
     * @return one for each loop
     */
    List<LoopStats> stats();
}

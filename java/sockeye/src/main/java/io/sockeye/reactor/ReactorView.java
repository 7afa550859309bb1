package io.sockeye.reactor;

import io.sockeye.engine.Engine;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Timeouts;
import io.sockeye.socket.Address;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The reactor as one of its loops sees it: what names no loop means this one. */
final class ReactorView implements Reactor {
    private final LoopGroup group;
    private final Loop home;

    ReactorView(LoopGroup group, Loop home) {
        this.group = group;
        this.home = home;
    }

    @Override
    public ListeningPort listenTCP(
            String host, int port, Factory factory, Consumer<PortOptions> options)
            throws IOException {
        boolean six = host.indexOf(':') >= 0;
        int family = six ? Sockets.AF_INET6 : Sockets.AF_INET;
        Address at = six ? Address.inet6(host, port, 0, 0) : Address.inet(host, port);
        return listen(at, family, null, factory, options);
    }

    @Override
    public ListeningPort listenUNIX(Path path, Factory factory, Consumer<PortOptions> options)
            throws IOException {
        return listen(Address.unix(path), Sockets.AF_UNIX, path, factory, options);
    }

    private ListeningPort listen(
            Address at,
            int family,
            @Nullable Path path,
            Factory factory,
            Consumer<PortOptions> options)
            throws IOException {
        PortOptions chosen = new PortOptions();
        options.accept(chosen);
        Port made = new Port(group, at, family, path, factory, chosen);
        made.startListening();
        return made;
    }

    @Override
    public DatagramTransport listenUDP(String host, int port, DatagramProtocol protocol)
            throws IOException {
        group.requireNotEnded();
        Loop loop = group.current(home);
        DatagramSocket made = DatagramSocket.bind(group, loop, host, port, protocol);
        made.startListening();
        return made;
    }

    @Override
    public Connector connectTCP(
            String host, int port, ClientFactory factory, Consumer<ConnectorOptions> options) {
        return connect(Address.inet(host, port), factory, options);
    }

    @Override
    public Connector connectUNIX(
            Path path, ClientFactory factory, Consumer<ConnectorOptions> options) {
        return connect(Address.unix(path), factory, options);
    }

    private Connector connect(
            Address to, ClientFactory factory, Consumer<ConnectorOptions> options) {
        group.requireNotEnded();
        ConnectorOptions chosen = new ConnectorOptions();
        options.accept(chosen);
        Loop loop = group.current(home);
        ClientConnector made = new ClientConnector(group, loop, to, factory, chosen);
        if (loop.inLoop()) {
            made.connect();
        } else {
            loop.callFromThread(made::connect);
        }
        return made;
    }

    @Override
    public void addReader(HasFileno f, Runnable reader) throws IOException {
        Objects.requireNonNull(reader, "reader");
        watching("addReader").watches.add(f, Poller.READ, reader);
    }

    @Override
    public void removeReader(HasFileno f) {
        watching("removeReader").watches.remove(f, Poller.READ);
    }

    @Override
    public void addWriter(HasFileno f, Runnable writer) throws IOException {
        Objects.requireNonNull(writer, "writer");
        watching("addWriter").watches.add(f, Poller.WRITE, writer);
    }

    @Override
    public void removeWriter(HasFileno f) {
        watching("removeWriter").watches.remove(f, Poller.WRITE);
    }

    private Loop watching(String what) {
        Loop loop = group.current(home);
        loop.requireInLoop(what);
        return loop;
    }

    @Override
    public DelayedCall callLater(Duration delay, Runnable call) {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(call, "call");
        return watching("callLater").callLaterNanos(Timeouts.nanos(delay), call);
    }

    @Override
    public DelayedCall callLater(double seconds, Runnable call) {
        Objects.requireNonNull(call, "call");
        return watching("callLater").callLaterNanos(Timeouts.nanos(seconds), call);
    }

    @Override
    public void callFromThread(Runnable call) {
        home.callFromThread(Objects.requireNonNull(call, "call"));
    }

    @Override
    public void callInThread(Runnable call) {
        Objects.requireNonNull(call, "call");
        group.pools
                .work()
                .execute(
                        () -> {
                            try {
                                call.run();
                            } catch (Throwable e) {
                                Log.log(
                                        System.Logger.Level.ERROR,
                                        () -> "callInThread: " + call + " threw " + e,
                                        e);
                            }
                        });
    }

    @Override
    public void run() {
        group.run();
        group.throwFailure();
    }

    @Override
    public void start() {
        group.start();
    }

    @Override
    public void stop() {
        group.stop();
    }

    @Override
    public CompletionStage<Void> drain(Duration limit) {
        return group.drain(Objects.requireNonNull(limit, "limit"));
    }

    @Override
    public void close() {
        group.close();
    }

    @Override
    public boolean running() {
        return group.isRunning();
    }

    @Override
    public boolean inLoop() {
        return group.inLoop();
    }

    @Override
    public Engine engine() {
        return group.engine;
    }

    @Override
    public Multiplexer multiplexer() {
        return group.multiplexer;
    }

    @Override
    public List<LoopStats> stats() {
        return group.loops().stream().map(each -> each.counters.snapshot(each.name)).toList();
    }

    @Override
    public String toString() {
        return "Reactor " + home.name + " (" + group.engine.name() + ", " + multiplexer() + ")";
    }
}

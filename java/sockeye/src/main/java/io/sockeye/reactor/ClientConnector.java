package io.sockeye.reactor;

import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.Timeouts;
import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One outgoing connection after another to the same destination, on one loop. */
final class ClientConnector implements Connector, Connection.Owner, Stoppable {
    private enum State {
        DISCONNECTED,
        CONNECTING,
        CONNECTED
    }

    private final LoopGroup group;
    private final Loop loop;
    private final Address destination;
    private final ClientFactory factory;
    private final ConnectorOptions options;
    private State state = State.DISCONNECTED;
    private @Nullable Attempts attempts;
    private @Nullable Connection connection;
    private @Nullable Timer timeout;
    private boolean factoryStarted;

    ClientConnector(
            LoopGroup group,
            Loop loop,
            Address destination,
            ClientFactory factory,
            ConnectorOptions options) {
        this.group = group;
        this.loop = loop;
        this.destination = destination;
        this.factory = factory;
        this.options = options;
    }

    @Override
    public Address getDestination() {
        return destination;
    }

    @Override
    public boolean connecting() {
        return state == State.CONNECTING;
    }

    @Override
    public Reactor reactor() {
        return loop.view;
    }

    @Override
    public void connect() {
        loop.requireInLoop("connect");
        if (state != State.DISCONNECTED) {
            throw new IllegalStateException("cannot connect to " + destination + " twice");
        }
        state = State.CONNECTING;
        Attempts made = new Attempts(group, loop, destination, options, this);
        attempts = made;
        loop.connecting.add(this);
        if (!factoryStarted) {
            factoryStarted = tell(factory::doStart);
        }
        tell(() -> factory.startedConnecting(this));
        if (options.timeoutNanos != Timeouts.NONE && attempts == made) {
            timeout = loop.callLaterNanos(options.timeoutNanos, this::timedOut);
        }
        loop.callLaterNanos(0, made::begin);
    }

    private void timedOut() {
        failed(OsTimeoutException.timedOut("connect", destination.toString(), 0));
    }

    @Override
    public void stopConnecting() {
        loop.requireInLoop("stopConnecting");
        if (state != State.CONNECTING) {
            throw new IllegalStateException("not connecting to " + destination);
        }
        failed(new ConnectionLost("connecting to " + destination + " was stopped", null));
    }

    @Override
    public void disconnect() {
        loop.requireInLoop("disconnect");
        if (state == State.CONNECTING) {
            stopConnecting();
        } else if (connection != null) {
            connection.loseConnection();
        }
    }

    @Override
    public void reactorStopped() {
        failed(new ConnectionLost("the reactor was stopped", null));
    }

    // ---- what the attempts tell

    void failed(IOException reason) {
        if (state != State.CONNECTING) {
            return;
        }
        end();
        tell(() -> factory.clientConnectionFailed(this, reason));
        stopFactoryUnlessBusy();
    }

    /** The descriptor is this connector's from here on. */
    void connected(int fd, int family, byte[] peer) {
        end();
        state = State.CONNECTED;
        Connection made = build(fd, family, peer);
        if (made == null) {
            loop.syscalls.close(fd);
            IOException none = new ConnectionLost("the factory built no protocol", null);
            connectionLost(null, none);
            return;
        }
        connection = made;
        try {
            made.sendAtOnce();
            made.open();
        } catch (IOException e) {
            connection = null;
            state = State.DISCONNECTED;
            tell(() -> factory.clientConnectionFailed(this, e));
            stopFactoryUnlessBusy();
        }
    }

    private @Nullable Connection build(int fd, int family, byte[] peer) {
        Object before = loop.enter(factory);
        try {
            Protocol protocol = factory.build(Addresses.decode(peer, family));
            return protocol == null ? null : new Connection(loop, this, fd, family, peer, protocol);
        } catch (Throwable e) {
            loop.failed(factory, e);
            return null;
        } finally {
            loop.leave(before);
        }
    }

    private void end() {
        Attempts ending = attempts;
        attempts = null;
        loop.connecting.remove(this);
        state = State.DISCONNECTED;
        if (ending != null) {
            ending.end();
        }
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
        timeout = null;
    }

    @Override
    public void connectionLost(@Nullable Connection lost, IOException reason) {
        connection = null;
        state = State.DISCONNECTED;
        tell(() -> factory.clientConnectionLost(this, reason));
        stopFactoryUnlessBusy();
    }

    /** The factory may have connected again. */
    private void stopFactoryUnlessBusy() {
        if (state == State.DISCONNECTED && factoryStarted) {
            factoryStarted = false;
            tell(factory::doStop);
        }
    }

    private boolean tell(Loop.Call call) {
        return loop.guarded(factory, factory, call);
    }

    @Override
    public Address host() {
        return options.bindAddress != null ? options.bindAddress : unspecified();
    }

    private Address unspecified() {
        return destination instanceof Address.Unix
                ? Addresses.decode(new byte[0], Sockets.AF_UNIX)
                : Address.inet("0.0.0.0", 0);
    }

    @Override
    public String toString() {
        return "connector to " + destination + ", " + state;
    }
}

package io.sockeye.reactor;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.reactor.driver.AcceptSource;
import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * A port's share in one loop: accepts, and stops accepting while there are too many connections or
 * too few descriptors.
 *
 * <p>When descriptors or kernel memory run out, it pauses until a connection of this loop closes,
 * or for a second, because other users of descriptors give no sign. Clients wait in the backlog
 * meanwhile.
 */
final class Listener extends AcceptSource implements Connection.Owner {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Port port;
    private final Loop loop;
    private final int limit;
    private int count;
    private long quietUntil;

    Listener(Port port, Loop loop, int fd, int limit) {
        super(fd);
        this.port = port;
        this.loop = loop;
        this.limit = limit;
    }

    Loop loop() {
        return loop;
    }

    void start() throws OsException {
        OsException.check(loop.driver.listen(this), "listen");
    }

    void acceptWaiting() {
        loop.driver.acceptNow(this);
    }

    void stop() {
        loop.driver.release(this);
    }

    @Override
    protected void accepted(int fd, DirectBuffer slot) {
        byte[] peer = Addresses.bytes(slot);
        Object before = loop.enter(port.factory);
        try {
            serve(fd, peer);
        } catch (Throwable e) {
            loop.failed(port.factory, e);
        } finally {
            loop.leave(before);
        }
    }

    private void serve(int fd, byte[] peer) throws Exception {
        Connection made = null;
        try {
            Protocol protocol = port.factory.build(Addresses.decode(peer, port.family));
            if (protocol != null) {
                made = new Connection(loop, this, fd, port.family, peer, protocol);
                port.prepare(loop, fd);
            }
        } finally {
            if (made == null) {
                loop.syscalls.close(fd);
            }
        }
        if (made != null) {
            open(made);
        }
    }

    private void open(Connection made) {
        try {
            made.open();
            opened();
        } catch (OsException e) {
            warnOnce("cannot serve a connection from " + made.getPeer() + ": " + e.getMessage());
        }
    }

    private void opened() {
        count++;
        port.opened();
        if (count >= limit) {
            loop.driver.setAccepting(this, false);
        }
    }

    @Override
    public void connectionLost(Connection connection, IOException reason) {
        count--;
        port.closed();
        if (count < limit) {
            loop.driver.setAccepting(this, true);
        }
    }

    @Override
    public Address host() {
        return port.getHost();
    }

    @Override
    protected void acceptFailed(int errno) {
        loop.counters.acceptPauses.add(1);
        loop.driver.setAccepting(this, false);
        loop.callLaterNanos(PAUSE_NANOS, this::resume);
        warnOnce(
                "cannot accept: "
                        + Errno.name(errno)
                        + " ("
                        + Errno.strerror(errno)
                        + "); new connections wait until one closes, or for a second");
    }

    /** Not again for a while: every connection that closes lets one more try and fail. */
    private void warnOnce(String what) {
        long now = loop.timers.now();
        if (now >= quietUntil
                && Log.log(Level.WARNING, () -> loop.name + ": " + port + ": " + what, null)) {
            quietUntil = now + QUIET_NANOS;
        }
    }

    private void resume() {
        if (count < limit) {
            loop.driver.setAccepting(this, true);
        }
    }
}

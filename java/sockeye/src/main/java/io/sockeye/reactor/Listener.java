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

    private final Port port;
    private final Loop loop;
    private final int limit;
    private int open;
    private boolean exhausted;

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

    void stop() {
        loop.driver.release(this);
    }

    @Override
    protected void accepted(int fd, DirectBuffer slot) {
        exhausted = false;
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
            made.open();
            opened();
        }
    }

    private void opened() {
        open++;
        port.opened();
        if (open >= limit) {
            loop.driver.setAccepting(this, false);
        }
    }

    @Override
    public void connectionLost(Connection connection, IOException reason) {
        open--;
        port.closed();
        if (open < limit) {
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
        if (!exhausted) {
            exhausted = true;
            Loop.log(
                    Level.WARNING,
                    loop.name
                            + ": cannot accept on "
                            + port.getHost()
                            + ": "
                            + Errno.name(errno)
                            + " ("
                            + Errno.strerror(errno)
                            + "); new connections wait until one closes, or for a second");
        }
    }

    private void resume() {
        if (open < limit) {
            loop.driver.setAccepting(this, true);
        }
    }
}

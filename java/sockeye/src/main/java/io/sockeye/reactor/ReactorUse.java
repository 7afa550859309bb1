package io.sockeye.reactor;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The reactor of one server or connection: the user's, or a share in the one that all others have
 * together, which ends when nobody has a share in it any more.
 */
final class ReactorUse {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by the lock, as is the number of its users. */
    private static @Nullable Common common;

    private final Reactor reactor;
    private final @Nullable Common share;
    private final AtomicBoolean released = new AtomicBoolean();

    private static final class Common {
        final Reactor reactor;
        int users;

        Common(Reactor reactor) {
            this.reactor = reactor;
        }
    }

    private ReactorUse(Reactor reactor, @Nullable Common share) {
        this.reactor = reactor;
        this.share = share;
    }

    static ReactorUse of(StreamOptions options) throws IOException {
        Reactor own = options.reactor;
        if (own != null) {
            return new ReactorUse(own, null);
        }
        LOCK.lock();
        try {
            Common now = common;
            if (now == null || !now.reactor.running()) {
                now = new Common(Reactor.create(o -> o.name("streams").daemon(true)));
                now.reactor.start();
                common = now;
            }
            now.users++;
            return new ReactorUse(now.reactor, now);
        } finally {
            LOCK.unlock();
        }
    }

    Reactor reactor() {
        return reactor;
    }

    /** Only the first call counts. From any thread. */
    void release() {
        Common used = share;
        if (used == null || !released.compareAndSet(false, true)) {
            return;
        }
        LOCK.lock();
        try {
            used.users--;
            if (used.users > 0) {
                return;
            }
            if (common == used) {
                common = null;
            }
        } finally {
            LOCK.unlock();
        }
        used.reactor.stop();
    }
}

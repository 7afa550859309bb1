package io.sockeye.socket;

import io.sockeye.engine.Lease;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket that is collected while it is open. With {@code -Dsockeye.leaks=true} it also
 * says so, and where the socket was opened.
 */
final class LeakGuard implements Runnable {
    private static final boolean TELLS = Boolean.getBoolean("sockeye.leaks");
    private static final Cleaner CLEANER = Cleaner.create();

    private final Lease lease;
    private final @Nullable Throwable opened;
    private Cleaner.@Nullable Cleanable cleanable;

    private LeakGuard(Lease lease) {
        this.lease = lease;
        this.opened = TELLS ? new Throwable("it was opened here") : null;
    }

    static LeakGuard watch(Object owner, Lease lease) {
        LeakGuard guard = new LeakGuard(lease);
        guard.cleanable = CLEANER.register(owner, guard);
        return guard;
    }

    /** The socket was closed in order; nothing is left to do. */
    void disarm() {
        if (cleanable != null) {
            cleanable.clean();
        }
    }

    @Override
    public void run() {
        if (lease.isClosed()) {
            return;
        }
        if (opened != null) {
            System.getLogger("io.sockeye.socket")
                    .log(
                            System.Logger.Level.WARNING,
                            "unclosed socket, fd " + lease.fd() + ", was collected",
                            opened);
        }
        lease.abandon();
    }
}

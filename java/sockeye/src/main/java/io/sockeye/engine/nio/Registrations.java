package io.sockeye.engine.nio;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a poller watches: a table by number, and for each watch a chain, because
 * several descriptors may name one description. Guarded by the poller.
 */
final class Registrations {
    private static final int FIRST_SIZE = 64;

    /** One descriptor that is watched. */
    static final class Registration {
        final int fd;
        final Watch watch;
        int interest;
        long token;

        /** Of another descriptor of the same description. */
        @Nullable Registration next;

        Registration(int fd, Watch watch) {
            this.fd = fd;
            this.watch = watch;
        }
    }

    /** By descriptor, counted from the lowest. */
    private @Nullable Registration[] byFd = new Registration[FIRST_SIZE];

    @Nullable Registration get(int fd) {
        int index = fd - FdTable.BASE;
        return index < 0 || index >= byFd.length ? null : byFd[index];
    }

    void add(Registration added) {
        int index = added.fd - FdTable.BASE;
        if (index >= byFd.length) {
            byFd = Arrays.copyOf(byFd, Math.max(index + 1, byFd.length * 2));
        }
        byFd[index] = added;
        added.next = added.watch.registrations;
        added.watch.registrations = added;
    }

    void remove(Registration gone) {
        int index = gone.fd - FdTable.BASE;
        if (byFd[index] == gone) {
            byFd[index] = null;
        }
        Watch watch = gone.watch;
        if (watch.registrations == gone) {
            watch.registrations = gone.next;
            return;
        }
        for (Registration each = watch.registrations; each != null; each = each.next) {
            if (each.next == gone) {
                each.next = gone.next;
            }
        }
    }

    void forEach(Consumer<Registration> action) {
        for (Registration each : byFd) {
            if (each != null) {
                action.accept(each);
            }
        }
    }
}

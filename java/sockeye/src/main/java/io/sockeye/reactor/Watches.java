package io.sockeye.reactor;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Filenos;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.IntMap;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.reactor.driver.ReadySource;
import org.jspecify.annotations.Nullable;

/** The readers and writers of a loop, by descriptor. */
final class Watches {
    private final Loop loop;
    private final IntMap<Watch> byFd = new IntMap<>();

    Watches(Loop loop) {
        this.loop = loop;
    }

    private final class Watch extends ReadySource implements Lease.Closing {
        private final @Nullable Lease lease;
        private @Nullable Runnable reader;
        private @Nullable Runnable writer;

        Watch(int fd, @Nullable Lease lease) {
            super(fd);
            this.lease = lease;
        }

        /** Errors and hang-ups are found out by reading or writing, so both are called. */
        @Override
        protected void ready(int events) {
            if (lease != null && lease.isClosed()) {
                return;
            }
            boolean trouble = (events & (Poller.ERROR | Poller.HANGUP)) != 0;
            Runnable reads = reader;
            if (reads != null && (trouble || (events & Poller.READ) != 0) && !loop.guarded(reads)) {
                set(Poller.READ, null);
            }
            Runnable writes = writer;
            if (writes != null
                    && isServed()
                    && (trouble || (events & Poller.WRITE) != 0)
                    && !loop.guarded(writes)) {
                set(Poller.WRITE, null);
            }
        }

        private int set(int direction, @Nullable Runnable call) {
            if (direction == Poller.READ) {
                reader = call;
            } else {
                writer = call;
            }
            int result = update();
            if (result < 0 || (reader == null && writer == null)) {
                forget(this);
            }
            return result;
        }

        private int update() {
            return loop.driver.watch(
                    this, (reader != null ? Poller.READ : 0) | (writer != null ? Poller.WRITE : 0));
        }

        /** Somebody closes the object: from any thread, before the number can be used again. */
        @Override
        public void closing(Lease closed) {
            loop.driver.unwatch(this);
            try {
                loop.callFromThread(() -> forget(this));
            } catch (java.util.concurrent.RejectedExecutionException e) {
                // The loop has ended, and watches nothing.
            }
        }
    }

    void add(HasFileno f, int direction, Runnable call) throws OsException {
        Filenos.requireSameWorld(loop.engine, f.engine());
        int fd = Filenos.of(f);
        if (fd < 0) {
            throw new IllegalArgumentException("Invalid file descriptor: " + fd);
        }
        Watch known = byFd.get(fd);
        if (known != null && known.lease != null && known.lease.isClosed()) {
            forget(known);
            known = null;
        }
        Watch watch = known != null ? known : make(f, fd);
        int result = watch.set(direction, call);
        if (result < 0) {
            String asked = direction == Poller.READ ? "addReader" : "addWriter";
            throw OsException.of(-result, asked, "fd " + fd);
        }
    }

    private Watch make(HasFileno f, int fd) throws OsException {
        Watch made = new Watch(fd, f.lease());
        if (made.lease != null && !made.lease.onClose(made)) {
            throw new ClosedException("addReader", 0);
        }
        byFd.put(fd, made);
        return made;
    }

    void remove(HasFileno f, int direction) {
        Watch watch = byFd.get(Filenos.of(f));
        if (watch != null) {
            watch.set(direction, null);
        }
    }

    private void forget(Watch watch) {
        loop.driver.release(watch);
        if (byFd.get(watch.fd()) == watch) {
            byFd.remove(watch.fd());
        }
        if (watch.lease != null) {
            watch.lease.forget(watch);
        }
    }

    void clear() {
        byFd.values().forEach(this::forget);
    }
}

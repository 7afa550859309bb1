package io.sockeye.engine;

/** One platform thread's wait for one descriptor. */
final class PlatformWaiter implements Lease.Closing {
    private final Poller poller;

    PlatformWaiter(Engine engine) throws OsException {
        boolean poll = engine.multiplexers().contains(Multiplexer.POLL);
        poller = engine.poller(poll ? Multiplexer.POLL : engine.multiplexers().iterator().next());
    }

    @Override
    public void closing(Lease lease) {
        poller.wakeup();
    }

    int await(Lease lease, int interest, long deadlineNanos) {
        if (!lease.onClose(this)) {
            return -Errno.EBADF;
        }
        int added = poller.add(lease.fd(), interest, 0);
        try {
            return added < 0 ? added : pollUntil(lease, deadlineNanos);
        } finally {
            poller.remove(lease.fd());
            lease.forget(this);
        }
    }

    private int pollUntil(Lease lease, long deadlineNanos) {
        while (!lease.isClosed()) {
            long left = Waits.remaining(deadlineNanos);
            int ready = poller.waitFor(left);
            if (ready > 0) {
                return poller.events(0);
            }
            if (ready < 0 && ready != -Errno.EINTR) {
                return ready;
            }
            if (left == 0) {
                return -Errno.ETIMEDOUT;
            }
        }
        return -Errno.EBADF;
    }

    void close() {
        poller.close();
    }
}

package io.sockeye.engine;

/** poll(2). The array's first entry is the wake descriptor. */
final class PollPoller extends ScanPoller {
    private static final int SIZE = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private static final int POLLIN = Abi.host().constant("POLLIN");
    private static final int POLLOUT = Abi.host().constant("POLLOUT");
    private static final int POLLERR = Abi.host().constant("POLLERR");
    private static final int POLLHUP = Abi.host().constant("POLLHUP");
    private static final int POLLNVAL = Abi.host().constant("POLLNVAL");

    private final Engine engine;
    private DirectBuffer pollfds;
    private int entries;

    PollPoller(Engine engine) throws OsException {
        super(engine);
        this.engine = engine;
        this.pollfds = engine.allocate(16 * SIZE);
    }

    /** Writes one entry. */
    static void fill(DirectBuffer pollfds, int place, int fd, int interest) {
        int at = place * SIZE;
        boolean silent = (interest & (READ | WRITE)) == 0;
        int events =
                ((interest & READ) != 0 ? POLLIN : 0) | ((interest & WRITE) != 0 ? POLLOUT : 0);
        // Without interest poll would still report errors, again and again: a negative fd is
        // ignored.
        pollfds.putInt(at, silent ? -1 : fd);
        pollfds.putShort(at + EVENTS, (short) events);
        pollfds.putShort(at + REVENTS, (short) 0);
    }

    /** Reads what one entry is ready for. */
    static int readiness(DirectBuffer pollfds, int place) {
        int revents = pollfds.getShort(place * SIZE + REVENTS);
        if (revents == 0) {
            return 0;
        }
        return ((revents & POLLIN) != 0 ? READ : 0)
                | ((revents & POLLOUT) != 0 ? WRITE : 0)
                | ((revents & (POLLERR | POLLNVAL)) != 0 ? ERROR : 0)
                | ((revents & POLLHUP) != 0 ? HANGUP : 0);
    }

    @Override
    public Multiplexer kind() {
        return Multiplexer.POLL;
    }

    @Override
    boolean holds(int fd) {
        return true;
    }

    @Override
    void prepare(int[] fds, int[] interests, int count) {
        entries = count + 1;
        if (entries * SIZE > pollfds.capacity()) {
            pollfds = engine.allocate(entries * 2 * SIZE);
        }
        fill(pollfds, 0, wake.fileno(), READ);
        for (int i = 0; i < count; i++) {
            fill(pollfds, i + 1, fds[i], interests[i]);
        }
    }

    @Override
    int call(long timeoutNanos) {
        return syscalls.poll(pollfds, 0, entries, timeoutNanos);
    }

    @Override
    boolean woken() {
        return readiness(pollfds, 0) != 0;
    }

    @Override
    int readiness(int place, int fd) {
        return readiness(pollfds, place + 1);
    }
}

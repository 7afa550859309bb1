package io.sockeye.engine;

/** select(2), for descriptors below FD_SETSIZE. */
final class SelectPoller extends ScanPoller {
    private static final int SETSIZE = Abi.host().constant("FD_SETSIZE");
    private static final int SET = SETSIZE / Byte.SIZE;
    private static final int SETS = 3 * SET;

    /** The sets as they are wanted, then the sets that the kernel overwrites. */
    private final DirectBuffer sets;

    private int highest;

    SelectPoller(Engine engine) throws OsException {
        super(engine);
        if (wake.fileno() >= SETSIZE) {
            int fd = wake.fileno();
            wake.close();
            throw OsException.of(
                    Errno.EMFILE,
                    "select",
                    "",
                    "select needs a descriptor below "
                            + SETSIZE
                            + " to be woken by, and the lowest free one is "
                            + fd
                            + ": use poll or epoll",
                    0);
        }
        sets = engine.allocate(2 * SETS);
    }

    @Override
    public Multiplexer kind() {
        return Multiplexer.SELECT;
    }

    @Override
    boolean holds(int fd) {
        return fd < SETSIZE;
    }

    @Override
    void prepare(int[] fds, int[] interests, int count) {
        for (int i = 0; i < SETS; i += Long.BYTES) {
            sets.putLong(i, 0);
        }
        highest = wake.fileno();
        set(0, wake.fileno());
        for (int i = 0; i < count; i++) {
            if ((interests[i] & READ) != 0) {
                set(0, fds[i]);
            }
            if ((interests[i] & WRITE) != 0) {
                set(SET, fds[i]);
            }
            highest = Math.max(highest, fds[i]);
        }
    }

    @Override
    int call(long timeoutNanos) {
        for (int i = 0; i < SETS; i += Long.BYTES) {
            sets.putLong(SETS + i, sets.getLong(i));
        }
        int bits = syscalls.select(highest + 1, sets, SETS, timeoutNanos);
        // select counts bits, not descriptors: let the scan look at every one.
        return bits > 0 ? Integer.MAX_VALUE : bits;
    }

    @Override
    boolean woken() {
        return isSet(SETS, wake.fileno());
    }

    @Override
    int readiness(int place, int fd) {
        return (isSet(SETS, fd) ? READ : 0) | (isSet(SETS + SET, fd) ? WRITE : 0);
    }

    /** An fd_set is an array of longs; bit n of the host's long m is descriptor 64 m + n. */
    private void set(int base, int fd) {
        int at = base + (fd >> 6) * Long.BYTES;
        sets.putLong(at, sets.getLong(at) | (1L << fd));
    }

    private boolean isSet(int base, int fd) {
        return (sets.getLong(base + (fd >> 6) * Long.BYTES) & (1L << fd)) != 0;
    }
}

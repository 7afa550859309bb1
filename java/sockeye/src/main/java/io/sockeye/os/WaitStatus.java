package io.sockeye.os;

/**
 * How a process is: the status that waitpid(2) gives.
 *
 * @param pid the process, or 0 if it still runs
 * @param status the kernel's number
 */
public record WaitStatus(int pid, int status) {
    private static final int SIGNAL_BITS = 0x7f;
    private static final int STOPPED = 0x7f;
    private static final int CODE_SHIFT = 8;
    private static final int CODE_BITS = 0xff;

    /**
     * Whether it has not ended.
     *
     * @return true if it still runs
     */
    public boolean running() {
        return pid == 0;
    }

    /**
     * Whether it ended by itself.
     *
     * @return true if it called exit
     */
    public boolean exited() {
        return !running() && (status & SIGNAL_BITS) == 0;
    }

    /**
     * Its exit code.
     *
     * @return 0 to 255
     * @throws IllegalStateException unless it {@link #exited}
     */
    public int exitCode() {
        if (!exited()) {
            throw new IllegalStateException("it has no exit code: " + this);
        }
        return (status >> CODE_SHIFT) & CODE_BITS;
    }

    /**
     * Whether a signal ended it.
     *
     * @return true if so
     */
    public boolean signaled() {
        int signal = status & SIGNAL_BITS;
        return !running() && signal != 0 && signal != STOPPED;
    }

    /**
     * The signal that ended it.
     *
     * @return its number
     * @throws IllegalStateException unless it was {@link #signaled}
     */
    public int signal() {
        if (!signaled()) {
            throw new IllegalStateException("no signal ended it: " + this);
        }
        return status & SIGNAL_BITS;
    }

    @Override
    public String toString() {
        String how =
                running()
                        ? "running"
                        : exited()
                                ? "exit code " + exitCode()
                                : signaled() ? "signal " + signal() : "status " + status;
        return "process " + pid + ": " + how;
    }
}

package io.sockeye.benchmarks.compare;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;

/** The CPU-time clocks of other processes: threads that have ended count, to the nanosecond. */
final class CpuClock {
    static {
        Native.register(Platform.C_LIBRARY_NAME);
    }

    private CpuClock() {}

    /** What all threads of a process have used since it began, its children not included. */
    static long nanos(int pid) throws IOException {
        int[] clock = new int[1];
        long[] timespec = new long[2];
        if (clock_getcpuclockid(pid, clock) != 0 || clock_gettime(clock[0], timespec) != 0) {
            throw new IOException("process " + pid + " has ended");
        }
        return timespec[0] * 1_000_000_000 + timespec[1];
    }

    private static native int clock_getcpuclockid(int pid, int[] clock);

    private static native int clock_gettime(int clock, long[] timespec);
}

package io.sockeye.benchmarks.calls;

import io.sockeye.engine.Abi;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to leave Java: a function that does nothing, and the cheapest system call of the
 * seam. The nio engine leaves Java for neither.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
// The manifest's Enable-Native-Access does not reach the forks, which run with -cp.
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CallCost {
    private static final int F_GETFD = Abi.host().constant("F_GETFD");

    @Benchmark
    public int emptyJni() throws Throwable {
        return (int) EmptyCalls.Jni.NOOP.invokeExact();
    }

    /** JDK 22 or newer; the launcher leaves it out elsewhere. */
    @Benchmark
    public int emptyFfm() throws Throwable {
        return (int) EmptyCalls.Ffm.ABS.invokeExact(1);
    }

    @Benchmark
    public int emptyJna() {
        return EmptyCalls.Jna.abs(1);
    }

    @Benchmark
    public int fcntl(EngineSockets sockets) {
        return sockets.syscalls.fcntl(sockets.first, F_GETFD, 0);
    }
}

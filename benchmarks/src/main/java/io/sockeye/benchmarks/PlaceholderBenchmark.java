package io.sockeye.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Keeps the build of the benchmarks honest until there is one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// The manifest's Enable-Native-Access does not reach the forks, which run with -cp.
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PlaceholderBenchmark {
    /** One read of the clock. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }
}

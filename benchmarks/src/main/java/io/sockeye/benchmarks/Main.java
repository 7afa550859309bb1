package io.sockeye.benchmarks;

import io.sockeye.benchmarks.compare.Compare;
import java.util.Arrays;

/** JMH, or the end-to-end comparison when the first argument is {@code compare}. */
public final class Main {
    private Main() {}

    /** Hands over to the one that was asked for. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("compare")) {
            System.exit(Compare.run(Arrays.copyOfRange(args, 1, args.length)));
        } else {
            CallBenchmarks.run(args);
        }
    }
}

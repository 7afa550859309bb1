package io.sockeye.benchmarks;

import io.sockeye.benchmarks.chart.ChartCommand;
import io.sockeye.benchmarks.compare.Agree;
import io.sockeye.benchmarks.compare.Compare;
import java.util.Arrays;

/**
 * JMH, or what the first argument names: {@code compare} for the end-to-end comparison, {@code
 * agree} for the check of its load generator, {@code chart} for a picture of a run.
 */
public final class Main {
    private Main() {}

    /** Hands over to the one that was asked for. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("compare")) {
            System.exit(Compare.run(Arrays.copyOfRange(args, 1, args.length)));
        } else if (args.length > 0 && args[0].equals("agree")) {
            System.exit(Agree.run(Arrays.copyOfRange(args, 1, args.length)));
        } else if (args.length > 0 && args[0].equals("chart")) {
            System.exit(ChartCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        } else {
            CallBenchmarks.run(args);
        }
    }
}

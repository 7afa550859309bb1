package io.sockeye.benchmarks;

import io.sockeye.benchmarks.compare.Checkout;
import io.sockeye.benchmarks.compare.CompareException;
import io.sockeye.benchmarks.compare.Programs;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs JMH with the engines that this machine has, and the same calls in C beside it. */
final class CallBenchmarks {
    private static final List<String> WITH_C =
            List.of("io.sockeye.benchmarks.calls.CallCost", "io.sockeye.benchmarks.calls.Recv");

    private CallBenchmarks() {}

    static void run(String[] args) throws Exception {
        org.openjdk.jmh.Main.main(withAvailable(args));
        if (comparesWithC(args)) {
            Optional<Path> program = Checkout.program("sockeye-call-cost");
            System.out.println();
            System.out.println(
                    program.isPresent() ? inC(program.get()) : "No figures of C: not built.");
        }
    }

    /** JMH's own defaults name every engine; those that are not available would only fail. */
    static String[] withAvailable(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        addUnlessGiven(all, "engine", available(Engine::name));
        addUnlessGiven(all, "backend", available(CallBenchmarks::backends));
        if (!List.of(available(Engine::name).split(",")).contains("ffm")) {
            all.addAll(List.of("-e", "CallCost.emptyFfm"));
        }
        return all.toArray(String[]::new);
    }

    private static void addUnlessGiven(List<String> args, String parameter, String values) {
        if (args.stream().noneMatch(arg -> arg.startsWith(parameter + "="))) {
            args.add("-p");
            args.add(parameter + "=" + values);
        }
    }

    private static String available(Function<Engine, String> text) {
        return Engines.all().stream()
                .filter(Engine::isAvailable)
                .map(text)
                .collect(Collectors.joining(","));
    }

    private static String backends(Engine engine) {
        return engine.multiplexers().stream()
                .filter(kind -> kind != Multiplexer.IO_URING) // the reactor's, and no poller
                .map(kind -> engine.name() + "+" + kind)
                .collect(Collectors.joining(","));
    }

    private static boolean comparesWithC(String... args) throws CommandLineOptionException {
        CommandLineOptions options = new CommandLineOptions(args);
        boolean runs =
                !options.shouldHelp()
                        && !options.shouldList()
                        && !options.shouldListWithParams()
                        && !options.shouldListProfilers()
                        && !options.shouldListResultFormats();
        List<String> wanted = options.getIncludes();
        return runs && (wanted.isEmpty() || wanted.stream().anyMatch(CallBenchmarks::hasFigureInC));
    }

    private static boolean hasFigureInC(String wanted) {
        Pattern pattern = Pattern.compile(wanted);
        return WITH_C.stream().anyMatch(name -> pattern.matcher(name).find());
    }

    private static String inC(Path program) throws CompareException {
        return "The same calls in C, ns (CallCost: noop, fcntl; Recv: recv_eagain, send_recv_64):\n"
                + Programs.run(List.of(program.toString()));
    }
}

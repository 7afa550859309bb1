package io.sockeye.cli;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code engines}: which engines and multiplexers work on this host, and why the others do not. */
@Command(
        name = "engines",
        description = "Lists the engines and multiplexers of this host.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class EnginesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Prints JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.of(report()));
        } else {
            print(out);
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out) {
        Table engines = new Table("engine", "status", "multiplexers", "origin");
        Engines.all().forEach(engine -> engines.add(row(engine)));
        Table multiplexers = new Table("multiplexer", "status", "engines");
        Stream.of(Multiplexer.values()).forEach(kind -> multiplexers.add(row(kind)));
        out.print(engines);
        out.println();
        out.print(multiplexers);
        Engines.all().forEach(engine -> printMissingFeatures(out, engine));
        out.println();
        out.println("default engine: " + defaultEngine());
    }

    private static void printMissingFeatures(PrintWriter out, Engine engine) {
        engine.missingRingFeatures()
                .forEach(
                        (feature, why) ->
                                out.println(
                                        engine.name()
                                                + ": io_uring without "
                                                + feature
                                                + ": "
                                                + why));
    }

    private static String[] row(Engine engine) {
        if (!engine.isAvailable()) {
            return new String[] {engine.name(), unavailable(Engines.reason(engine))};
        }
        String multiplexers = joined(engine.multiplexers());
        return new String[] {engine.name(), "available", multiplexers, engine.origin()};
    }

    private static String[] row(Multiplexer kind) {
        List<String> engines = enginesWith(kind);
        if (engines.isEmpty()) {
            return new String[] {kind.toString(), unavailable(absence(kind))};
        }
        return new String[] {kind.toString(), "available", joined(engines)};
    }

    private static Map<String, Object> report() throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", Version.number());
        report.put("default", isNamed(defaultEngine()) ? defaultEngine() : null);
        report.put("engines", Engines.all().stream().map(EnginesCommand::describe).toList());
        report.put(
                "multiplexers",
                Stream.of(Multiplexer.values()).map(EnginesCommand::describe).toList());
        return report;
    }

    private static Map<String, Object> describe(Engine engine) {
        boolean available = engine.isAvailable();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", engine.name());
        described.put("available", available);
        described.put("reason", available ? null : Engines.reason(engine));
        described.put("multiplexers", engine.multiplexers());
        described.put("missingRingFeatures", engine.missingRingFeatures());
        described.put("origin", available ? engine.origin() : null);
        return described;
    }

    private static Map<String, Object> describe(Multiplexer kind) {
        List<String> engines = enginesWith(kind);
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", kind);
        described.put("available", !engines.isEmpty());
        described.put("reason", engines.isEmpty() ? absence(kind) : null);
        described.put("engines", engines);
        return described;
    }

    private static List<String> enginesWith(Multiplexer kind) {
        return Engines.all().stream()
                .filter(engine -> engine.multiplexers().contains(kind))
                .map(Engine::name)
                .toList();
    }

    private static String absence(Multiplexer kind) {
        String host = System.getProperty("os.name");
        boolean linux = host.equals("Linux");
        Optional<String> known =
                Engines.all().stream().flatMap(engine -> engine.missing(kind).stream()).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        if (kind == Multiplexer.KQUEUE && linux) {
            return "this is " + host + "; kqueue is BSD's and macOS'";
        }
        if (kind == Multiplexer.EPOLL && !linux) {
            return "this is " + host + "; epoll is Linux'";
        }
        return "no available engine offers it";
    }

    /** The list of engines must come out even when a property asks for one that does not work. */
    private static String defaultEngine() {
        try {
            return Engines.best().name();
        } catch (IllegalStateException | IllegalArgumentException e) {
            return "none: " + e.getMessage();
        }
    }

    private static boolean isNamed(String engine) {
        return Engines.all().stream().anyMatch(e -> e.name().equals(engine));
    }

    private static String unavailable(String reason) {
        return "unavailable because " + reason;
    }

    private static String joined(Collection<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}

package io.sockeye.cli;

import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.testing.Child;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The jar that users run, and what it is run with. */
final class Sockeye {
    static final String JAR = System.getProperty("sockeye.jar");

    private Sockeye() {}

    static Child start(String... arguments) throws IOException {
        return withJvmOptions(List.of(), arguments);
    }

    static Child withJvmOptions(List<String> options, String... arguments) throws IOException {
        if (!new File(JAR).isFile()) {
            throw new AssertionError(JAR + " is missing: 'mvn package' makes it");
        }
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(arguments));
        return Child.java(command.toArray(String[]::new));
    }

    /** The engines that must work here, whatever else does. */
    static Stream<String> engines() {
        return Stream.of(System.getProperty("sockeye.test.engines").split(","));
    }

    static Stream<String> enginesWithProcesses() {
        return engines().filter(engine -> Engines.named(engine).hasRealFds());
    }

    static Stream<String> enginesWithSelect() {
        return engines().filter(e -> Engines.named(e).multiplexers().contains(Multiplexer.SELECT));
    }

    /** The two parts of the library that serve: options, as one argument each. */
    static Stream<String> servers() {
        return Stream.of("--server selectors", "--server reactor");
    }

    static Stream<Arguments> enginesAndServers() {
        return with(engines().map(Arguments::of), servers());
    }

    static Stream<Arguments> enginesWithSelectAndServers() {
        return with(enginesWithSelect().map(Arguments::of), servers());
    }

    static Stream<Arguments> enginesMultiplexersAndServers() {
        Stream<String> all = Stream.concat(servers(), Stream.of("--server reactor --loops 2"));
        return with(enginesAndMultiplexers(), all).filter(Sockeye::isPossible);
    }

    /** io_uring is the reactor's alone. */
    private static boolean isPossible(Arguments each) {
        List<Object> values = List.of(each.get());
        return Multiplexer.named((String) values.get(1)).hasPoller()
                || values.get(2).toString().startsWith("--server reactor");
    }

    private static Stream<Arguments> enginesAndMultiplexers() {
        return engines()
                .flatMap(
                        engine ->
                                Engines.named(engine).multiplexers().stream()
                                        .map(kind -> Arguments.of(engine, kind.toString())));
    }

    private static Stream<Arguments> with(Stream<Arguments> all, Stream<String> last) {
        List<String> each = last.toList();
        return all.flatMap(before -> each.stream().map(value -> append(before, value)));
    }

    private static Arguments append(Arguments before, Object last) {
        List<Object> values = new ArrayList<>(List.of(before.get()));
        values.add(last);
        return Arguments.of(values.toArray());
    }
}

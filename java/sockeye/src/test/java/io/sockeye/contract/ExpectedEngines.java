package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The engines that this run must execute; one that is not available fails whatever asks for it. A
 * class with a parameter of type {@link Multiplexer} runs once for each multiplexer of each engine;
 * io_uring is the reactor's alone.
 */
final class ExpectedEngines implements ArgumentsProvider {
    static final String PROPERTY = "sockeye.test.engines";

    static List<String> names() {
        String expected = System.getProperty(PROPERTY, "");
        if (expected.isEmpty()) {
            throw new IllegalStateException("-D" + PROPERTY + " names no engine");
        }
        return List.of(expected.split(","));
    }

    static List<Engine> all() {
        return names().stream().map(Engines::named).toList();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        boolean each =
                parameters.getAll().stream()
                        .anyMatch(parameter -> parameter.getParameterType() == Multiplexer.class);
        boolean ofReactors =
                context.getTestClass().filter(ReactorContract.class::isAssignableFrom).isPresent();
        return all().stream()
                .flatMap(engine -> each ? ofEach(engine, ofReactors) : Stream.of(of(engine)));
    }

    private static Arguments of(Engine engine) {
        return Arguments.of(Named.of(engine.name(), engine));
    }

    private static Stream<Arguments> ofEach(Engine engine, boolean ofReactors) {
        return engine.multiplexers().stream()
                .filter(kind -> ofReactors || kind.hasPoller())
                .map(kind -> Arguments.of(Named.of(engine.name(), engine), kind));
    }
}

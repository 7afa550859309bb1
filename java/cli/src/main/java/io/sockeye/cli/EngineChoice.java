package io.sockeye.cli;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --engine}; without it the library's own choice. */
final class EngineChoice {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "jni, jna or nio; default: -Dsockeye.engine, SOCKEYE_ENGINE, or the best one.")
    private String name;

    Engine engine() {
        return valid(() -> name == null ? Engines.best() : Engines.named(name));
    }

    /** What the library calls a wrong argument or state is a wrong option here. */
    <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw refusal(e.getMessage());
        }
    }

    ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

package io.sockeye.engine.libc;

import io.sockeye.engine.Engines;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Those of the run's engines that are over libc; one that is not available fails. */
public final class LibcEngines implements ArgumentsProvider {
    private static final List<String> EXPECTED =
            List.of(System.getProperty("sockeye.test.engines", "").split(","));

    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        return Stream.of("ffm", "jna")
                .filter(EXPECTED::contains)
                .map(name -> Arguments.of(Named.of(name, Engines.named(name))));
    }
}

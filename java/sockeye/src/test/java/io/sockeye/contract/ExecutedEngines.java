package io.sockeye.contract;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails a run in which an engine was expected and executed no test. */
final class ExecutedEngines implements BeforeEachCallback, AutoCloseable {
    private static final Namespace OURS = Namespace.create(ExecutedEngines.class);

    private final Set<String> executed = new ConcurrentSkipListSet<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        String name = ContractTest.engineOf(context).name();
        context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(
                        ExecutedEngines.class, key -> new ExecutedEngines(), ExecutedEngines.class)
                .executed
                .add(name);
    }

    /** The end of the run. */
    @Override
    public void close() {
        for (String expected : ExpectedEngines.names()) {
            if (!executed.contains(expected)) {
                throw new AssertionError(
                        "engine " + expected + " was expected and did not execute");
            }
        }
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Multiplexer;
import io.sockeye.selectors.DefaultSelector;
import io.sockeye.selectors.SelectorKey;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which multiplexer the default selector takes; JVMs of their own are told another one. */
class DefaultSelectorTest extends ContractTest {
    private ChildJvm child() {
        return new ChildJvm().option("-Dsockeye.engine=" + engine.name());
    }

    private static String said(ChildJvm child) throws Exception {
        return child.run(DefaultSelectorChild.class).strip();
    }

    @Test
    void itTakesTheEnginesFirstChoice() throws IOException {
        try (DefaultSelector selector = new DefaultSelector(engine)) {
            assertEquals(engine.multiplexers().iterator().next(), selector.multiplexer());
            SelectorKey key = selector.register(udp(), 2);
            assertEquals(SelectorContract.ready(key, 2), selector.select());
        }
    }

    @Test
    void thePropertyNamesAnotherOne() throws Exception {
        for (Multiplexer kind : SelectorContract.kinds(engine)) {
            String expected = engine.name() + " " + kind + " true";
            assertEquals(expected, said(child().option("-Dsockeye.multiplexer=" + kind)));
        }
    }

    @Test
    void theEnvironmentNamesAnotherOneUnlessThePropertyDoes() throws Exception {
        for (Multiplexer kind : SelectorContract.kinds(engine)) {
            String expected = engine.name() + " " + kind + " true";
            String name = kind.toString().toUpperCase(java.util.Locale.ROOT);
            assertEquals(expected, said(child().environment("SOCKEYE_MULTIPLEXER", name)));
            assertEquals(
                    expected,
                    said(
                            child().environment("SOCKEYE_MULTIPLEXER", "turbo")
                                    .option("-Dsockeye.multiplexer=" + name)));
        }
    }

    @Test
    void emptyMeansNotNamed() throws Exception {
        String said =
                said(
                        child().option("-Dsockeye.multiplexer=")
                                .environment("SOCKEYE_MULTIPLEXER", ""));
        assertEquals(engine.name() + " " + engine.multiplexers().iterator().next() + " true", said);
    }

    @Test
    void oneThatTheEngineLacksIsAnErrorThatSaysWhatItHas() throws Exception {
        String lacked = engine.hasRealFds() ? "nio" : "epoll";
        String said = said(child().option("-Dsockeye.multiplexer=" + lacked));
        assertTrue(said.startsWith("OsException "), said);
        assertTrue(said.contains(lacked), said);
        assertTrue(said.contains("the " + engine.name() + " engine"), said);
        assertTrue(said.contains(engine.multiplexers().toString()) || said.contains("is nio"));
    }

    @Test
    void ioUringIsForTheReactorAlone() throws Exception {
        assumeTrue(
                engine.multiplexers().contains(Multiplexer.IO_URING),
                engine.name() + " has no io_uring");
        String said = said(child().option("-Dsockeye.multiplexer=io_uring"));
        assertTrue(said.startsWith("OsException "), said);
        assertTrue(said.contains("io_uring is the reactor's"), said);
        assertTrue(said.contains(SelectorContract.kinds(engine).toString()), said);
    }

    @Test
    void anUnknownNameIsAnErrorThatListsTheKnown() throws Exception {
        String said = said(child().option("-Dsockeye.multiplexer=turbo"));
        assertTrue(said.startsWith("IllegalArgumentException "), said);
        assertTrue(said.contains("'turbo'"), said);
        assertTrue(said.contains("select, poll, epoll"), said);
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.Reactor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real host without io_uring: qemu's emulation of a process on another processor. */
@Tag("contract")
class EmulatorTest extends ContractTest {
    @BeforeEach
    void emulated() {
        assumeTrue(
                Boolean.getBoolean("sockeye.test.emulated"),
                "this is no emulator; the profile aarch64 runs one");
    }

    @Test
    void thisIsTheOtherProcessor() {
        assertEquals("aarch64", System.getProperty("os.arch"));
    }

    @Test
    void anEngineSaysWhyThereIsNoRing() {
        assumeTrue(engine.hasRealFds(), "java.nio asks for none");
        assertEquals(
                List.of(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT),
                List.copyOf(engine.multiplexers()));
        String why = engine.missing(Multiplexer.IO_URING).orElseThrow();
        assertTrue(why.contains("[Errno " + Errno.ENOSYS + "]"), why);
        assertTrue(why.contains("io_uring_setup"), why);
        assertTrue(why.contains("emulator"), why);
        assertTrue(Engines.report().contains("no io_uring because " + why), Engines.report());
    }

    @Test
    void whoAsksForARingIsRefused() {
        assumeTrue(engine.hasRealFds(), "java.nio asks for none");
        String why = engine.missing(Multiplexer.IO_URING).orElseThrow();
        String said = "";
        try (Reactor refused =
                Reactor.create(o -> o.engine(engine).multiplexer(Multiplexer.IO_URING))) {
            said = "made " + refused;
        } catch (IOException e) {
            said = e.getMessage();
        }
        assertTrue(said.contains(why), said);
    }

    @Test
    void theUsualReactorIsThere() throws IOException {
        Engine best = Engines.best();
        assertEquals("jni", best.name());
        try (Reactor usual = Reactor.create(o -> o.engine(best))) {
            assertEquals(Multiplexer.EPOLL, usual.multiplexer());
        }
    }
}

package io.sockeye.engine.ffm;

import static io.sockeye.engine.libc.Jvm.classes;
import static io.sockeye.engine.libc.Jvm.java;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.libc.Explain;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** The engine itself, which only a run from the jar on a newer Java has. */
@Tag("contract")
class FfmEngineTest {
    private static final String MAIN = Explain.class.getName();
    private final Engine engine = new FfmEngine();

    @BeforeEach
    void needsNewerClasses() {
        boolean expected = System.getProperty("sockeye.test.engines", "").contains("ffm");
        assumeTrue(expected, "ffm is not among the engines of this run");
        assertTrue(engine.isAvailable(), () -> engine.unavailabilityCause().toString());
    }

    @Test
    void offersTheBestMultiplexerFirst() {
        assertEquals(
                List.of(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT),
                engine.multiplexers().stream().filter(Multiplexer::hasPoller).toList());
    }

    @Test
    void refusesAMultiplexerThatItLacks() {
        var refused = assertThrows(OsException.class, () -> engine.poller(Multiplexer.NIO));
        assertEquals(Errno.EOPNOTSUPP, refused.errno());
        assertTrue(refused.getMessage().contains("the ffm engine"), refused.getMessage());
    }

    @Test
    void wrapSharesTheMemoryWhereverItsPositionIs() {
        ByteBuffer memory = ByteBuffer.allocateDirect(8).position(3).limit(4);
        DirectBuffer wrapped = engine.wrap(memory);
        wrapped.put(7, (byte) 42);
        assertEquals(8, wrapped.capacity());
        assertEquals(42, memory.clear().get(7));
        assertEquals(wrapped.address() + 2, engine.wrap(memory.slice(2, 4)).address());
    }

    @Test
    void wrapRefusesHeapMemory() {
        ByteBuffer heap = ByteBuffer.allocate(8);
        assertThrows(IllegalArgumentException.class, () -> engine.wrap(heap));
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void underDeniedNativeAccessItSaysWhichFlagToSet() throws Exception {
        String path = classes(Engine.class) + ":" + classes(Explain.class);
        String said = java("--illegal-native-access=deny", "-cp", path, MAIN, "ffm");
        assertTrue(said.contains("available false\nmultiplexers []\n"), said);
        assertTrue(said.contains("start java with --enable-native-access=ALL-UNNAMED"), said);
        assertTrue(said.contains("IllegalCallerException"), said);
        assertTrue(said.contains("refused with its cause true"), said);
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void onTheModulePathItsOwnModuleIsEnough() throws Exception {
        String said =
                java(
                        "--illegal-native-access=deny",
                        "--enable-native-access=io.sockeye",
                        "-p",
                        classes(Engine.class),
                        "--patch-module",
                        "io.sockeye=" + classes(Explain.class),
                        "-m",
                        "io.sockeye/" + MAIN,
                        "ffm");
        assertTrue(said.contains("available true\n"), said);
        assertTrue(said.contains("close " + -Errno.EBADF), said);
        assertFalse(said.contains("WARNING"), said);
    }
}

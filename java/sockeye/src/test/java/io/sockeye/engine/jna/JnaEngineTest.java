package io.sockeye.engine.jna;

import static io.sockeye.engine.libc.Jvm.classes;
import static io.sockeye.engine.libc.Jvm.java;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.libc.Explain;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JnaEngineTest {
    private static final Engine ENGINE = new JnaEngine();
    private static final String MAIN = Explain.class.getName();

    @Test
    void withoutJnaJarItLoadsAndSaysWhatToAdd() throws Exception {
        String said =
                java("-cp", classes(Engine.class) + ":" + classes(Explain.class), MAIN, "jna");
        assertTrue(said.contains("available false\nmultiplexers []\n"), said);
        assertTrue(
                said.contains(
                        "reason jna.jar is not on the class path or module path: add"
                                + " net.java.dev.jna:jna:5.19.1: com/sun/jna/"),
                said);
        assertTrue(said.contains("Caused by: java.lang.NoClassDefFoundError"), said);
        assertTrue(said.contains("refused with its cause true"), said);
    }

    @Test
    void aNamedModuleFindsJnaJarOnTheClassPath() throws Exception {
        String said =
                java(
                        "-cp",
                        jnaJar(),
                        "-p",
                        classes(Engine.class),
                        "--patch-module",
                        "io.sockeye=" + classes(Explain.class),
                        "-m",
                        "io.sockeye/" + MAIN,
                        "jna");
        assertTrue(said.contains("available true\n"), said);
        assertTrue(said.contains("close " + -Errno.EBADF), said);
    }

    @Test
    void aNamedModuleWithoutJnaJarSaysHowToAddTheModule() throws Exception {
        String said =
                java(
                        "-p",
                        classes(Engine.class),
                        "--patch-module",
                        "io.sockeye=" + classes(Explain.class),
                        "-m",
                        "io.sockeye/" + MAIN,
                        "jna");
        assertTrue(said.contains("--add-modules com.sun.jna"), said);
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void underDeniedNativeAccessItKeepsTheCause() throws Exception {
        String path = classes(Engine.class) + ":" + classes(Explain.class) + ":" + jnaJar();
        String said = java("--illegal-native-access=deny", "-cp", path, MAIN, "jna");
        assertTrue(said.contains("available false\n"), said);
        assertTrue(said.contains("Caused by: java.lang.IllegalCallerException"), said);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void offersTheBestMultiplexerFirst() {
        assertEquals(
                List.of(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT),
                ENGINE.multiplexers().stream().filter(Multiplexer::hasPoller).toList());
    }

    @Test
    void refusesAMultiplexerThatItLacks() {
        var refused = assertThrows(OsException.class, () -> ENGINE.poller(Multiplexer.NIO));
        assertEquals(Errno.EOPNOTSUPP, refused.errno());
        assertTrue(refused.getMessage().contains("the jna engine"), refused.getMessage());
    }

    @Test
    void originNamesTheJnaThatIsLoaded() {
        assertEquals("JNA " + Native.VERSION + ", libc", ENGINE.origin());
    }

    @Test
    void wrapSharesTheMemoryWhereverItsPositionIs() {
        ByteBuffer memory = ByteBuffer.allocateDirect(8).position(3).limit(4);
        DirectBuffer wrapped = ENGINE.wrap(memory);
        wrapped.put(7, (byte) 42);
        assertEquals(8, wrapped.capacity());
        assertEquals(42, memory.clear().get(7));
        assertEquals(wrapped.address() + 2, ENGINE.wrap(memory.slice(2, 4)).address());
    }

    @Test
    void wrapRefusesHeapMemory() {
        ByteBuffer heap = ByteBuffer.allocate(8);
        assertThrows(IllegalArgumentException.class, () -> ENGINE.wrap(heap));
    }

    private static String jnaJar() throws Exception {
        return classes(Native.class);
    }
}

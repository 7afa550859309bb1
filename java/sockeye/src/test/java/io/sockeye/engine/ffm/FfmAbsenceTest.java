package io.sockeye.engine.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** The class that stands where the engine would be, as tests from a folder see it. */
class FfmAbsenceTest {
    private final Engine engine = new FfmEngine();

    @Test
    @EnabledForJreRange(maxVersion = 21)
    void anOldJavaIsToldWhichOneItTakes() {
        assertFalse(engine.isAvailable());
        assertEquals(Set.of(), engine.multiplexers());
        int java = Runtime.version().feature();
        assertEquals("it needs JDK 22 or newer, this is " + java, Engines.reason(engine));
        var refused = assertThrows(IllegalStateException.class, engine::resolver);
        assertEquals(engine.unavailabilityCause().orElseThrow(), refused.getCause());
    }

    @Test
    void aBuildWithoutANewerJdkIsToldFromClassesThatTheJvmPassesOver() {
        String built = FfmEngine.reason(22, false);
        assertTrue(built.contains("built without JDK 22 or newer"), built);
        String passedOver = FfmEngine.reason(25, true);
        assertTrue(passedOver.contains("Multi-Release: true"), passedOver);
    }

    /** Who has both gets C; JNA is for those who have neither. */
    @Test
    void itStandsBetweenJniAndJna() {
        assertEquals(
                List.of("jni", "ffm", "jna", "nio"),
                Engines.all().stream().map(Engine::name).toList());
    }
}

package io.sockeye;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every run of the tests gets from the build. */
@Tag("contract")
class BuildTest {
    private static final List<String> ENGINES =
            List.of(System.getProperty("sockeye.test.engines", "").split(","));

    @Test
    void namesTheExpectedEngines() {
        assertTrue(List.of("jni", "jna", "ffm", "nio").containsAll(ENGINES), ENGINES.toString());
    }

    @Test
    void handsOverTheLibraryExactlyWhenJniIsExpected() {
        String library = System.getProperty("sockeye.native.path");
        if (System.getProperty("sockeye.test.engines").contains("jni")) {
            assertTrue(Files.isRegularFile(Path.of(library)), library);
        } else {
            assertNull(library);
        }
    }

    @Test
    void stampsTheBuildIdIntoTheClasses() throws IOException {
        var stamped = new Properties();
        try (var in = Engine.class.getResourceAsStream("jni/build.properties")) {
            stamped.load(in);
        }
        assertTrue(stamped.getProperty("buildId").matches("[0-9a-f]{16}"), stamped.toString());
        assertTrue(
                stamped.getProperty("version").matches("\\d+\\.\\d+\\.\\d+.*"), stamped.toString());
    }

    @Test
    void runsAsTheNamedModule() {
        assertEquals("io.sockeye", Engine.class.getModule().getName());
    }
}

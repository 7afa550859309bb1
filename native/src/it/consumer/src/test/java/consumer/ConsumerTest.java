package consumer;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sockeye.engine.Engine;
import org.junit.jupiter.api.Test;

class ConsumerTest {
    @Test
    void findsTheLibraryThroughTheLoaderOfTheEngine() {
        String library = "META-INF/native/" + System.getProperty("classifier") + "/libsockeye.so";
        assertNotNull(Engine.class.getClassLoader().getResource(library), library);
    }
}

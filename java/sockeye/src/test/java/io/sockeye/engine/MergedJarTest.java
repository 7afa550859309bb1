package io.sockeye.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar that merged others badly says. */
class MergedJarTest {
    private static final String SERVICES = "META-INF/services/io.sockeye.engine.Engine";

    @TempDir Path folder;

    /** What the child runs. */
    static final class Report {
        private Report() {}

        public static void main(String[] arguments) {
            // Each of them, and the second call as the first.
            List<Supplier<Object>> calls =
                    List.of(Engines::best, Engines::best, Engines::report, Engines::all);
            for (Supplier<Object> call : calls) {
                try {
                    System.out.println(call.get());
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void aMissingServiceFileIsNamedAndWhatToDo() throws Exception {
        String output = run();
        assertFourTimes("no engine was found: " + SERVICES + " is missing", output);
        assertFourTimes("must merge their service files", output);
    }

    @Test
    void anEngineThatWasLeftOutIsNamed() throws Exception {
        Path services = folder.resolve(SERVICES);
        Files.createDirectories(services.getParent());
        Files.writeString(services, "io.sockeye.engine.nio.Removed\n");
        String output = run();
        assertFourTimes("an engine that META-INF/services or a module", output);
        assertFourTimes("io.sockeye.engine.nio.Removed", output);
    }

    private static void assertFourTimes(String part, String output) {
        List<String> lines = output.lines().toList();
        assertEquals(4, lines.size(), output);
        assertTrue(lines.stream().allMatch(line -> line.contains(part)), output);
    }

    private String run() throws IOException, InterruptedException {
        Path classes = Path.of("target", "classes", "io").toAbsolutePath();
        Path link = Files.createSymbolicLink(folder.resolve("io"), classes);
        String path = folder + File.pathSeparator + Path.of("target", "test-classes");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child =
                new ProcessBuilder(java, "-cp", path, Report.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), output);
        Files.delete(link);
        return output;
    }
}

package io.sockeye.engine.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Abi;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each case needs a JVM of its own, because a library is loaded once. */
class NativeLoaderTest {
    private static final String LIBRARY = System.getProperty("sockeye.native.path", "");
    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

    @TempDir Path folder;

    /** What the child runs: prints where the library came from, or why there is none. */
    static final class Report {
        private Report() {}

        public static void main(String[] arguments) {
            JniEngine engine = new JniEngine();
            System.out.println(
                    engine.isAvailable()
                            ? "from " + engine.origin()
                            : "none: " + engine.unavailabilityCause().orElseThrow().getMessage());
            if (engine.isAvailable()) {
                System.out.println("socket " + (engine.syscalls().socket(2, 1, 0) >= 0));
            }
        }
    }

    /** The same, twice, as two web applications would that each bring the library along. */
    static final class TwoLoaders {
        private TwoLoaders() {}

        public static void main(String[] arguments) throws Exception {
            List<URL> path = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                path.add(Path.of(entry).toUri().toURL());
            }
            List<ClassLoader> loaders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                loaders.add(
                        new URLClassLoader(
                                path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
            }
            // Both stay: a library goes away with the loader that it was loaded for.
            for (ClassLoader loader : loaders) {
                Class<?> report = loader.loadClass(Report.class.getName());
                Method main = report.getDeclaredMethod("main", String[].class);
                main.setAccessible(true);
                main.invoke(null, (Object) arguments);
            }
        }
    }

    @BeforeEach
    void needsTheLibrary() {
        assumeTrue(!LIBRARY.isEmpty(), "built without the native library");
    }

    @Test
    void loadsTheFileThatIsNamed() throws Exception {
        String output = run(List.of("-Dsockeye.native.path=" + LIBRARY), CLASSES);
        assertTrue(output.startsWith("from " + LIBRARY), output);
        assertTrue(output.contains("socket true"), output);
    }

    @Test
    void doesNotLookElsewhereIfTheNamedFileIsMissing() throws Exception {
        Path resources = resources(LIBRARY);
        String output = run(List.of("-Dsockeye.native.path=/no/such/file"), CLASSES, resources);
        assertTrue(output.startsWith("none: -Dsockeye.native.path=/no/such/file: "), output);
    }

    @Test
    void refusesARelativePath() throws Exception {
        String output = run(List.of("-Dsockeye.native.path=libsockeye.so"), CLASSES);
        assertTrue(output.contains("absolute path"), output);
    }

    @Test
    void looksThroughJavaLibraryPathBeforeResources() throws Exception {
        String parent = Path.of(LIBRARY).getParent().toString();
        Path resources = resources(LIBRARY);
        String path = "-Djava.library.path=/no/such" + File.pathSeparator + parent;
        String output = run(List.of(path), CLASSES, resources);
        assertTrue(output.startsWith("from " + LIBRARY), output);
    }

    @Test
    void givesTheSecondClassLoaderACopyOfTheNamedFile() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        assertServesTwice(
                "from a copy of " + LIBRARY + ", ",
                work,
                run(
                        TwoLoaders.class,
                        List.of(
                                "-Dsockeye.native.path=" + LIBRARY,
                                "-Dsockeye.native.workdir=" + work),
                        CLASSES));
    }

    @Test
    void givesTheSecondClassLoaderACopyFromJavaLibraryPath() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        String parent = Path.of(LIBRARY).getParent().toString();
        assertServesTwice(
                "from a copy of " + LIBRARY + ", ",
                work,
                run(
                        TwoLoaders.class,
                        List.of(
                                "-Djava.library.path=" + parent,
                                "-Dsockeye.native.workdir=" + work),
                        CLASSES));
    }

    @Test
    void givesEachClassLoaderItsOwnCopyOfTheResource() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        assertServesTwice(
                "from file:",
                work,
                run(
                        TwoLoaders.class,
                        List.of("-Dsockeye.native.workdir=" + work),
                        CLASSES,
                        resources(LIBRARY)));
    }

    private static void assertServesTwice(String second, Path work, String output)
            throws IOException {
        List<String> lines = output.lines().toList();
        assertEquals(4, lines.size(), output);
        assertTrue(lines.get(0).startsWith("from "), output);
        assertEquals("socket true", lines.get(1), output);
        assertTrue(lines.get(2).startsWith(second), output);
        assertEquals("socket true", lines.get(3), output);
        assertEquals(List.of(), children(work));
    }

    @Test
    void extractsTheResourceAndLeavesNothingBehind() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        Path resources = resources(LIBRARY);
        String output = run(List.of("-Dsockeye.native.workdir=" + work), CLASSES, resources);
        assertTrue(output.startsWith("from file:"), output);
        assertTrue(output.contains("socket true"), output);
        assertEquals(List.of(), children(work));
    }

    @Test
    void goesOnToTheNextDirectoryIfOneCannotBeUsed() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        Path resources = resources(LIBRARY);
        String output =
                run(
                        List.of(
                                "-Dsockeye.native.workdir=/no/such/folder",
                                "-Djava.io.tmpdir=" + work),
                        CLASSES,
                        resources);
        assertTrue(output.startsWith("from file:"), output);
        assertEquals(List.of(), children(work));
    }

    @Test
    void namesTheArtifactIfThereIsNoLibrary() throws Exception {
        String output = run(List.of("-Djava.library.path="), CLASSES);
        String name = "META-INF/native/" + Abi.host().name() + "/libsockeye.so";
        assertTrue(output.contains("no resource " + name), output);
        assertTrue(output.contains("io.sockeye:sockeye-native:"), output);
        assertTrue(output.contains("-Dsockeye.native.path="), output);
    }

    @Test
    void saysWhatWasTriedIfAFileIsNoLibrary() throws Exception {
        Path text = Files.writeString(folder.resolve("no-library"), "text");
        Path work = Files.createDirectory(folder.resolve("work"));
        String output =
                run(
                        List.of("-Dsockeye.native.workdir=" + work),
                        CLASSES,
                        resources(text.toString()));
        // HotSpot's own warning about such a file comes first.
        assertTrue(output.contains("none: libsockeye.so was not loaded"), output);
        assertTrue(output.contains("tried " + work + ": "), output);
        assertEquals(List.of(), children(work));
    }

    @Test
    void refusesTheLibraryOfAnotherBuildWithThreeRemedies() throws Exception {
        Path stale = folder.resolve("stale");
        Path properties = stale.resolve("io/sockeye/engine/jni/build.properties");
        Files.createDirectories(properties.getParent());
        Files.writeString(properties, "buildId=0000000000000000\nversion=9.9.9\n");
        String output = run(List.of("-Dsockeye.native.path=" + LIBRARY), stale, CLASSES);
        assertTrue(output.contains("expected ABI " + Native.ABI + ", build 0000000000000000"));
        assertTrue(output.contains("found ABI " + Native.ABI + ", build " + buildId()), output);
        assertTrue(output.contains("in " + LIBRARY), output);
        assertTrue(output.contains("in version 9.9.9"), output);
        assertTrue(output.contains("or remove that library"), output);
        assertTrue(output.contains("-Dsockeye.engine="), output);
    }

    /** A folder for the class path with a file in the place of the library. */
    private Path resources(String library) throws IOException {
        Path place = folder.resolve("resources/META-INF/native/" + Abi.host().name());
        Files.createDirectories(place);
        Files.copy(Path.of(library), place.resolve("libsockeye.so"));
        return folder.resolve("resources");
    }

    private static String buildId() throws IOException {
        Properties build = new Properties();
        try (var in = NativeLoader.class.getResourceAsStream("build.properties")) {
            build.load(in);
        }
        return build.getProperty("buildId");
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    private static String run(List<String> options, Path... classPath)
            throws IOException, InterruptedException {
        return run(Report.class, options, classPath);
    }

    private static String run(Class<?> main, List<String> options, Path... classPath)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        StringBuilder path = new StringBuilder();
        for (Path entry : classPath) {
            path.append(entry).append(File.pathSeparator);
        }
        command.add(path.append(Path.of("target", "test-classes").toAbsolutePath()).toString());
        command.add(main.getName());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), output);
        return output;
    }
}

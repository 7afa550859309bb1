package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Engine;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Starts the program as its users would, on this Java and on the newest one that the build knows.
 */
class ServeIT {
    private static final Path OLD = Path.of(System.getProperty("java.home"));
    private static final Path NEW = Path.of(System.getProperty("newjdk"));
    private static final String CLASSIFIER = System.getProperty("classifier");
    private static final String LIBRARY = "META-INF/native/" + CLASSIFIER + "/libsockeye.so";
    private static final String NATIVES = "io.sockeye.natives." + CLASSIFIER.replace('-', '_');

    /** Empty if there is no JDK that knows it. */
    private static final String DENY = System.getProperty("deny", "");

    private static final String FLAG = "--enable-native-access=";

    private static final Path APPLICATION = jar(Serve.class);
    private static final Path SOCKEYE = jar(Engine.class);
    private static final Path ADDED = natives();
    private static final Path SHADED = Path.of(System.getProperty("shaded"));
    private static final String ALL = path(APPLICATION, SOCKEYE, ADDED);

    @TempDir Path folder;

    static Stream<Path> javas() {
        return Stream.of(OLD, NEW).filter(java -> Files.exists(java.resolve("bin/java")));
    }

    private static void needsDenial() {
        assumeTrue(!DENY.isEmpty(), "there is no JDK 24 or newer, which could deny native access");
    }

    @ParameterizedTest
    @MethodSource("javas")
    void servesFromTheClassPath(Path java) throws Exception {
        assertServes("jni", run(java, FLAG + "ALL-UNNAMED", "-cp", ALL, "consumer.Serve"));
    }

    @ParameterizedTest
    @MethodSource("javas")
    void servesFromTheModulePath(Path java) throws Exception {
        assertServes(
                "jni", run(java, FLAG + "io.sockeye", "-p", ALL, "-m", "consumer/consumer.Serve"));
    }

    @Test
    void workersServeFromTheModulePath() throws Exception {
        assertServes("jni", run(OLD, "-p", ALL, "-m", "consumer/consumer.Serve", "forking"));
    }

    @Test
    void theFlagAllowsItWhereNativeAccessIsDenied() throws Exception {
        needsDenial();
        for (String engine : List.of("jni", "ffm")) {
            assertServes(
                    engine,
                    run(
                            NEW,
                            DENY,
                            FLAG + "io.sockeye",
                            "-Dsockeye.engine=" + engine,
                            "-p",
                            ALL,
                            "-m",
                            "consumer/consumer.Serve"));
        }
    }

    @Test
    void theErrorNamesTheFlagWhereNativeAccessIsDenied() throws Exception {
        needsDenial();
        for (String engine : List.of("jni", "ffm")) {
            String output =
                    run(
                            NEW,
                            DENY,
                            "-Dsockeye.engine=" + engine,
                            "-p",
                            ALL,
                            "-m",
                            "consumer/consumer.Serve");
            assertTrue(output.startsWith("failed: engine " + engine + " (chosen by "), output);
            assertTrue(output.contains("Illegal native access from module io.sockeye"), output);
            assertTrue(output.contains("start java with " + FLAG + "io.sockeye"), output);
        }
    }

    @Test
    void nioServesWhereNativeAccessIsDenied() throws Exception {
        needsDenial();
        assertServes("nio", run(NEW, DENY, "-p", ALL, "-m", "consumer/consumer.Serve"));
    }

    @Test
    void aMissingNativesJarIsNamedOnTheModulePath() throws Exception {
        String path = path(APPLICATION, SOCKEYE);
        String output =
                run(OLD, "-Dsockeye.engine=jni", "-p", path, "-m", "consumer/consumer.Serve");
        assertTrue(output.startsWith("failed: engine jni (chosen by "), output);
        assertTrue(output.contains("no resource " + LIBRARY), output);
        assertTrue(output.contains("io.sockeye:sockeye-native:"), output);
        assertTrue(output.contains("with classifier " + CLASSIFIER), output);
        assertTrue(output.contains("its module " + NATIVES), output);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void servesFromAJarWithAllInItAndAnotherPackage(Path java) throws Exception {
        String output = run(java, "-jar", SHADED.toString());
        assertServes("jni", output);
        assertTrue(output.contains("library consumer.shaded.engine.Engine"), output);
        assertTrue(output.contains(SHADED.getFileName() + "!/" + LIBRARY), output);
    }

    @Test
    void workersServeFromAJarWithAllInItAndAnotherPackage() throws Exception {
        assertServes("jni", run(OLD, "-jar", SHADED.toString(), "forking"));
    }

    @Test
    void classesForNewerJavaServeFromAnotherPackage() throws Exception {
        assumeTrue(Files.exists(NEW.resolve("bin/java")), "there is no JDK 22 or newer");
        assertServes("ffm", run(NEW, "-Dsockeye.engine=ffm", "-jar", SHADED.toString()));
    }

    /** As two plugins of one program would. */
    @Test
    void layersServeEachWithItsOwnCopy() throws Exception {
        String main = "consumer.Layers";
        String output =
                run(
                        OLD,
                        "-cp",
                        ALL,
                        main,
                        APPLICATION.toString(),
                        SOCKEYE.toString(),
                        ADDED.toString());
        String[] runs = output.split("(?=engine )");
        assertEquals(2, runs.length, output);
        assertServes("jni", runs[0]);
        assertServes("jni", runs[1]);
    }

    @Test
    void servesFromAnImage() throws Exception {
        Path jlink = OLD.resolve("bin/jlink");
        assumeTrue(Files.exists(jlink), "this Java has no jlink");
        Path image = folder.resolve("image");
        String linked =
                start(
                        jlink.toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "--module-path",
                        ALL,
                        "--add-modules",
                        "consumer," + NATIVES,
                        "--output",
                        image.toString());
        assertTrue(Files.exists(image.resolve("bin/java")), linked);
        String output = run(image, "-m", "consumer/consumer.Serve");
        assertServes("jni", output);
        assertTrue(output.contains("jrt:/" + NATIVES + "/" + LIBRARY), output);
        assertServes("jni", run(image, "-m", "consumer/consumer.Serve", "forking"));
    }

    private static void assertServes(String engine, String output) {
        assertTrue(output.startsWith("engine " + engine + " from "), output);
        assertTrue(output.endsWith("served hello\n"), output);
    }

    private static Path jar(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static Path natives() {
        String url = String.valueOf(Engine.class.getClassLoader().getResource(LIBRARY));
        assertTrue(url.startsWith("jar:file:"), url);
        return Path.of(url.substring("jar:file:".length(), url.indexOf("!/")));
    }

    private static String path(Path... jars) {
        List<String> entries = Stream.of(jars).map(Path::toString).toList();
        return String.join(File.pathSeparator, entries);
    }

    private static String run(Path home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    private static String start(String... command) throws Exception {
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(60, TimeUnit.SECONDS), output);
        assertEquals(0, child.exitValue(), output);
        return output;
    }
}

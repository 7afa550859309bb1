package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sockeye.benchmarks.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command on a machine that lacks something: it goes on without it and says so. */
@Timeout(120)
class DegradedTest {
    @TempDir Path folder;

    private final List<String> options = new ArrayList<>();
    private Path empty;
    private String classPath = System.getProperty("java.class.path");
    private String path = System.getenv("PATH");
    private int exitCode;

    @BeforeEach
    void makeAFolderWithoutPrograms() throws IOException {
        empty = Files.createDirectory(folder.resolve("empty"));
    }

    @Test
    void withoutTasksetNothingIsPinned() throws Exception {
        path = empty.toString();
        String text = compare("--servers=^java.nio$");
        assertEquals(0, exitCode, text);
        assumeFalse(text.contains("one CPU for the servers and the load"), "nothing to pin here");
        assertTrue(text.contains("; unpinned, because there is no taskset: expect noise\n"), text);
        assertTrue(text.contains("\njava.nio "), text);
    }

    @Test
    void withoutPythonItsServersAreLeftOut() throws Exception {
        path = empty.toString();
        String text = compare("--servers=^java.nio$|cpython");
        assertEquals(0, exitCode, text);
        String line = "left out: cpython asyncio, threading, forking: there is no python3 on the";
        assertTrue(text.contains(line), text);
    }

    @Test
    void withoutStraceThereIsNothingToCountWith() throws Exception {
        path = empty.toString();
        String text = compare("--strace", "--servers=^java.nio$");
        assertEquals(2, exitCode, text);
        assertEquals("compare: --strace: there is no strace on the PATH", text.strip());
    }

    @Test
    void withoutProcTimeIsMeasuredInsteadOfCpuTime() throws Exception {
        options.add("-Dsockeye.benchmarks.proc=" + empty);
        String text = compare("--servers=^java.nio$");
        assertEquals(0, exitCode, text);
        assertTrue(
                text.contains("\nno /proc/PID/schedstat here: the ratios are of time per request"),
                text);
        assertFalse(text.contains(" CPU busy"), text);
        String page = Files.readString(folder.resolve("page.html"));
        assertTrue(page.contains("<li>The measure is the time that a server needs "));
        assertTrue(page.contains("<td>unknown, "), "the CPU is unknown without /proc");
    }

    /**
     * As after a build without a C compiler: these classes then lie where nothing else was built.
     */
    @Test
    void withoutProgramsInCTheRatiosAreToJavaNio() throws Exception {
        Path classes = folder.resolve("classes");
        copy(Checkout.code(), classes);
        String ours = Checkout.code().toString();
        classPath =
                Arrays.stream(classPath.split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toString().equals(ours) ? "" + classes : entry)
                        .collect(Collectors.joining(File.pathSeparator));
        String text = compare("--servers=^netty nio$");
        assertEquals(0, exitCode, text);
        assertTrue(
                text.contains("\nleft out: c-epoll: not built, so the ratios are to java.nio\n"));
        assertTrue(text.contains("left out: c-io_uring: not built"), text);
        assertTrue(text.contains("left out: sockeye: java/cli/target/sockeye.jar is not built"));
        assertTrue(text.contains("  ratio to java.nio by hand  "), text);
        assertTrue(text.contains("\nnetty nio "), text);
    }

    /**
     * Runs the command in a process of its own, as shortly as it goes, and returns what it said.
     */
    private String compare(String... args) throws Exception {
        List<String> command = new ArrayList<>(onAllCpus());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName(), "compare"));
        command.addAll(List.of("--connections=2", "--rounds=1", "--seconds=0.05", "--warmup=0.05"));
        command.add("--html=" + folder.resolve("page.html"));
        command.addAll(List.of(args));
        File errors = folder.resolve("errors").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().put("PATH", path);
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            exitCode = process.exitValue();
            return exitCode == 0 ? text : text + Files.readString(errors.toPath());
        } finally {
            process.destroyForcibly();
        }
    }

    /** A test that ran before in this JVM may have pinned it, and children inherit that. */
    private static List<String> onAllCpus() {
        return Programs.onPath("taskset")
                .map(taskset -> List.of(taskset.toString(), "-c", "0-1023"))
                .orElse(List.of());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}

package io.sockeye.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process under test. Its output is read as it comes, so it never blocks on a full pipe; every
 * wait has a deadline; closing kills it.
 */
public final class Child implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final StringBuffer errors = new StringBuffer();
    private final Thread errorReader;

    private Child(Process process) {
        this.process = process;
        reader(process.getInputStream(), line -> lines.add(Optional.of(line)));
        this.errorReader =
                reader(process.getErrorStream(), line -> errors.append(line).append('\n'));
    }

    private interface LineTaker {
        void take(String line);
    }

    public static Child start(String... command) throws IOException {
        return start(new File("."), Map.of(), List.of(command));
    }

    public static Child start(File directory, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
        builder.environment().keySet().removeAll(List.of("SOCKEYE_ENGINE", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    /** The JVM that runs the test runs the child too. */
    public static Child java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(javaCommand()));
        // JDK 17 writes standard output in the first, later ones in the second.
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    public static String javaCommand() {
        return System.getProperty("java.home") + "/bin/java";
    }

    /** Runs a program text with its arguments in {@code sys.argv[1:]}. */
    public static Child python(String program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-u", "-c", program));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return start(command.toArray(String[]::new));
    }

    /** The next line of standard output. */
    public String line() throws InterruptedException {
        Optional<String> line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.isEmpty()) {
            throw new AssertionError((line == null ? "no line came: " : "it ended: ") + state());
        }
        return line.get();
    }

    /** The rest of standard output. */
    public List<String> rest() throws InterruptedException {
        List<String> rest = new ArrayList<>();
        Optional<String> line;
        while ((line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS)) != null && line.isPresent()) {
            rest.add(line.get());
        }
        return rest;
    }

    /** Standard error, when the process has ended. */
    public String errors() throws InterruptedException {
        errorReader.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        return errors.toString();
    }

    public void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Asks the process to end, as Ctrl-C and {@code kill} do. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs: " + state());
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for a successful end; the message of a failure is what the process wrote. */
    public void succeeds() throws InterruptedException {
        int code = exitCode();
        if (code != 0) {
            throw new AssertionError("exit code " + code + ": " + errors());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String state() {
        return process.info().commandLine().orElse("?") + "\nstandard error:\n" + errors;
    }

    private Thread reader(InputStream stream, LineTaker taker) {
        Thread reader = new Thread(() -> read(stream, taker), "reader");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private void read(InputStream stream, LineTaker taker) {
        try (var in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null) {
                taker.take(line);
            }
        } catch (IOException e) {
            // "Stream closed": the process was killed.
        } finally {
            if (stream == process.getInputStream()) {
                lines.add(Optional.empty());
            }
        }
    }
}

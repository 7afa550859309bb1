package io.sockeye.benchmarks.compare;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which engines there are for the servers. It is asked in a JVM like theirs, with their jar:
 * another Java than the one that measures may have others.
 */
public final class EngineList {
    private static final String AVAILABLE = "available";

    private EngineList() {}

    /**
     * One engine.
     *
     * @param name such as {@code "jni"}
     * @param multiplexers best first; none if the engine is not available
     * @param reason why it is not, or empty
     */
    record Entry(String name, List<String> multiplexers, String reason) {}

    /** Prints a line for each engine: name, availability, multiplexers or reason, with tabs. */
    public static void main(String[] args) {
        for (Engine engine : Engines.all()) {
            System.out.println(line(engine));
        }
    }

    /** Asks the jar of the command. */
    static List<Entry> of(Path java, Path cli) throws CompareException {
        String classPath = cli + System.getProperty("path.separator") + Checkout.classPath();
        ProcessBuilder asked =
                new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        EngineList.class.getName());
        asked.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = asked.start();
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new CompareException("the engines of " + cli + " could not be listed");
            }
            return parse(new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CompareException("cannot run " + java + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompareException("interrupted", e);
        }
    }

    static List<Entry> parse(String output) {
        List<Entry> entries = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] part = line.split("\t", 3);
            if (part.length < 3) {
                continue;
            }
            boolean available = part[1].equals(AVAILABLE);
            entries.add(
                    new Entry(
                            part[0],
                            available ? List.of(part[2].split(" ")) : List.of(),
                            available ? "" : part[2]));
        }
        return entries;
    }

    private static String line(Engine engine) {
        if (!engine.isAvailable()) {
            return engine.name() + "\tunavailable\t" + Engines.reason(engine).replace('\n', ' ');
        }
        String multiplexers =
                engine.multiplexers().stream()
                        .map(Multiplexer::toString)
                        .collect(Collectors.joining(" "));
        return engine.name() + '\t' + AVAILABLE + '\t' + multiplexers;
    }
}

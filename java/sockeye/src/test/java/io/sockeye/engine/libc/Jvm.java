package io.sockeye.engine.libc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs another JVM of the same version. */
public final class Jvm {
    private Jvm() {}

    public static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertFalse(child.waitFor() != 0, said);
        return said;
    }

    /** The folder or jar of a class, also when its module is patched. */
    public static String classes(Class<?> type) throws Exception {
        String file = type.getName().replace('.', '/') + ".class";
        String found = type.getResource("/" + file).toString();
        String root = found.substring(0, found.length() - file.length());
        return Path.of(URI.create(root.replaceAll("^jar:|!/$", ""))).toString();
    }
}

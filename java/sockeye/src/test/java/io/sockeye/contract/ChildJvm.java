package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Native;
import io.sockeye.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another JVM with the library and the tests on its class path, for what a JVM decides once, what
 * needs its standard input, and what would spoil this one. The child prints; JUnit stays here.
 */
final class ChildJvm {
    private static final String NATIVE = "sockeye.native.path";

    private final List<String> options = new ArrayList<>();
    private String path = classPath(Engine.class, ChildJvm.class, Native.class);
    private final ProcessBuilder builder = new ProcessBuilder();

    /** A JVM like this one. */
    ChildJvm() {
        if (Runtime.version().feature() >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        for (String property : List.of(NATIVE, Helper.FOLDER)) {
            String value = System.getProperty(property);
            if (value != null) {
                options.add("-D" + property + "=" + value);
            }
        }
        builder.environment().keySet().removeIf(name -> name.startsWith("SOCKEYE_"));
        builder.redirectErrorStream(true);
    }

    ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /** The library as a module of this folder; only the tests stay on the class path. */
    ChildJvm modules(Path folder, String names) {
        options.addAll(List.of("-p", folder.toString(), "--add-modules", names));
        path = classPath(ChildJvm.class);
        return this;
    }

    ChildJvm environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    /** The command line, for those who start it in another way. */
    List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", path, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Where these classes are, and no others. */
    static String classPath(Class<?>... types) {
        return Stream.of(types).map(ChildJvm::root).collect(Collectors.joining(":"));
    }

    /** Starts it; the caller ends it. */
    Process start(Class<?> main, String... arguments) throws IOException {
        return builder.command(command(main, arguments)).start();
    }

    /** Runs it with this input and returns what it prints. */
    String run(Class<?> main, String... arguments) throws Exception {
        Process child = start(main, arguments);
        try (InputStream output = child.getInputStream()) {
            child.getOutputStream().close();
            String printed = new String(output.readAllBytes(), UTF_8);
            if (child.waitFor() != 0) {
                throw new AssertionError(printed);
            }
            return printed;
        } finally {
            child.destroyForcibly();
        }
    }

    /** The folder or jar of a class, also when its module is patched. */
    private static String root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String found = type.getResource("/" + file).toString();
        String root = found.substring(0, found.length() - file.length());
        try {
            return Path.of(new URI(root.replaceAll("^jar:|!/$", ""))).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}

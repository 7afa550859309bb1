package io.sockeye.contract;

import io.sockeye.engine.Engine;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, on the class path, for what cannot be changed in this one. */
final class ChildJvm {
    private final Class<?> main;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> arguments = new ArrayList<>();

    private ChildJvm(Class<?> main) {
        this.main = main;
    }

    /** What it printed, with both streams in one, and how it ended. */
    record Result(int status, String output) {}

    static ChildJvm of(Class<?> main, String... arguments) {
        ChildJvm child = new ChildJvm(main);
        child.arguments.addAll(List.of(arguments));
        child.hand("sockeye.native.path");
        child.hand(Helper.FOLDER);
        return child;
    }

    private void hand(String property) {
        String value = System.getProperty(property);
        if (value != null) {
            with("-D" + property + "=" + value);
        }
    }

    ChildJvm with(String option) {
        options.add(option);
        return this;
    }

    ChildJvm withEnvironment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The command line, for those who start it in another way. */
    List<String> command() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Starts it; the caller ends it. */
    Process start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SOCKEYE_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Result run() throws Exception {
        Process child = start();
        child.getOutputStream().close();
        Background<byte[]> output = Background.start(() -> child.getInputStream().readAllBytes());
        if (!child.waitFor(40, TimeUnit.SECONDS)) {
            child.destroyForcibly();
            throw new AssertionError(
                    "the child hangs: " + new String(output.result(), StandardCharsets.UTF_8));
        }
        String said = new String(output.result(), StandardCharsets.UTF_8);
        child.getInputStream().close();
        return new Result(child.exitValue(), said);
    }

    private static String classPath() throws Exception {
        return String.join(
                File.pathSeparator,
                location(Engine.class),
                location(ChildJvm.class),
                location(com.sun.jna.Native.class));
    }

    /** The folder or jar of a class, also when its module is patched. */
    private static String location(Class<?> type) throws Exception {
        String file = type.getName().replace('.', '/') + ".class";
        String found = type.getResource("/" + file).toString();
        String root = found.substring(0, found.length() - file.length());
        return Path.of(URI.create(root.replaceAll("^jar:|!/$", ""))).toString();
    }
}

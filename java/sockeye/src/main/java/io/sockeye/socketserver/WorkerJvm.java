package io.sockeye.socketserver;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The command line of a worker process. */
final class WorkerJvm {
    private static final int NATIVE_ACCESS_SINCE = 22;

    /** Settings of this library that the workers share, such as the path of the native library. */
    private static final String OWN_PROPERTIES = "sockeye.";

    private final Path java;
    private final String classPath;
    private final List<String> options;
    private final List<String> classes;

    /**
     * The JVM that runs here.
     *
     * @param engine by name
     * @param classPath null for the one of this JVM, and where the types are
     * @param userOptions come last, so that they count
     * @param shortLived whether a worker has no time to be compiled well
     * @param types that a worker loads
     */
    WorkerJvm(
            String engine,
            @Nullable String classPath,
            List<String> userOptions,
            boolean shortLived,
            Class<?>... types)
            throws IOException {
        java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new IOException(
                    "workers need the JVM's launcher, and there is no " + java + " here");
        }
        this.classPath = classPath != null ? classPath : classPath(types);
        options = options(engine, userOptions, shortLived);
        classes = Arrays.stream(types).map(Class::getName).toList();
    }

    List<String> command() {
        return command(List.of());
    }

    List<String> command(List<String> further) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(further);
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(WorkerMain.class.getName());
        return command;
    }

    String classPath() {
        return classPath;
    }

    /** The user's, which a worker loads beside the library's. */
    List<String> classes() {
        return classes;
    }

    boolean hasJarsOnly() {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .allMatch(entry -> Files.isRegularFile(Path.of(entry)));
    }

    private static List<String> options(
            String engine, List<String> userOptions, boolean shortLived) {
        List<String> options = new ArrayList<>();
        if (userOptions.stream().noneMatch(each -> each.matches("-XX:\\+Use.*GC"))) {
            options.add("-XX:+UseSerialGC");
        }
        options.add("-XX:-UsePerfData");
        // What a JVM remarks by itself goes to standard output, which is the handlers'.
        options.add("-Xlog:disable");
        options.add("-Xlog:all=error:stderr");
        if (shortLived) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(OWN_PROPERTIES)) {
                properties.put(name, System.getProperty(name));
            }
        }
        properties.put("sockeye.engine", engine);
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        options.addAll(userOptions);
        return options;
    }

    /** Also what is on the module path here is on the class path there. */
    private static String classPath(Class<?>... types) {
        Set<String> entries = new LinkedHashSet<>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
                if (!entry.isEmpty()) {
                    entries.add(entry);
                }
            }
        }
        for (Class<?> type : types) {
            String root = root(type);
            if (root != null) {
                entries.add(root);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** The folder or jar of a class; null if it is in the JVM's own image. */
    private static @Nullable String root(Class<?> type) {
        String file = '/' + type.getName().replace('.', '/') + ".class";
        URL found = type.getResource(file);
        String url = found == null ? "" : found.toString().replaceFirst("^jar:", "");
        if (url.startsWith("jrt:")) {
            return null;
        }
        if (!url.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "no other process can load "
                            + type.getName()
                            + ", which is in no folder or jar"
                            + (url.isEmpty() ? "" : " but at " + url)
                            + ": compile it into one, or set ForkingMixIn.classPath");
        }
        String root = url.substring(0, url.length() - file.length()).replaceFirst("!$", "");
        return Path.of(URI.create(root)).toString();
    }
}

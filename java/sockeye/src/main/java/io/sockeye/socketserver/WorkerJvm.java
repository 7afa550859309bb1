package io.sockeye.socketserver;

import io.sockeye.engine.Engine;
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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line of a worker process. */
final class WorkerJvm {
    private static final int NATIVE_ACCESS_SINCE = 22;

    /** Settings of this library that the workers share, such as the path of the native library. */
    private static final String OWN_PROPERTIES = "sockeye.";

    private static final String IMAGE = "jrt:";
    private static final String JNA = "/com/sun/jna/Native.class";
    private static final Pattern JAR = Pattern.compile("jar:(file:.+)!/.*");

    /** What the jni engine calls its origin if the native library is in a jar. */
    private static final Pattern NATIVE_JAR = Pattern.compile("jar:(file:.+)!/META-INF/native/.*");

    private final Path java;
    private final List<String> classPath;
    private final List<String> options;
    private final List<String> classes;

    /**
     * The JVM that runs here.
     *
     * @param engine of the server
     * @param classPath null for the one of this JVM, and where the types are
     * @param userOptions come last, so that they count
     * @param shortLived whether a worker has no time to be compiled well
     * @param types that a worker loads
     */
    WorkerJvm(
            Engine engine,
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
        this.classPath =
                libraryFirst(engine, classPath == null ? classPath(types) : absolute(classPath));
        options = options(engine.name(), userOptions, shortLived, types);
        classes = Arrays.stream(types).map(Class::getName).toList();
    }

    List<String> command() {
        return command(List.of());
    }

    List<String> command(List<String> further) {
        return command(further, classPath);
    }

    /** Of a JVM that makes an archive. */
    List<String> trainingCommand(String option) {
        List<String> command = command(List.of(option), archived());
        command.addAll(classes);
        return command;
    }

    private List<String> command(List<String> further, List<String> path) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(further);
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, path));
        command.add(WorkerMain.class.getName());
        return command;
    }

    /** The jars that the class path begins with: what comes after a folder cannot be archived. */
    List<String> archived() {
        return classPath.stream().takeWhile(entry -> Files.isRegularFile(Path.of(entry))).toList();
    }

    /**
     * The library's own jars have no class that another entry has; so their place means nothing,
     * but that they can be archived though folders follow.
     */
    private static List<String> libraryFirst(Engine engine, List<String> path) {
        Set<String> sorted = new LinkedHashSet<>();
        addJar(sorted, JAR, BaseServer.class.getResource("BaseServer.class"));
        addJar(sorted, JAR, BaseServer.class.getResource(JNA));
        addJar(sorted, NATIVE_JAR, engine.origin());
        sorted.retainAll(path);
        sorted.addAll(path);
        return List.copyOf(sorted);
    }

    private static void addJar(Set<String> jars, Pattern form, @Nullable Object place) {
        Matcher jar = form.matcher(String.valueOf(place));
        if (jar.matches()) {
            jars.add(Path.of(URI.create(jar.group(1))).toString());
        }
    }

    private static List<String> options(
            String engine, List<String> userOptions, boolean shortLived, Class<?>... types) {
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
            // By default a third of its CPU time would go into compiling what runs once.
            options.add("-XX:CompileThresholdScaling=10");
        }
        if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
            Set<String> allowed = inImage(BaseServer.class);
            allowed.add("ALL-UNNAMED");
            options.add("--enable-native-access=" + String.join(",", allowed));
        }
        // There is no class path to find them on, and a module that exports nothing is left out.
        Set<String> linked = inImage(types);
        if (!linked.isEmpty()) {
            options.add("--add-modules=" + String.join(",", linked));
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

    /** The modules of those types that are in the JVM's own image, as jlink makes one. */
    private static Set<String> inImage(Class<?>... types) {
        Set<String> modules = new TreeSet<>();
        for (Class<?> type : types) {
            if (place(type).startsWith(IMAGE)) {
                modules.add(type.getModule().getName());
            }
        }
        return modules;
    }

    /** Also what is on the module path here is on the class path there. */
    private static List<String> classPath(Class<?>... types) throws IOException {
        Set<String> entries = new LinkedHashSet<>();
        entries.addAll(absolute(System.getProperty("java.class.path", "")));
        for (String entry : absolute(System.getProperty("jdk.module.path", ""))) {
            entries.addAll(modules(Path.of(entry)));
        }
        for (Class<?> type : types) {
            String root = root(type);
            if (root != null) {
                entries.add(root);
            }
        }
        return List.copyOf(entries);
    }

    /** A module, or those in a folder, which a class path does not look for. */
    private static List<String> modules(Path entry) throws IOException {
        if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
            return List.of(entry.toString());
        }
        try (Stream<Path> all = Files.list(entry)) {
            return all.filter(each -> Files.isDirectory(each) || each.toString().endsWith(".jar"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static List<String> absolute(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .toList();
    }

    /** The folder or jar of a class; null if it is in the JVM's own image. */
    private static @Nullable String root(Class<?> type) {
        String place = place(type);
        if (place.startsWith(IMAGE)) {
            return null;
        }
        String url = place.replaceFirst("^jar:", "");
        if (!url.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "no other process can load "
                            + type.getName()
                            + ", which is in no folder or jar"
                            + (url.isEmpty() ? "" : " but at " + url)
                            + ": compile it into one, or set ForkingMixIn.classPath");
        }
        String root = url.substring(0, url.length() - file(type).length()).replaceFirst("!$", "");
        return Path.of(URI.create(root)).toString();
    }

    /** The URL of a class; empty if it was never in a file. */
    private static String place(Class<?> type) {
        URL found = type.getResource(file(type));
        return found == null ? "" : found.toString();
    }

    private static String file(Class<?> type) {
        return '/' + type.getName().replace('.', '/') + ".class";
    }
}

package io.sockeye.engine.jni;

import io.sockeye.engine.Abi;
import io.sockeye.engine.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native library, binds it to {@link Native} and checks that both were built together.
 * The first place that holds a fitting library wins; the failure message tells about all others.
 */
final class NativeLoader {
    private static final String PATH_PROPERTY = "sockeye.native.path";

    /** Read by JNI_OnLoad: what {@link Native} is called here, after shading perhaps. */
    private static final String CLASS_PROPERTY = "sockeye.jni.class";

    private final String version;
    private final String buildId;
    private final String classifier = Abi.host().name();
    private final String fileName = System.mapLibraryName("sockeye");
    private final List<String> tried = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    /** A library that loads, but was not built with these classes. */
    private static final class StaleLibraryError extends UnsatisfiedLinkError {
        private static final long serialVersionUID = 1L;

        StaleLibraryError(String message) {
            super(message);
        }
    }

    private NativeLoader() throws IOException {
        Properties build = new Properties();
        try (InputStream in = NativeLoader.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IOException("build.properties is missing beside " + NativeLoader.class);
            }
            build.load(in);
        }
        version = build.getProperty("version", "unknown");
        buildId = build.getProperty("buildId", "unknown");
    }

    /**
     * Loads the library.
     *
     * @return where it came from and what it is
     */
    static String load() throws IOException {
        if (Abi.host().isNeutral()) {
            throw new UnsatisfiedLinkError("there is no native library for " + Abi.host());
        }
        return new NativeLoader().find();
    }

    private String find() throws IOException {
        String explicit = System.getProperty(PATH_PROPERTY);
        if (explicit != null && !explicit.isEmpty()) {
            return loadExplicit(explicit);
        }
        String origin = loadFromLibraryPath();
        if (origin == null) {
            origin = loadFromResource();
        }
        if (origin == null) {
            throw failure();
        }
        return origin;
    }

    /** Who names a file wants that file and no other. */
    private String loadExplicit(String path) {
        String origin = loadFile(path, "-D" + PATH_PROPERTY + '=' + path);
        if (origin == null) {
            throw withFailures(new UnsatisfiedLinkError(String.join("; ", tried)));
        }
        return origin;
    }

    private @Nullable String loadFromLibraryPath() {
        String path = System.getProperty("java.library.path", "");
        for (String directory : path.split(File.pathSeparator)) {
            Path file = Path.of(directory, fileName).toAbsolutePath();
            if (directory.isEmpty() || !Files.exists(file)) {
                continue;
            }
            String origin = loadFile(file.toString(), file + " (java.library.path)");
            if (origin != null) {
                return origin;
            }
        }
        return null;
    }

    private @Nullable String loadFile(String file, String asked) {
        try {
            bind(file, file);
            return describe(file);
        } catch (UnsatisfiedLinkError e) {
            if (!isTaken(e)) {
                failed(asked, e);
                return null;
            }
        }
        try {
            return loadCopy(Files.readAllBytes(Path.of(file)), "a copy of " + file);
        } catch (IOException e) {
            failed(asked, e);
            return null;
        }
    }

    /** A JVM loads a file for one class loader alone, and tells that by nothing but this text. */
    private static boolean isTaken(UnsatisfiedLinkError e) {
        return String.valueOf(e.getMessage()).contains("already loaded in another classloader");
    }

    private @Nullable String loadFromResource() throws IOException {
        String name = "META-INF/native/" + classifier + '/' + fileName;
        URL resource = resource(name);
        if (resource == null) {
            tried.add("no resource " + name + ": " + remedy());
            return null;
        }
        return loadCopy(read(resource), resource.toString());
    }

    private String remedy() {
        String add =
                "add io.sockeye:sockeye-native:"
                        + version
                        + " with classifier "
                        + classifier
                        + " to the class path or module path";
        return NativeLoader.class.getModule().isNamed()
                ? add
                        + "; to an image of jlink, its module io.sockeye.natives."
                        + classifier.replace('-', '_')
                : add;
    }

    private @Nullable String loadCopy(byte[] library, String where) {
        for (Path directory : Extraction.directories()) {
            try {
                Extraction.with(directory, fileName, library, file -> bind(file, where));
                return describe(where);
            } catch (StaleLibraryError e) {
                // Another directory would not make it fresh.
                failed(where, e);
                return null;
            } catch (IOException | UnsatisfiedLinkError | UnsupportedOperationException e) {
                failed(directory.toString(), e);
            }
        }
        return null;
    }

    private static @Nullable URL resource(String name) {
        ClassLoader loader = NativeLoader.class.getClassLoader();
        URL found = loader == null ? ClassLoader.getSystemResource(name) : loader.getResource(name);
        return found == null ? moduleResource(name) : found;
    }

    /** A layer may give each module a class loader that sees no other's files. */
    private static @Nullable URL moduleResource(String name) {
        ModuleLayer layer = NativeLoader.class.getModule().getLayer();
        if (layer == null) {
            return null;
        }
        return ServiceLoader.load(layer, NativeLibrary.class).stream()
                .map(library -> library.get().find(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static byte[] read(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        // A cached one would keep the jar open for as long as the JVM lives.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private void failed(String where, Throwable e) {
        // The message of a bare NoSuchFileException is nothing but the path.
        boolean bare = e instanceof FileSystemException file && file.getReason() == null;
        tried.add(where + ": " + (bare ? e : e.getMessage()));
        failures.add(e);
    }

    private UnsatisfiedLinkError withFailures(UnsatisfiedLinkError error) {
        failures.forEach(error::addSuppressed);
        return error;
    }

    private UnsatisfiedLinkError failure() {
        return withFailures(
                new UnsatisfiedLinkError(
                        fileName
                                + " was not loaded; tried "
                                + String.join("; ", tried)
                                + ". -D"
                                + PATH_PROPERTY
                                + "=<absolute path> names a library, -D"
                                + Extraction.WORKDIR_PROPERTY
                                + "=<directory> a writable place from which programs may run"));
    }

    private String describe(String where) {
        return where + ", " + version + ", build " + buildId;
    }

    /**
     * Loads a file and binds it. The property is the JVM's, so the lock must be too: another class
     * loader's copy of this class synchronizes on the same interned string.
     */
    private void bind(String file, String where) {
        synchronized (CLASS_PROPERTY) {
            System.setProperty(CLASS_PROPERTY, Native.class.getName());
            try {
                System.load(file);
            } catch (IllegalCallerException e) {
                throw new IllegalCallerException(
                        e.getMessage() + "; start java with --enable-native-access=" + module());
            } finally {
                System.clearProperty(CLASS_PROPERTY);
            }
            check(where);
            Native.registerAll();
        }
    }

    private static String module() {
        String name = NativeLoader.class.getModule().getName();
        return name == null ? "ALL-UNNAMED" : name;
    }

    private void check(String where) {
        int foundAbi = Native.abi();
        String foundBuild = Native.buildId();
        if (foundAbi == Native.ABI && foundBuild.equals(buildId)) {
            return;
        }
        throw new StaleLibraryError(
                "the library does not belong to these classes: expected ABI "
                        + Native.ABI
                        + ", build "
                        + buildId
                        + "; found ABI "
                        + foundAbi
                        + ", build "
                        + foundBuild
                        + " in "
                        + where
                        + ". Either use io.sockeye:sockeye-native in version "
                        + version
                        + ", that of io.sockeye:sockeye; or remove that library from where it was"
                        + " found; or choose another engine with -Dsockeye.engine=jna or nio");
    }
}

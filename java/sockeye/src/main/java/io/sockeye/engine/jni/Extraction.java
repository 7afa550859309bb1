package io.sockeye.engine.jni;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the library into a file for the moment in which it is loaded. */
final class Extraction {
    static final String WORKDIR_PROPERTY = "sockeye.native.workdir";

    /** Nobody else may put a file there between our writing and loading. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int MOST_ATTEMPTS = 100;

    private Extraction() {}

    /** Where to try, in that order: any of them may be read-only, full or mounted noexec. */
    static Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        add(directories, System.getProperty(WORKDIR_PROPERTY));
        add(directories, System.getProperty("java.io.tmpdir"));
        String cache = System.getenv("XDG_CACHE_HOME");
        add(directories, cache != null ? cache : System.getProperty("user.home") + "/.cache");
        add(directories, System.getenv("XDG_RUNTIME_DIR"));
        add(directories, System.getProperty("user.dir"));
        return directories;
    }

    /** Hands over the absolute path of a fresh file, which is gone afterwards. */
    static void with(Path parent, String fileName, byte[] content, Consumer<String> user)
            throws IOException {
        Path directory = freshDirectory(parent);
        Path file = directory.resolve(fileName);
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (!Arrays.equals(Files.readAllBytes(file), content)) {
                throw new IOException(file + " does not hold what was written to it");
            }
            user.accept(file.toString());
        } finally {
            delete(file);
            delete(directory);
        }
    }

    /**
     * Files.createTempDirectory would set up the security providers for its name, a third of what
     * it costs to start a small JVM. mkdir takes no folder that is there: no guess gains anything.
     */
    private static Path freshDirectory(Path parent) throws IOException {
        long name = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                String unique = "sockeye-" + Long.toHexString(name + attempt);
                return Files.createDirectory(parent.resolve(unique), OWNER_ONLY);
            } catch (FileAlreadyExistsException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** A loaded library stays mapped without its file; one that cannot be deleted does no harm. */
    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }

    private static void add(Set<Path> directories, @Nullable String directory) {
        if (directory != null && !directory.isEmpty()) {
            directories.add(Path.of(directory).toAbsolutePath());
        }
    }
}

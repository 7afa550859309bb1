package io.sockeye.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The sockets, pipes and anonymous inodes of this process, as the kernel lists them. */
final class Descriptors {
    private static final Path LIST = Path.of("/proc/self/fd");
    private static final int O_CLOEXEC = 02000000;

    private Descriptors() {}

    /** What is open: the descriptor and what it leads to, such as {@code socket:[4711]}. */
    static Map<Integer, String> open() {
        Map<Integer, String> open = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(LIST)) {
            for (Path entry : entries) {
                String target = target(entry);
                if (target.startsWith("socket:")
                        || target.startsWith("pipe:")
                        || target.startsWith("anon_inode:")) {
                    open.put(Integer.parseInt(entry.getFileName().toString()), target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    /** What came since: open now, and not open (or leading elsewhere) then. */
    static Map<Integer, String> since(Map<Integer, String> then) {
        Map<Integer, String> fresh = open();
        fresh.entrySet().removeIf(e -> e.getValue().equals(then.get(e.getKey())));
        return fresh;
    }

    /** The descriptor of this process that leads to a file. */
    static int leadingTo(Path file) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(LIST)) {
            for (Path entry : entries) {
                if (target(entry).equals(file.toString())) {
                    return Integer.parseInt(entry.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("nothing leads to " + file);
    }

    /** Whether a descriptor closes at exec; true also if it is gone in the meantime. */
    static boolean closesOnExec(int fd) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))) {
                if (line.startsWith("flags:")) {
                    return (Integer.parseInt(line.substring(6).strip(), 8) & O_CLOEXEC) != 0;
                }
            }
            return true;
        } catch (IOException e) {
            return true;
        }
    }

    private static String target(Path entry) throws IOException {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}

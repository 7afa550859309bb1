package io.sockeye.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Jars of the folders on a class path. */
final class FolderJars {
    private FolderJars() {}

    /** The same class path without folders; the jars are in this one. */
    static String pack(Path target, String classPath) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(":")) {
            Path folder = Path.of(entry);
            if (Files.isDirectory(folder)) {
                Path jar = target.resolve(entries.size() + ".jar");
                jar(folder, jar);
                entries.add(jar.toString());
            } else {
                entries.add(entry);
            }
        }
        return String.join(":", entries);
    }

    private static void jar(Path folder, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
    }

    /** How many files with this beginning are whole: no other dot than the suffix's. */
    static long count(Path folder, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(
                            name ->
                                    name.startsWith(prefix)
                                            && name.indexOf('.') == name.lastIndexOf('.'))
                    .count();
        }
    }

    static Path first(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findFirst().orElseThrow();
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

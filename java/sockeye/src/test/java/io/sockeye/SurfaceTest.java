package io.sockeye;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public name of Python's modules has a row in {@code surface.txt}, every row names a method
 * that exists, and {@code java/SURFACE.md} says the same. {@code -Dsockeye.surface.write=true}
 * writes the page.
 */
class SurfaceTest {
    private static final Path PAGE = Path.of("..", "SURFACE.md");

    private static final String HEAD =
            """
            # Python's names, here

            Made of `surface.txt` by `SurfaceTest`; do not edit. `jni`, `ffm` and `jna` have everything that \
            has a Java name, on Linux. The rule for names: each underscore goes, and the letter after \
            it becomes a capital. Constants have Python's names; `Sockets.has(name)` tells which ones \
            the host has. What a class has of its superclass stands there only. Hooks of servers and \
            handlers are protected.
            """;

    private record Row(String python, String java, String nio, String note) {}

    private record Section(String python, String java, List<Row> rows) {
        Set<String> names() {
            return rows.stream().map(Row::python).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>();
        try (InputStream text = SurfaceTest.class.getResourceAsStream("surface.txt")) {
            for (String line : new String(text.readAllBytes(), UTF_8).lines().toList()) {
                if (line.startsWith("[")) {
                    int end = line.indexOf(']');
                    String java = line.substring(end + 1).strip();
                    sections.add(new Section(line.substring(1, end), java, new ArrayList<>()));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    sections.get(sections.size() - 1).rows().add(row(line));
                }
            }
        }
        return sections;
    }

    private static Row row(String line) {
        String[] part = line.split("\\|", -1);
        assertEquals(4, part.length, line);
        String python = part[0].strip();
        String java = part[1].strip().equals("=") ? byRule(python) : part[1].strip();
        return new Row(python, java, part[2].strip(), part[3].strip());
    }

    private static String byRule(String python) {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < python.length(); i++) {
            boolean underscore = python.charAt(i) == '_';
            i += underscore ? 1 : 0;
            char c = python.charAt(i);
            java.append(underscore ? Character.toUpperCase(c) : c);
        }
        return java.toString();
    }

    @Test
    void everyRowNamesAMethodThatExists() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Section section : sections()) {
            for (Row row : section.rows()) {
                if (!row.java().equals("-") && !exists(section.java(), row.java())) {
                    missing.add(section.java() + '.' + row.java());
                }
                assertTrue(List.of("yes", "part", "no").contains(row.nio()), row.toString());
                boolean silent = row.note().isEmpty();
                assertTrue(row.nio().equals("yes") || !silent, row + " gives no reason");
            }
        }
        assertEquals(List.of(), missing);
    }

    /** A class of a package, or a method of a class that its users or its subclasses see. */
    private static boolean exists(String owner, String name) {
        try {
            if (SurfaceTest.class.getModule().getPackages().contains(owner)) {
                return Class.forName(owner + '.' + name) != null;
            }
            return methods(Class.forName(owner)).contains(name);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Set<String> methods(Class<?> type) {
        Stream<Method> methods = Arrays.stream(type.getMethods());
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            methods = Stream.concat(methods, Arrays.stream(owner.getDeclaredMethods()));
        }
        return methods.filter(
                        m ->
                                Modifier.isPublic(m.getModifiers())
                                        || Modifier.isProtected(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void everyNameOfPythonsHasARow() throws Exception {
        assumeTrue(pythonExists(), "there is no python3");
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (Section section : sections()) {
            names.put(section.python(), new TreeSet<>());
        }
        for (String line : python(String.join("\n", names.keySet()))) {
            String[] part = line.split(" ");
            names.get(part[0]).add(part[1]);
        }
        for (Section section : sections()) {
            Set<String> without = new TreeSet<>(names.get(section.python()));
            without.removeAll(section.names());
            assertEquals(Set.of(), without, section.python() + " has names without a row");
        }
    }

    /**
     * Callables of modules that are no classes, but for those that are made to be extended; and all
     * that a class has and no other one that is asked for has given it.
     */
    private static List<String> python(String objects) throws Exception {
        String script =
                """
                import select, selectors, socket, socketserver, sys, types
                things = {text: eval(text) for text in sys.argv[1].split('\\n')}
                def wanted(thing, name):
                    value = getattr(thing, name, None)
                    if thing is socketserver:
                        return name in thing.__all__
                    if isinstance(thing, types.ModuleType):
                        return callable(value) and not isinstance(value, type)
                    above = getattr(thing, '__mro__', [thing])[1:]
                    return not any(hasattr(c, name) for c in above if c in things.values())
                for text, thing in things.items():
                    for name in dir(thing):
                        if wanted(thing, name) and not name.startswith('_'):
                            print(text, name)
                """;
        Process process = new ProcessBuilder("python3", "-c", script, objects).start();
        process.getOutputStream().close();
        List<String> printed;
        try (InputStream output = process.getInputStream()) {
            printed = new String(output.readAllBytes(), UTF_8).lines().toList();
        }
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        process.getErrorStream().close();
        assertEquals(0, process.waitFor(), errors);
        return printed;
    }

    private static boolean pythonExists() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void thePageIsUpToDate() throws Exception {
        String wanted = page();
        if (Boolean.getBoolean("sockeye.surface.write")) {
            Files.writeString(PAGE, wanted);
        }
        String found = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        assertEquals(
                wanted, found, "java/SURFACE.md is stale: run with -Dsockeye.surface.write=true");
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Section section : sections()) {
            page.append("\n## ").append(section.python()).append(": `");
            page.append(section.java()).append("`\n\n| Python | Java | jni, ffm, jna | nio | |\n");
            page.append("|---|---|---|---|---|\n");
            for (Row row : section.rows()) {
                boolean none = row.java().equals("-") && row.nio().equals("no");
                page.append("| `").append(row.python()).append("` | ");
                page.append(row.java().equals("-") ? "" : '`' + row.java() + '`');
                page.append(" | ").append(none ? "no" : "yes");
                page.append(" | ").append(row.nio());
                page.append(" | ").append(row.note()).append(" |\n");
            }
        }
        return page.toString();
    }
}

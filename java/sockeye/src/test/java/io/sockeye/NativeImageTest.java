package io.sockeye;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The metadata for GraalVM's native-image: all that it names exists, and all that the sources reach
 * by name is in it. Contract: classes of newer Java exist in the run on a newer Java alone.
 */
@Tag("contract")
@SuppressWarnings("unchecked")
class NativeImageTest {
    private static final Path MAIN = Path.of("src", "main");
    private static final Path GLUE = Path.of("..", "..", "native", "jni");
    private static final String PLACE = "META-INF/native-image/io.sockeye/sockeye/";

    /** What may stand in an entry, by the schema 1.2.0 of reachability-metadata.json. */
    private static final Set<String> KEYS =
            Set.of(
                    "type",
                    "methods",
                    "fields",
                    "allDeclaredMethods",
                    "allPublicMethods",
                    "allPublicFields",
                    "jniAccessible");

    /** What reaches things by name. Handles of arrays and buffers, which name nothing, do not. */
    private static final Pattern REFLECTION =
            Pattern.compile(
                    "Class\\.forName|\\.getMethod\\(|\\.getDeclared|\\.getConstructor|\\.getFields?\\("
                            + "|MethodHandles\\.(lookup|publicLookup)|Native\\.register\\("
                            + "|ServiceLoader\\.load|StandardMBean\\(|\\.getResourceAsStream\\("
                            + "|getResource\\(");

    private static final Pattern DOWNCALL =
            Pattern.compile(
                    "Downcalls\\.(\\w+)\\(\\s*\"\\w+\",\\s*FunctionDescriptor\\.(of|ofVoid)"
                            + "\\(([^)]*)\\)(?:,\\s*(\\d+))?\\s*\\)");

    /** Virtual threads are reached by name, so that Java 17 will do. */
    private static final boolean IS_BEFORE_21 = Runtime.version().feature() < 21;

    private final Map<String, Object> metadata = read();
    private final Map<String, Map<String, Object>> types = types();

    @Test
    void everythingItNamesExists() {
        types.forEach(
                (name, entry) -> {
                    assertEquals(Set.of(), without(entry.keySet(), KEYS), name);
                    Class<?> type = find(name);
                    if (type != null && !isOfNewerJava(type)) {
                        checkMembers(type, entry);
                    }
                });
    }

    private static void checkMembers(Class<?> type, Map<String, Object> entry) {
        Set<String> methods =
                Stream.concat(
                                Stream.of(type.getDeclaredMethods()),
                                Stream.of(type.getDeclaredConstructors()))
                        .map(NativeImageTest::signature)
                        .collect(Collectors.toSet());
        Set<String> fields =
                Stream.of(type.getDeclaredFields())
                        .map(field -> field.getName())
                        .collect(Collectors.toSet());
        assertEquals(Set.of(), without(methods(entry), methods), type.getName());
        assertEquals(Set.of(), without(fields(entry), fields), type.getName());
    }

    /** Null for what this Java is too old for. */
    private static Class<?> find(String name) {
        try {
            return Class.forName(name, false, NativeImageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            boolean newer = name.startsWith("java.lang.Thread$") && IS_BEFORE_21;
            String source = "java22/" + name.replace('.', '/') + ".java";
            assertTrue(newer || Files.exists(MAIN.resolve(source)), "there is no class " + name);
            return null;
        }
    }

    private static boolean isOfNewerJava(Class<?> type) {
        return IS_BEFORE_21 && type == Thread.class;
    }

    @Test
    void theResourcesItNamesExist() throws Exception {
        Module here = NativeImageTest.class.getModule();
        for (String glob : globs()) {
            // The library is in another artifact; the test of its consumers finds it there.
            if (!glob.equals("META-INF/native/**")) {
                try (var in = here.getResourceAsStream(glob)) {
                    assertNotNull(in, "there is no resource " + glob);
                }
            }
        }
    }

    @Test
    void whatTheNativeLibraryCallsIsInIt() throws Exception {
        Set<String> wanted = new TreeSet<>(Set.of("io.sockeye.engine.jni.Native"));
        String glue = "";
        for (Path file : files(GLUE, ".c")) {
            glue += Files.readString(file);
        }
        for (MatchResult found : all("FindClass\\(env, \"([^\"]+)\"\\)", glue)) {
            wanted.add(found.group(1).replace('/', '.'));
        }
        assertTrue(wanted.contains("java.lang.System"), wanted.toString());
        for (String name : wanted) {
            assertEquals(true, entry(name).get("jniAccessible"), name);
        }
        // ThrowNew takes this constructor; the other one is called by its name.
        assertEquals(1, all("ThrowNew\\(env", glue).size());
        assertMethod("java.lang.UnsatisfiedLinkError", "<init>(java.lang.String)");
        assertEquals(1, all("Get(Static)?MethodID\\(", glue).size());
        assertMethod("java.lang.System", "getProperty(java.lang.String)");
        assertEquals(0, all("Get(Static)?FieldID\\(", glue).size());
    }

    @Test
    void everyDirectlyMappedClassIsInIt() throws Exception {
        int mapped = 0;
        for (Path file : files(MAIN.resolve("java/io/sockeye/engine/jna"), ".java")) {
            for (MatchResult found :
                    all("Native\\.register\\((\\w+)\\.class", Files.readString(file))) {
                String owner = file.getFileName().toString().replace(".java", "");
                String simple = found.group(1);
                String name = simple.equals(owner) ? owner : owner + '$' + simple;
                Map<String, Object> entry = entry("io.sockeye.engine.jna." + name);
                assertEquals(true, entry.get("jniAccessible"), name);
                assertEquals(true, entry.get("allDeclaredMethods"), name);
                mapped++;
            }
        }
        assertTrue(mapped >= 4, "only " + mapped + " mapped classes found");
    }

    @Test
    void everyFieldWithAHandleIsInIt() throws Exception {
        for (Path file : files(MAIN, ".java")) {
            for (MatchResult found :
                    all("findVarHandle\\((\\w+)\\.class, \"(\\w+)\"", Files.readString(file))) {
                List<String> owners =
                        types.keySet().stream()
                                .filter(name -> name.matches(".*[.$]" + found.group(1)))
                                .toList();
                assertEquals(1, owners.size(), file + ": " + found.group());
                Set<String> fields = fields(entry(owners.get(0)));
                assertTrue(fields.contains(found.group(2)), file + ": " + found.group());
            }
        }
    }

    @Test
    void everyDowncallIsInItAndNoOther() throws Exception {
        Set<String> made = new TreeSet<>();
        for (Path file : files(MAIN.resolve("java22"), ".java")) {
            String source = Files.readString(file);
            List<MatchResult> calls = all(DOWNCALL.pattern(), source);
            int mentioned = all("Downcalls\\.(?!has|unexpected)\\w+\\(", source).size();
            assertEquals(mentioned, calls.size(), file + " has downcalls of a form unknown here");
            calls.forEach(call -> made.add(shape(call)));
        }
        Map<String, Object> foreign = (Map<String, Object>) metadata.get("foreign");
        Set<String> named = new TreeSet<>();
        for (Object each : (List<Object>) foreign.get("downcalls")) {
            Map<String, Object> call = (Map<String, Object>) each;
            Map<String, Object> options =
                    (Map<String, Object>) call.getOrDefault("options", new HashMap<>());
            named.add(
                    call.get("returnType")
                            + call.get("parameterTypes").toString()
                            + options.getOrDefault("captureCallState", false)
                            + options.getOrDefault("firstVariadicArg", 0));
        }
        assertTrue(made.size() > 30, made.toString());
        assertEquals(made, named);
    }

    private static String shape(MatchResult call) {
        List<String> layouts = new ArrayList<>();
        for (String each : call.group(3).split(",")) {
            if (!each.isBlank()) {
                layouts.add(each.strip().replace("JAVA_", "j").toLowerCase());
            }
        }
        String result = call.group(2).equals("of") ? layouts.remove(0) : "void";
        boolean captures = !Set.of("plain", "optional").contains(call.group(1));
        String variadic = call.group(4) == null ? "0" : call.group(4);
        return result + layouts + captures + variadic;
    }

    /**
     * A file that is new here needs entries in the metadata, if what it reaches is not a user's.
     */
    @Test
    void thereIsNoOtherReflection() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Path file : files(MAIN, ".java")) {
            if (REFLECTION.matcher(Files.readString(file)).find()) {
                found.add(file.getFileName().toString());
            }
        }
        assertEquals(
                new TreeSet<>(
                        Set.of(
                                // what the tests above look at
                                "Counters.java",
                                "Direct.java",
                                "JnaSpawn.java",
                                "Lease.java",
                                "LinuxDirect.java",
                                "Loop.java",
                                "Pwait2Direct.java",
                                // CapturedErrno
                                "Downcalls.java",
                                // Thread and its builder
                                "StreamThreads.java",
                                "ThreadingMixIn.java",
                                "Threads.java",
                                // the service files, build.properties, the library
                                "Engines.java",
                                "NativeLoader.java",
                                // only for a message
                                "FfmEngine.java",
                                "LoopBeans.java",
                                "Sockets.java",
                                // classes of the user's; workers are JVMs
                                "Handlers.java",
                                "ServerClasses.java",
                                "WorkerJvm.java",
                                "WorkerMain.java",
                                "WorkerTraining.java")),
                found);
        for (String name :
                List.of(
                        "java.lang.Thread",
                        "java.lang.Thread$Builder",
                        "io.sockeye.engine.ffm.CapturedErrno",
                        "io.sockeye.reactor.LoopMXBean",
                        "io.sockeye.socket.SocketConstants")) {
            entry(name);
        }
    }

    @Test
    void everyEngineIsInIt() throws Exception {
        String services = "resources/META-INF/services/io.sockeye.engine.Engine";
        for (String line : Files.readAllLines(MAIN.resolve(services))) {
            assertMethod(line, "<init>()");
        }
        assertTrue(globs().contains("META-INF/services/io.sockeye.engine.Engine"));
        assertTrue(globs().contains("io/sockeye/engine/jni/build.properties"));
        assertTrue(globs().contains("META-INF/native/**"));
    }

    private static Map<String, Object> read() {
        Module here = NativeImageTest.class.getModule();
        try (var in = here.getResourceAsStream(PLACE + "reachability-metadata.json")) {
            return (Map<String, Object>) Json.parse(new String(in.readAllBytes()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Map<String, Object>> types() {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        for (Object each : (List<Object>) metadata.get("reflection")) {
            Map<String, Object> entry = (Map<String, Object>) each;
            found.put((String) entry.get("type"), entry);
        }
        return found;
    }

    private Map<String, Object> entry(String type) {
        Map<String, Object> entry = types.get(type);
        assertNotNull(entry, type + " is not in the metadata");
        return entry;
    }

    private void assertMethod(String type, String signature) {
        assertTrue(methods(entry(type)).contains(signature), type + " lacks " + signature);
    }

    private static Set<String> methods(Map<String, Object> entry) {
        Set<String> found = new TreeSet<>();
        for (Object each : (List<Object>) entry.getOrDefault("methods", List.of())) {
            Map<String, Object> method = (Map<String, Object>) each;
            List<String> parameters = (List<String>) method.get("parameterTypes");
            found.add(method.get("name") + "(" + String.join(", ", parameters) + ")");
        }
        return found;
    }

    private static Set<String> fields(Map<String, Object> entry) {
        Set<String> found = new TreeSet<>();
        for (Object each : (List<Object>) entry.getOrDefault("fields", List.of())) {
            found.add((String) ((Map<String, Object>) each).get("name"));
        }
        return found;
    }

    private List<String> globs() {
        return ((List<Object>) metadata.get("resources"))
                .stream().map(each -> (String) ((Map<String, Object>) each).get("glob")).toList();
    }

    private static String signature(Executable method) {
        String name = method instanceof java.lang.reflect.Method ? method.getName() : "<init>";
        return Stream.of(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static Set<String> without(Set<String> all, Set<String> known) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(known);
        return rest;
    }

    private static List<MatchResult> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = all.filter(each -> each.toString().endsWith(ending)).toList();
            assertFalse(found.isEmpty(), "nothing in " + folder);
            return found;
        }
    }
}

package io.sockeye.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the module path gives must be what the class path gives, and what users can name. */
class ModuleTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final ModuleDescriptor MODULE =
            ModuleFinder.of(CLASSES).find("io.sockeye").orElseThrow().descriptor();

    @Test
    void bothPathsFindTheSameEngines() throws Exception {
        List<String> provided =
                MODULE.provides().stream()
                        .filter(each -> each.service().equals(Engine.class.getName()))
                        .flatMap(each -> each.providers().stream())
                        .sorted()
                        .toList();
        List<String> named;
        Path services = CLASSES.resolve("META-INF/services/" + Engine.class.getName());
        try (Stream<String> lines = Files.lines(services)) {
            named = lines.filter(line -> !line.isBlank()).sorted().toList();
        }
        assertEquals(named, provided);
    }

    @Test
    void theJarOfTheNativeLibraryIsResolvedUnasked() {
        assertTrue(MODULE.uses().contains(NativeLibrary.class.getName()), MODULE.toString());
    }

    @Test
    void usersNeedNoModuleButThisOne() {
        Set<String> passedOn =
                MODULE.requires().stream()
                        .filter(
                                each ->
                                        each.modifiers()
                                                .contains(
                                                        ModuleDescriptor.Requires.Modifier
                                                                .TRANSITIVE))
                        .map(ModuleDescriptor.Requires::name)
                        .collect(Collectors.toSet());
        assertEquals(Set.of(), passedOn);
    }

    /** As javac's -Xlint:exports, which minds our annotations too. */
    @Test
    void signaturesNameOnlyTypesThatUsersCanName() throws Exception {
        Set<String> exported =
                MODULE.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet());
        Set<String> hidden = new TreeSet<>();
        int classes = 0;
        for (String name : exported) {
            for (Class<?> type : classes(name)) {
                classes++;
                for (Class<?> named : named(type)) {
                    if (!isVisible(named, exported)) {
                        hidden.add(type.getName() + " names " + named.getName());
                    }
                }
            }
        }
        assertTrue(classes > 100, "only " + classes + " classes were looked at");
        assertEquals(Set.of(), hidden);
    }

    private static List<Class<?>> classes(String packageName)
            throws IOException, ClassNotFoundException {
        List<Class<?>> found = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(CLASSES.resolve(packageName.replace('.', '/')))) {
            files = list.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".class") && !name.equals("package-info.class")) {
                Class<?> type =
                        Class.forName(
                                packageName + '.' + name.replaceFirst("\\.class$", ""),
                                false,
                                ModuleTest.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers())) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    private static List<Class<?>> named(Class<?> type) {
        List<Class<?>> named = new ArrayList<>(List.of(type.getInterfaces()));
        if (type.getSuperclass() != null
                && Modifier.isPublic(type.getSuperclass().getModifiers())) {
            named.add(type.getSuperclass());
        }
        for (Field field : type.getDeclaredFields()) {
            if (isApi(field)) {
                named.add(field.getType());
            }
        }
        Stream.concat(
                        Stream.of(type.getDeclaredMethods()),
                        Stream.of(type.getDeclaredConstructors()))
                .filter(ModuleTest::isApi)
                .forEach(member -> addNamed(named, member));
        return named;
    }

    private static void addNamed(List<Class<?>> named, Executable member) {
        named.addAll(List.of(member.getParameterTypes()));
        named.addAll(List.of(member.getExceptionTypes()));
        if (member instanceof Method method) {
            named.add(method.getReturnType());
        }
    }

    private static boolean isApi(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
                && !member.isSynthetic();
    }

    private static boolean isVisible(Class<?> type, Set<String> exported) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        boolean ours = exported.contains(element.getPackageName());
        boolean named = (element.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        return element.isPrimitive()
                || "java.base".equals(element.getModule().getName())
                || ours && named;
    }
}

package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages for users: their programs compile, and their links lead somewhere. */
class PagesTest {
    private static final Pattern CLASS = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

    @TempDir Path folder;

    static Stream<Path> pages() throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(Readme.TOP.resolve("java"))) {
            found = all.filter(each -> each.toString().endsWith(".md")).sorted().toList();
        }
        assertTrue(found.size() > 3, found.toString());
        return Stream.concat(found.stream(), Stream.of(Readme.TOP.resolve("benchmarks/README.md")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void programsCompile(Path page) throws IOException {
        for (String program : new Readme(page).snippets("java")) {
            Matcher name = CLASS.matcher(program);
            assertTrue(name.find(), program);
            Path file = Files.writeString(folder.resolve(name.group(1) + ".java"), program);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int code =
                    ToolProvider.getSystemJavaCompiler()
                            .run(null, said, said, "-d", folder + "", "-Xlint:all", file + "");
            assertEquals(0, code, said.toString(UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        assertEquals(List.of(), Readme.brokenLinks(page));
    }
}

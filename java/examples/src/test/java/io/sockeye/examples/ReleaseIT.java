package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/**
 * What a repository asks of those who publish there; and that no jar tells when or where it was
 * made.
 */
class ReleaseIT {
    private static final String VERSION = System.getProperty("sockeye.version");

    /** That of pom.xml, which is in UTC. */
    private static final LocalDateTime MADE = LocalDateTime.of(2025, 1, 1, 0, 0);

    /** A pom.xml. */
    private record Pom(Document document) {
        static Pom of(String module) throws Exception {
            File file = Readme.TOP.resolve(module).resolve("pom.xml").toFile();
            return new Pom(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file));
        }

        String text(String path) throws Exception {
            return XPathFactory.newInstance().newXPath().evaluate(path, document).strip();
        }
    }

    static List<String> modules() throws Exception {
        Pom parent = Pom.of("");
        List<String> found = new ArrayList<>(List.of(""));
        for (int i = 1; !parent.text("/project/modules/module[" + i + "]").isEmpty(); i++) {
            found.add(parent.text("/project/modules/module[" + i + "]"));
        }
        return found;
    }

    static List<String> published() {
        return List.of("", "java/all", "java/sockeye", "native");
    }

    static Stream<Path> jars() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("java/sockeye", "native")) {
            try (Stream<Path> files = Files.list(Readme.TOP.resolve(module).resolve("target"))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(found::add);
            }
        }
        assertTrue(found.size() >= 6, found.toString());
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void onlyThePublishedModulesAreDeployed(String module) throws Exception {
        String skipped = Pom.of(module).text("/project/properties/maven.deploy.skip");
        if (published().contains(module)) {
            assertFalse(Boolean.parseBoolean(skipped), module);
        } else {
            assertEquals("true", skipped, module);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void eachSaysWhatItIs(String module) throws Exception {
        for (String own : List.of("artifactId", "name", "description")) {
            assertFalse(Pom.of(module).text("/project/" + own).isEmpty(), module + ' ' + own);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groupId",
                "version",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/organization",
                "scm/connection",
                "scm/developerConnection",
                "scm/url"
            })
    void theParentSaysWhoseItIs(String element) throws Exception {
        assertFalse(Pom.of("").text("/project/" + element).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"java/sockeye", "native"})
    void besideEachJarAreItsSourcesAndDocumentation(String module) throws Exception {
        String jar =
                module + "/target/" + Pom.of(module).text("/project/artifactId") + '-' + VERSION;
        for (String ending : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
            try (ZipFile zip = new ZipFile(Readme.TOP.resolve(jar + ending).toFile())) {
                assertTrue(zip.size() > 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void noJarTellsWhenOrWhereItWasMade(Path jar) throws IOException {
        String here = Readme.TOP.toAbsolutePath().normalize().toString();
        var times = new TreeSet<LocalDateTime>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                times.add(entry.getTimeLocal());
                try (InputStream in = zip.getInputStream(entry)) {
                    String content = new String(in.readAllBytes(), ISO_8859_1);
                    assertFalse(content.contains(here), jar + " names its folder in " + entry);
                }
            }
        }
        assertEquals(List.of(MADE), List.copyOf(times), jar.toString());
    }
}

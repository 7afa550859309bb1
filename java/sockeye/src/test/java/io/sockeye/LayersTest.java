package io.sockeye;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Each package imports only those below it, and nobody imports an engine. */
class LayersTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.sockeye");

    @Test
    void packagesImportOnlyThoseBelow() {
        assertTrue(CLASSES.contain("io.sockeye.engine.Engine"), "ArchUnit saw no classes");
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("engine")
                .definedBy("io.sockeye.engine")
                .layer("implementations")
                .definedBy("io.sockeye.engine.*..")
                .layer("socket")
                .definedBy("io.sockeye.socket..")
                .layer("os")
                .definedBy("io.sockeye.os..")
                .layer("select")
                .definedBy("io.sockeye.select..")
                .layer("selectors")
                .definedBy("io.sockeye.selectors..")
                .layer("socketserver")
                .definedBy("io.sockeye.socketserver..")
                .layer("reactor")
                .definedBy("io.sockeye.reactor..")
                .whereLayer("engine")
                .mayNotAccessAnyLayer()
                .whereLayer("implementations")
                .mayOnlyAccessLayers("engine")
                .whereLayer("implementations")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("socket")
                .mayOnlyAccessLayers("engine")
                .whereLayer("os")
                .mayOnlyAccessLayers("engine")
                .whereLayer("select")
                .mayOnlyAccessLayers("engine")
                .whereLayer("selectors")
                .mayOnlyAccessLayers("select", "engine")
                .whereLayer("socketserver")
                .mayOnlyAccessLayers("selectors", "socket", "os", "engine")
                .whereLayer("reactor")
                .mayOnlyAccessLayers("selectors", "socket", "engine")
                .check(CLASSES);
    }
}

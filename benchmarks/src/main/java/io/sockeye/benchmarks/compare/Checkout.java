package io.sockeye.benchmarks.compare;

import io.sockeye.engine.Abi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Where the build has put what is run here: all of it is found from where this class lies. */
public final class Checkout {
    private static final Path CODE = code();

    private Checkout() {}

    /** The jar or folder with this program's classes. */
    static Path code() {
        try {
            return Path.of(
                    Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("these classes lie at no path", e);
        }
    }

    /** The class path that this program runs with, for servers that are part of it. */
    static String classPath() {
        return Files.isDirectory(CODE) ? System.getProperty("java.class.path") : CODE.toString();
    }

    /** The runnable jar of the command. */
    static Optional<Path> cli() {
        return built("java/cli/target/sockeye.jar");
    }

    /** What lies beside these classes as text. */
    static String resource(String name) {
        try (InputStream text = Checkout.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** One of the programs in C. */
    public static Optional<Path> program(String name) {
        return built("target/native/" + Abi.host().name() + "/bin/" + name)
                .filter(Files::isExecutable);
    }

    private static Optional<Path> built(String path) {
        for (Path folder = CODE; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("benchmarks/pom.xml"))) {
                return Optional.of(folder.resolve(path)).filter(Files::isRegularFile);
            }
        }
        return Optional.empty();
    }
}

package consumer;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs {@link Serve} twice in this JVM, each time in a layer with a class loader for each module.
 */
public final class Layers {
    private Layers() {}

    public static void main(String[] arguments) throws Exception {
        Path[] path = Stream.of(arguments).map(Path::of).toArray(Path[]::new);
        // Both stay: a library goes away with the loader that it was loaded for.
        List<ModuleLayer> layers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            layers.add(layer(path));
        }
        for (ModuleLayer layer : layers) {
            Class<?> serve = layer.findLoader("consumer").loadClass(Serve.class.getName());
            Method main = serve.getMethod("main", String[].class);
            main.invoke(null, (Object) new String[0]);
        }
    }

    private static ModuleLayer layer(Path... path) {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration resolved =
                boot.configuration()
                        .resolveAndBind(
                                ModuleFinder.of(path), ModuleFinder.of(), Set.of("consumer"));
        return boot.defineModulesWithManyLoaders(resolved, ClassLoader.getPlatformClassLoader());
    }
}

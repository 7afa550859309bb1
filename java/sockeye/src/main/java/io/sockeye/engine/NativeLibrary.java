package io.sockeye.engine;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * The native library of one platform, as the artifact {@code sockeye-native} brings it along.
 * Programs have no use for it: it makes the module system resolve that artifact's module, which
 * nothing requires, together with this one.
 *
 * <p>Thread safe.
 */
public interface NativeLibrary {
    /**
     * Finds a file of the artifact, also where this module's class loader is not the artifact's.
     *
     * @param name such as {@code META-INF/native/linux-x86_64/libsockeye.so}
     * @return where it is, or null if the artifact is that of another platform
     */
    @Nullable URL find(String name);
}

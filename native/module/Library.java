package io.sockeye.natives.@name@;

import io.sockeye.engine.NativeLibrary;
import java.net.URL;

/** What the module system looks for. */
public final class Library implements NativeLibrary {
    /** For the service loader. */
    public Library() {}

    @Override
    public URL find(String name) {
        return Library.class.getClassLoader().getResource(name);
    }
}

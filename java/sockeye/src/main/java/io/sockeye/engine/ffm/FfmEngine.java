package io.sockeye.engine.ffm;

import io.sockeye.engine.Resolver;
import io.sockeye.engine.libc.LibcEngine;

/**
 * Stands where the engine would be, and says why it is not. Java 22 and newer find the engine
 * itself, a class of the same name, below META-INF/versions/22 of the jar.
 */
public final class FfmEngine extends LibcEngine {
    private static final int NEEDED = 22;
    private static final String REAL =
            "META-INF/versions/" + NEEDED + "/io/sockeye/engine/ffm/FfmEngine.class";

    private final Loaded loaded = new Loaded(null, new UnsupportedOperationException(reason()));

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    protected Loaded loaded() {
        return loaded;
    }

    @Override
    public String origin() {
        throw unavailable();
    }

    @Override
    public Resolver resolver() {
        throw unavailable();
    }

    private static String reason() {
        ClassLoader loader = FfmEngine.class.getClassLoader();
        boolean hasReal = loader != null && loader.getResource(REAL) != null;
        return reason(Runtime.version().feature(), hasReal);
    }

    static String reason(int java, boolean hasReal) {
        if (java < NEEDED) {
            return "it needs JDK " + NEEDED + " or newer, this is " + java;
        }
        return hasReal
                ? "its classes lie in META-INF/versions/22, where the JVM looks in jars alone, and"
                        + " only if their manifest says Multi-Release: true"
                : "this jar was built without JDK 22 or newer, so it has no classes for it";
    }
}

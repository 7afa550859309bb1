package io.sockeye.benchmarks.calls;

import com.sun.jna.Native;
import io.sockeye.engine.Engines;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Native functions that do nothing, called as the engines call theirs. */
final class EmptyCalls {
    private EmptyCalls() {}

    /** The jni engine's own. It is nobody's business but ours, hence the lookup. */
    static final class Jni {
        static final MethodHandle NOOP = noop();

        private Jni() {}

        private static MethodHandle noop() {
            try {
                // Loads the library.
                ClassLoader loader = Engines.named("jni").getClass().getClassLoader();
                Class<?> natives = Class.forName("io.sockeye.engine.jni.Native", true, loader);
                return MethodHandles.privateLookupIn(natives, MethodHandles.lookup())
                        .findStatic(natives, "noop", MethodType.methodType(int.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the jni engine has no noop any more", e);
            }
        }
    }

    /** Direct mapping of the cheapest function that every libc has. */
    static final class Jna {
        static {
            Native.register(Jna.class, "c");
        }

        private Jna() {}

        static native int abs(int value);
    }
}

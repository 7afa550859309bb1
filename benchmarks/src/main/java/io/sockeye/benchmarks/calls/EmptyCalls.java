package io.sockeye.benchmarks.calls;

import com.sun.jna.Native;
import io.sockeye.engine.Engines;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Optional;

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

    /** A downcall of the JDK, by reflection, because these classes are compiled for Java 17. */
    static final class Ffm {
        static final MethodHandle ABS = abs();

        private Ffm() {}

        private static MethodHandle abs() {
            try {
                Class<?> linkers = Class.forName("java.lang.foreign.Linker");
                Class<?> options = Class.forName("java.lang.foreign.Linker$Option");
                Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
                Class<?> layouts = Class.forName("java.lang.foreign.MemoryLayout");
                Class<?> functions = Class.forName("java.lang.foreign.FunctionDescriptor");
                Object integer =
                        Class.forName("java.lang.foreign.ValueLayout")
                                .getField("JAVA_INT")
                                .get(null);
                Object arguments = Array.newInstance(layouts, 1);
                Array.set(arguments, 0, integer);
                Object function =
                        functions
                                .getMethod("of", layouts, arguments.getClass())
                                .invoke(null, integer, arguments);
                Object linker = linkers.getMethod("nativeLinker").invoke(null);
                Object libc = linkers.getMethod("defaultLookup").invoke(linker);
                Optional<?> address =
                        (Optional<?>)
                                Class.forName("java.lang.foreign.SymbolLookup")
                                        .getMethod("find", String.class)
                                        .invoke(libc, "abs");
                Object none = Array.newInstance(options, 0);
                return (MethodHandle)
                        linkers.getMethod("downcallHandle", segments, functions, none.getClass())
                                .invoke(linker, address.orElseThrow(), function, none);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("java.lang.foreign needs JDK 22 or newer", e);
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

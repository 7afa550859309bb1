package io.sockeye.socketserver;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which class of server a worker process makes. */
final class ServerClasses {
    /** What runs in the worker. */
    private static final Set<String> CHILD_SIDE =
            Set.of(
                    "finishRequest",
                    "shutdownRequest",
                    "closeRequest",
                    "handleError",
                    "processRequestThread");

    private ServerClasses() {}

    static boolean isOurs(Class<?> type) {
        return type.getPackageName().equals(BaseServer.class.getPackageName())
                && type.getClassLoader() == BaseServer.class.getClassLoader()
                && Modifier.isPublic(type.getModifiers());
    }

    /**
     * The server's own class if a worker can make one, else the library's class that it extends.
     *
     * @throws IllegalArgumentException if that would lose what the class does in a worker
     */
    static Class<?> forWorkers(Class<?> type) {
        if (isOurs(type) || noArgument(type) != null) {
            return type;
        }
        Class<?> ours = type;
        while (!isOurs(ours)) {
            requireNoChildSide(type, ours);
            ours = ours.getSuperclass();
        }
        if (Modifier.isAbstract(ours.getModifiers())) {
            throw unfit(type, "extends " + ours.getSimpleName() + " itself");
        }
        return ours;
    }

    private static void requireNoChildSide(Class<?> type, Class<?> declaring) {
        for (Method each : declaring.getDeclaredMethods()) {
            if (CHILD_SIDE.contains(each.getName())) {
                throw unfit(type, "overrides " + each.getName() + "(), which runs in the worker");
            }
        }
    }

    private static IllegalArgumentException unfit(Class<?> type, String what) {
        return new IllegalArgumentException(
                "the server "
                        + type.getName()
                        + ' '
                        + what
                        + ", so each worker process makes one: it needs a constructor without"
                        + " arguments, and must not be an inner class");
    }

    static Constructor<?> constructor(Class<?> type) {
        Constructor<?> found = noArgument(type);
        if (found == null) {
            throw unfit(type, "is to be made");
        }
        return found;
    }

    private static @Nullable Constructor<?> noArgument(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(each -> each.getParameterCount() == 0 && each.trySetAccessible())
                .findFirst()
                .orElse(null);
    }
}

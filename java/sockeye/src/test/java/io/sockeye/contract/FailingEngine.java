package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Syscalls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;

/** An engine one of whose system calls fails, as on a host that forbids or does not know it. */
final class FailingEngine {
    private FailingEngine() {}

    /**
     * Makes one.
     *
     * @param call the name of the method
     * @param when of its arguments
     * @param errno what it gives then
     */
    static Engine of(Engine real, String call, Predicate<Object[]> when, int errno) {
        Syscalls failing =
                proxy(
                        Syscalls.class,
                        real.syscalls(),
                        (method, arguments) ->
                                method.getName().equals(call) && when.test(arguments)
                                        ? (Object) (-errno)
                                        : null);
        return proxy(
                Engine.class,
                real,
                (method, arguments) -> method.getName().equals("syscalls") ? failing : null);
    }

    /** What a method gives, or null for what it gives really. */
    @FunctionalInterface
    private interface Instead {
        Object of(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T real, Instead instead) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            Object other = instead.of(method, arguments);
                            try {
                                return other != null ? other : method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}

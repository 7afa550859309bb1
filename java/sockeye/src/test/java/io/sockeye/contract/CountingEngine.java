package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that counts its system calls and what is asked of its pollers, by name. */
final class CountingEngine {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Engine engine;

    CountingEngine(Engine real) {
        Syscalls syscalls = counting(Syscalls.class, real.syscalls());
        engine =
                proxy(
                        Engine.class,
                        (method, arguments) -> {
                            if (method.getName().equals("syscalls")) {
                                return syscalls;
                            }
                            Object result = call(real, method, arguments);
                            return result instanceof Poller poller
                                    ? counting(Poller.class, poller)
                                    : result;
                        });
    }

    Engine engine() {
        return engine;
    }

    /** How often a method of {@link Syscalls} or {@link Poller} was called. */
    int count(String method) {
        return counter(method).get();
    }

    void reset() {
        counts.clear();
    }

    private AtomicInteger counter(String method) {
        return counts.computeIfAbsent(method, name -> new AtomicInteger());
    }

    private <T> T counting(Class<T> type, T real) {
        return proxy(
                type,
                (method, arguments) -> {
                    counter(method.getName()).incrementAndGet();
                    return call(real, method, arguments);
                });
    }

    /** Does what a method is to do. */
    @FunctionalInterface
    private interface Handler {
        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        CountingEngine.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> handler.handle(method, arguments)));
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

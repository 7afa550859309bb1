package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.Syscalls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine that counts its system calls and what is asked of its pollers, by name, and that can
 * know more host names than the host.
 */
final class CountingEngine {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<String, List<String>> hosts = new ConcurrentHashMap<>();
    private final Engine engine;
    private volatile Thread resolver;

    CountingEngine(Engine real) {
        Syscalls syscalls = counting(Syscalls.class, real.syscalls());
        engine =
                proxy(
                        Engine.class,
                        (method, arguments) -> {
                            if (method.getName().equals("syscalls")) {
                                return syscalls;
                            }
                            if (method.getName().equals("resolver")) {
                                return resolver(real.resolver());
                            }
                            Object result = call(real, method, arguments);
                            return result instanceof Poller poller
                                    ? counting(Poller.class, poller)
                                    : result;
                        });
    }

    /** From now on there is a host with these addresses. */
    void know(String host, String... addresses) {
        hosts.put(host, List.of(addresses));
    }

    /** The thread on which a host was resolved last, or null. */
    Thread resolver() {
        return resolver;
    }

    private Resolver resolver(Resolver real) {
        return proxy(
                Resolver.class,
                (method, arguments) -> {
                    resolver = Thread.currentThread();
                    List<String> known =
                            arguments[0] == null ? null : hosts.get((String) arguments[0]);
                    if (known == null) {
                        return call(real, method, arguments);
                    }
                    List<Resolver.Entry> entries = new ArrayList<>();
                    for (String address : known) {
                        arguments[0] = address;
                        Object answer = call(real, method, arguments);
                        entries.addAll(((Resolver.Answer) answer).entries());
                    }
                    return new Resolver.Answer(0, 0, entries);
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

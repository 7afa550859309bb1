package io.sockeye.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a part of the library logs, kept from the output of the build. Tests take what they expect;
 * anything else that was logged fails the test when this is closed. By reflection, because the
 * library does not need the module java.logging.
 */
final class Logs implements AutoCloseable {
    /** Exceptions with this message are thrown by tests, and may be logged. */
    static final String ON_PURPOSE = "on purpose";

    /** One line: its level in the names of java.util.logging, such as WARNING and SEVERE. */
    record Entry(String level, String message, Throwable thrown) {
        private boolean isOnPurpose() {
            return message.contains(ON_PURPOSE)
                    || thrown != null && String.valueOf(thrown.getMessage()).contains(ON_PURPOSE);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /** Logging itself fails, as handlers may. */
    volatile boolean broken;

    private final Object logger;

    private Logs(String name) {
        try {
            Class<?> type = Class.forName("java.util.logging.Logger");
            logger = type.getMethod("getLogger", String.class).invoke(null, name);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** What the reactor logs from now on. */
    static Logs capture() {
        return capture("io.sockeye.reactor");
    }

    /** What goes to this logger from now on. */
    static Logs capture(String name) {
        Logs logs = new Logs(name);
        logs.setFilter(
                (proxy, method, arguments) -> {
                    if (method.getName().equals("isLoggable")) {
                        logs.add(arguments[0]);
                        return false;
                    }
                    return method.invoke(logs, arguments);
                });
        return logs;
    }

    private void setFilter(InvocationHandler filter) {
        try {
            Class<?> type = Class.forName("java.util.logging.Filter");
            Object made =
                    filter == null
                            ? null
                            : Proxy.newProxyInstance(
                                    Logs.class.getClassLoader(), new Class<?>[] {type}, filter);
            logger.getClass().getMethod("setFilter", type).invoke(logger, made);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private void add(Object logged) throws ReflectiveOperationException {
        if (broken) {
            throw new IllegalStateException("the log is broken");
        }
        Entry entry =
                new Entry(
                        String.valueOf(get(logged, "getLevel")),
                        (String) get(logged, "getMessage"),
                        (Throwable) get(logged, "getThrown"));
        synchronized (entries) {
            entries.add(entry);
        }
    }

    private static Object get(Object logged, String method) throws ReflectiveOperationException {
        return logged.getClass().getMethod(method).invoke(logged);
    }

    /** Waits for a line with this in its message, and takes it out. */
    Entry take(String part) {
        Predicate<Entry> fits = entry -> entry.message().contains(part);
        Eventually.eventually("'" + part + "' is logged", () -> count(fits) > 0);
        synchronized (entries) {
            Entry found = entries.stream().filter(fits).findFirst().orElseThrow();
            entries.remove(found);
            return found;
        }
    }

    /** How many lines there are with this in their message. */
    long count(String part) {
        return count(entry -> entry.message().contains(part));
    }

    private long count(Predicate<Entry> fits) {
        synchronized (entries) {
            return entries.stream().filter(fits).count();
        }
    }

    /** Fails if something was logged that nobody expected. */
    @Override
    public void close() {
        setFilter(null);
        synchronized (entries) {
            entries.removeIf(Entry::isOnPurpose);
            if (!entries.isEmpty()) {
                Entry first = entries.get(0);
                throw new AssertionError(
                        "logged unexpectedly: " + first.level() + ' ' + first.message(),
                        first.thrown());
            }
        }
    }
}

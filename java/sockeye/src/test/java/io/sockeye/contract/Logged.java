package io.sockeye.contract;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Catches what is logged to a logger instead of printing it. By reflection, because the module does
 * not read java.logging.
 */
final class Logged implements AutoCloseable {
    private final Object logger;
    private final List<String> messages = new ArrayList<>();

    Logged(String name) throws ReflectiveOperationException {
        Class<?> kind = Class.forName("java.util.logging.Logger");
        logger = kind.getMethod("getLogger", String.class).invoke(null, name);
        Class<?> filter = Class.forName("java.util.logging.Filter");
        setFilter(
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {filter},
                        (proxy, method, arguments) -> note(arguments[0])));
    }

    private boolean note(Object entry) throws ReflectiveOperationException {
        Class<?> kind = entry.getClass();
        String level = String.valueOf(kind.getMethod("getLevel").invoke(entry));
        String message = String.valueOf(kind.getMethod("getMessage").invoke(entry));
        synchronized (messages) {
            messages.add(level + ' ' + message);
        }
        return false;
    }

    private void setFilter(Object filter) throws ReflectiveOperationException {
        Class<?> kind = Class.forName("java.util.logging.Filter");
        logger.getClass().getMethod("setFilter", kind).invoke(logger, filter);
    }

    List<String> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter(null);
    }
}

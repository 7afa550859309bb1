package io.sockeye.cli;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** What a handler handles, as its superclass says it. */
final class HandlerType {
    private HandlerType() {}

    /**
     * Refuses a class that is no handler, or one for other requests.
     *
     * @throws IllegalArgumentException with the reason
     */
    static void require(Class<?> handler, Class<?> request, String by) {
        if (!BaseRequestHandler.class.isAssignableFrom(handler)) {
            throw new IllegalArgumentException(
                    handler.getName() + " does not extend " + BaseRequestHandler.class.getName());
        }
        Type handled = handled(handler);
        if (handled instanceof Class<?> && handled != request) {
            throw new IllegalArgumentException(
                    handler.getName()
                            + " handles "
                            + (handled == Socket.class ? "connections" : "datagrams")
                            + ", which "
                            + by
                            + " does not serve");
        }
    }

    private static Type handled(Class<?> handler) {
        Class<?> type = handler;
        while (type.getSuperclass() != BaseRequestHandler.class) {
            type = type.getSuperclass();
        }
        return type.getGenericSuperclass() instanceof ParameterizedType base
                ? base.getActualTypeArguments()[0]
                : null;
    }
}

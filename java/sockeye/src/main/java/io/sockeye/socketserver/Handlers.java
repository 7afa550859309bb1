package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The three forms of a handler, as one. */
final class Handlers {
    private Handlers() {}

    static <R> RequestCallback<R> of(Supplier<? extends BaseRequestHandler<R>> supplier) {
        return new OfSupplier<>(Objects.requireNonNull(supplier, "handler"));
    }

    private record OfSupplier<R>(Supplier<? extends BaseRequestHandler<R>> supplier)
            implements RequestCallback<R> {
        @Override
        public void handle(R request, Address client, BaseServer<R> server) throws Exception {
            Objects.requireNonNull(supplier.get(), "the supplier made no handler")
                    .run(request, client, server);
        }
    }

    /** A handler that other processes can make too. */
    record OfClass<R>(Constructor<? extends BaseRequestHandler<R>> constructor)
            implements RequestCallback<R> {
        @Override
        public void handle(R request, Address client, BaseServer<R> server) throws Exception {
            make(constructor).run(request, client, server);
        }

        Class<?> type() {
            return constructor.getDeclaringClass();
        }
    }

    static <R> RequestCallback<R> of(Class<? extends BaseRequestHandler<R>> type) {
        return new OfClass<>(constructor(type));
    }

    /** What the server's constructor was given. */
    static Object given(RequestCallback<?> handler) {
        if (handler instanceof OfClass<?> known) {
            return known.type();
        }
        return handler instanceof OfSupplier<?> known ? known.supplier() : handler;
    }

    /** Looked for when the server is made, so that a wrong class is not found out by a client. */
    private static <T> Constructor<T> constructor(Class<T> type) {
        boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
        if (inner || Modifier.isAbstract(type.getModifiers())) {
            throw unfit(type, inner ? "is an inner class: make it static" : "is abstract", null);
        }
        try {
            Constructor<T> found = type.getDeclaredConstructor();
            if (!found.trySetAccessible()) {
                String module = type.getModule().getName();
                throw unfit(type, "is hidden: module " + module + " must open its package", null);
            }
            return found;
        } catch (NoSuchMethodException e) {
            throw unfit(type, "has no constructor without arguments", e);
        }
    }

    private static IllegalArgumentException unfit(
            Class<?> type, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "the handler " + type.getName() + ' ' + why + "; or give a supplier", cause);
    }

    static <T> T make(Constructor<T> constructor) throws Exception {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}

package io.sockeye.contract;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;

/** Virtual threads, which the compiler does not know yet. */
final class VirtualThreads {
    private static final boolean EXIST = Runtime.version().feature() >= 21;

    private VirtualThreads() {}

    static boolean exist() {
        return EXIST;
    }

    static <T> Background<T> start(Callable<T> call) {
        return Background.start(call, VirtualThreads::unstarted);
    }

    static Thread unstarted(Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method unstarted =
                    Class.forName("java.lang.Thread$Builder")
                            .getMethod("unstarted", Runnable.class);
            return (Thread) unstarted.invoke(builder, body);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static boolean isVirtual(Thread thread) {
        try {
            return EXIST && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}

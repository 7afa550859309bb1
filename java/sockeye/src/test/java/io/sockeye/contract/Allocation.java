package io.sockeye.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** How much a thread has allocated; by reflection, as this module does not require the JDK's. */
final class Allocation {
    private static final Object BEAN = bean();
    private static final Method METHOD = method();

    private Allocation() {}

    static boolean isMeasured() {
        return METHOD != null;
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    static long ofThisThread() {
        try {
            return (long) METHOD.invoke(BEAN, Thread.currentThread().getId());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private static Object bean() {
        try {
            return Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Method method() {
        try {
            return Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getThreadAllocatedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.fail;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * What pure NIO cannot do, by the file {@code nio-skips.txt}: the test runs all the same and must
 * end with the engine's refusal. One that passes, or fails in another way, fails. A reason that
 * begins with {@code BUG} stands for a bug that is being mended: any failure will do until then.
 */
final class NioSkips implements InvocationInterceptor {
    private static final Set<Integer> REFUSALS =
            Set.of(Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT, Errno.ENOPROTOOPT);

    /** Test id, that is Class.method, to reason. */
    static Map<String, String> listed() {
        Map<String, String> listed = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                NioSkips.class.getResourceAsStream("nio-skips.txt"),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] parts = line.split("\\s+", 2);
                if (parts.length != 2 || listed.put(parts[0], parts[1]) != null) {
                    throw new IllegalStateException("no reason, or listed twice: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return listed;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    private static void run(Invocation<Void> invocation, ExtensionContext context)
            throws Throwable {
        String id =
                context.getRequiredTestClass().getSimpleName()
                        + '.'
                        + context.getRequiredTestMethod().getName();
        String reason = listed().get(id);
        if (reason == null || ContractTest.engineOf(context).hasRealFds()) {
            invocation.proceed();
            return;
        }
        try {
            invocation.proceed();
        } catch (Throwable e) {
            if (!isRefusal(e) && !reason.startsWith("BUG")) {
                throw e;
            }
            throw new TestAbortedException("nio cannot: " + reason);
        }
        fail(id + " is listed in nio-skips.txt, but passes");
    }

    private static boolean isRefusal(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof OsException os && REFUSALS.contains(os.errno())) {
                return true;
            }
        }
        return false;
    }
}

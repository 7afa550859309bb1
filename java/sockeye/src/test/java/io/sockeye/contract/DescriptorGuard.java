package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.fail;

import io.sockeye.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test after which the process has other sockets, pipes or anonymous inodes than before it,
 * and one in which a descriptor was open that would survive exec.
 */
final class DescriptorGuard
        implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {
    private static final Namespace OURS = Namespace.create(DescriptorGuard.class);

    /** What was open before the test: descriptors, and the same as it is compared. */
    private record Before(Map<Integer, String> open, List<String> compared) {}

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        WarmUp.once();
        Map<Integer, String> open = Descriptors.open();
        context.getStore(OURS).put(Before.class, new Before(open, compared(open, context)));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Engine engine = ContractTest.engineOf(context);
        if (!engine.hasRealFds()) {
            // The JDK's descriptors are the JDK's affair.
            return;
        }
        // The JDK's own, such as the pipes of a process, go away soon.
        if (!Eventually.holds(() -> survivors(context).isEmpty())) {
            fail("these would survive exec: " + survivors(context));
        }
    }

    private static Map<Integer, String> survivors(ExtensionContext context) {
        Map<Integer, String> fresh = Descriptors.since(before(context).open());
        fresh.keySet().removeIf(Descriptors::closesOnExec);
        return fresh;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> before = before(context).compared();
        if (!Eventually.holds(() -> isAsBefore(before, compared(Descriptors.open(), context)))) {
            List<String> now = compared(Descriptors.open(), context);
            fail(
                    "descriptors after the test: more by "
                            + without(now, before)
                            + ", fewer by "
                            + without(before, now));
        }
    }

    /** A pipe that is gone was one of the JDK's to a child process of an earlier test. */
    private static boolean isAsBefore(List<String> before, List<String> now) {
        return without(now, before).isEmpty()
                && without(before, now).stream().allMatch(target -> target.startsWith("pipe:"));
    }

    /**
     * Sockets and pipes by their inodes, anonymous inodes by their number. For nio without the
     * latter: it keeps as many of the JDK's selectors as it once needed.
     */
    private static List<String> compared(Map<Integer, String> open, ExtensionContext context) {
        boolean all = ContractTest.engineOf(context).hasRealFds();
        return open.values().stream()
                .filter(target -> all || !target.startsWith("anon_inode:"))
                .sorted()
                .toList();
    }

    private static List<String> without(List<String> all, List<String> some) {
        List<String> rest = new ArrayList<>(all);
        some.forEach(rest::remove);
        return rest;
    }

    private static Before before(ExtensionContext context) {
        return context.getStore(OURS).get(Before.class, Before.class);
    }
}

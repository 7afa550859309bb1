package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.sockeye.engine.Engine;
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

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        WarmUp.once();
        context.getStore(OURS).put("before", compared(context));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Engine engine = ContractTest.engineOf(context);
        if (!engine.hasRealFds()) {
            // The JDK's descriptors are the JDK's affair.
            return;
        }
        Descriptors.since(before(context))
                .forEach(
                        (fd, target) -> {
                            if (!Descriptors.closesOnExec(fd)) {
                                fail("fd " + fd + " (" + target + ") survives exec");
                            }
                        });
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Map<Integer, String> before = before(context);
        if (!Eventually.holds(() -> compared(context).equals(before))) {
            assertEquals(before, compared(context), "descriptors before and after the test");
        }
    }

    /** Everything; without the JDK's selectors for nio, which keeps as many as it once needed. */
    private static Map<Integer, String> compared(ExtensionContext context) {
        Map<Integer, String> open = Descriptors.open();
        if (!ContractTest.engineOf(context).hasRealFds()) {
            open.values().removeIf(target -> target.startsWith("anon_inode:"));
        }
        return open;
    }

    @SuppressWarnings("unchecked")
    private static Map<Integer, String> before(ExtensionContext context) {
        return (Map<Integer, String>) context.getStore(OURS).get("before", Map.class);
    }
}

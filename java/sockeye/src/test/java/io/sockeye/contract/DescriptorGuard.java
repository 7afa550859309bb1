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
        context.getStore(OURS).put("before", Descriptors.open());
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
        if (!Eventually.holds(() -> Descriptors.open().equals(before))) {
            assertEquals(before, Descriptors.open(), "descriptors before and after the test");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Integer, String> before(ExtensionContext context) {
        return (Map<Integer, String>) context.getStore(OURS).get("before", Map.class);
    }
}

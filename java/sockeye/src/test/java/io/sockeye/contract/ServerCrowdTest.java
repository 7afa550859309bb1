package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of clients of a threading server at once, in another process. */
@Tag("contract")
class ServerCrowdTest extends ContractTest {
    @Test
    void tenThousandClientsAreServedOnVirtualThreads() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        serves("virtual", 10_000, 1);
    }

    /** A platform thread that waits has a descriptor to be woken by, on nio a whole selector. */
    @Test
    void twoThousandClientsAreServedOnPlatformThreads() throws Exception {
        serves("platform", 2000, engine.hasRealFds() ? 2 : 4);
    }

    private void serves(String threads, int many, int descriptorsEach) throws Exception {
        assumeTrue(Python.exists(), "there is no python3");
        Limits.assumeOpenFiles(many * descriptorsEach);
        String printed =
                new ChildJvm().run(ServerCrowdChild.class, engine.name(), threads, "" + many);
        assertEquals("ok\n", printed);
    }
}

package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.KeyException;
import io.sockeye.engine.Multiplexer;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors that an fd_set cannot hold. {@link SelectNumbersTest} is about select itself. */
class FdSetsizeTest extends SelectorContract {
    private static final int SETSIZE = 1024;
    private static final int F_DUPFD_CLOEXEC = 1030;

    @Test
    void aSelectSelectorRefusesAHighDescriptorAndOthersTakeIt() throws IOException {
        assumeTrue(engine.hasRealFds(), "nio's descriptors are numbers of its own");
        Socket low = connected().client();
        int number = engine.syscalls().fcntl(low.fileno(), F_DUPFD_CLOEXEC, SETSIZE);
        Socket high = own(Socket.adopt(engine, number));
        if (kind != Multiplexer.SELECT) {
            SelectorKey key = selector.register(high, EVENT_WRITE);
            assertEquals(ready(key, EVENT_WRITE), selector.select());
            return;
        }
        SelectorKey key = selector.register(low, EVENT_WRITE);
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> selector.register(high, EVENT_READ));
        assertTrue(refused.getMessage().contains("" + number), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> selector.register(number, EVENT_READ));
        assertThrows(KeyException.class, () -> selector.getKey(high));
        assertEquals(ready(key, EVENT_WRITE), selector.select());
    }

    @Test
    void selectWorksWithoutALowDescriptorForItself() throws Exception {
        assumeTrue(kind == Multiplexer.SELECT, "select alone has the limit");
        assertEquals("ok\n", new ChildJvm().run(FdSetsizeChild.class, engine.name()));
        assertEquals(List.of(), selector.select(0));
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.select.Epoll;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which engine has what, so that no test of a multiplexer is left out unseen. */
@Tag("contract")
class EpollAbsenceTest extends ContractTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void everyEngineWithRealDescriptorsHasAllOfLinux() {
        List<Multiplexer> expected =
                engine.hasRealFds()
                        ? List.of(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT)
                        : List.of(Multiplexer.NIO);
        assertEquals(expected, SelectorContract.kinds(engine));
        assertEquals(engine.hasRealFds(), Epoll.isAvailable(engine));
    }

    @Test
    void anEngineWithoutEpollSaysWhoseItIs() {
        if (Epoll.isAvailable(engine)) {
            return;
        }
        for (var refused :
                List.of(
                        failsWith(Errno.EOPNOTSUPP, () -> new Epoll(engine)),
                        failsWith(Errno.EOPNOTSUPP, () -> Epoll.fromfd(engine, 3)))) {
            assertTrue(refused.getMessage().contains(engine.name()), refused.getMessage());
            assertTrue(refused.getMessage().contains("jni"), refused.getMessage());
        }
    }
}

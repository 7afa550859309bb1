package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.os.Fd;
import io.sockeye.selectors.SelectorKey;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Terminals in every selector. They are opened with JNA, so these tests are not of the subset that
 * runs under -Xcheck:jni.
 */
class TerminalTest extends SelectorContract {
    private Fd master;
    private Fd slave;

    @BeforeEach
    void openTerminal() {
        assumeTrue(engine.hasRealFds(), "nio has only pipes");
        Terminal terminal = Terminal.open();
        master = own(Fd.adopt(engine, terminal.master()));
        slave = own(Fd.adopt(engine, terminal.slave()));
    }

    @Test
    void aTerminalIsReadableLineByLine() throws Exception {
        SelectorKey key = selector.register(slave, EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        master.write(ByteBuffer.wrap(bytes("half a line")));
        waiting.awaitBlocked();
        master.write(ByteBuffer.wrap(bytes(" and the rest\n")));
        assertEquals(ready(key, EVENT_READ), waiting.result());
        ByteBuffer line = ByteBuffer.allocate(100);
        assertEquals(25, slave.read(line));
        assertEquals("half a line and the rest\n", text(line.array()).substring(0, 25));
        assertEquals(List.of(), selector.select(0));
    }

    @Test
    void aTerminalThatIsHungUpIsReady() throws Exception {
        SelectorKey key = selector.register(slave, EVENT_READ);
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        master.close();
        assertEquals(ready(key, EVENT_READ), waiting.result());
        assertEquals(0, slave.read(ByteBuffer.allocate(1)));
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.select.Select;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** select with bare numbers, which are descriptors of the default engine. */
class SelectNumbersTest extends ContractTest {
    private static final List<Socket> NONE = List.of();

    /** Where the kernel looks for the first free number above. */
    private static final int SETSIZE = 1024;

    private static final int F_DUPFD_CLOEXEC = 1030;

    @Test
    void numbersAndObjectsMix() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("x"));
        Integer number = ends.client().fileno();
        List<Object> asked = List.of(number, ends.client());
        if (engine.hasRealFds()) {
            List<Object> found = Select.select(asked, NONE, NONE, 0).readable();
            assertEquals(asked, found);
            assertSame(number, found.get(0));
        } else {
            var refused = refuses(() -> Select.select(asked, NONE, NONE, 0));
            assertTrue(refused.getMessage().contains("nio"), refused.getMessage());
            assertTrue(refused.getMessage().contains(Engines.best().name()), refused.getMessage());
        }
    }

    @Test
    void aClosedNumberIsABadDescriptor() throws IOException {
        // A number that nobody has: another thread may take a low one between close and select.
        int closed = SETSIZE - 1;
        failsWith(Errno.EBADF, () -> Select.select(List.of(closed), NONE, NONE, 0));
        failsWith(Errno.EBADF, () -> Select.select(NONE, List.of(closed), NONE));
        failsWith(Errno.EBADF, () -> Select.select(NONE, NONE, List.of(closed), 10));
    }

    @Test
    void aDescriptorBeyondFdSetsizeIsRefusedByNameAndLeftAlone() throws IOException {
        if (!engine.hasRealFds()) {
            return;
        }
        Socket low = connected().client();
        int number = engine.syscalls().fcntl(low.fileno(), F_DUPFD_CLOEXEC, SETSIZE);
        Socket high = own(Socket.adopt(engine, number));
        assertTrue(number >= SETSIZE);
        var refused = refuses(() -> Select.select(NONE, List.of(low, high), NONE, 0));
        assertTrue(refused.getMessage().contains("" + number), refused.getMessage());
        refuses(() -> Select.select(List.of(number), NONE, NONE, 0));
        assertEquals(List.of(low), Select.select(NONE, List.of(low), NONE, 0).writable());
    }

    @Test
    void withoutTheLimitOfAnFdSetNioTakesAsManyAsThereAre() throws IOException {
        if (engine.hasRealFds()) {
            return;
        }
        Socket socket = connected().client();
        List<Socket> many = java.util.Collections.nCopies(2 * SETSIZE, socket);
        assertEquals(2 * SETSIZE, Select.select(NONE, many, NONE, 0).writable().size());
        assertEquals(Errno.EBADF, -engine.syscalls().dup(SETSIZE));
    }

    private static IllegalArgumentException refuses(
            org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call);
    }
}

package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.KeyException;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.PermissionException;
import io.sockeye.select.Poll;
import io.sockeye.select.Select;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a selector knows: register, modify, unregister, the keys and their map, and the end. */
@Tag("contract")
class SelectorKeysTest extends SelectorContract {
    private static final int BOTH = EVENT_READ | EVENT_WRITE;

    /** No descriptor has this number. */
    private static final int NOBODY = 1000;

    @Test
    void onlyEpollHasADescriptorToShow() throws Exception {
        if (kind != Multiplexer.EPOLL) {
            failsWith(Errno.EOPNOTSUPP, () -> selector.fileno());
            return;
        }
        Socket watched = boundUdp();
        selector.register(watched, EVENT_READ);
        Poll poll = new Poll(engine);
        poll.register(selector.fileno(), Select.POLLIN);
        assertEquals(List.of(), poll.poll(0));
        watched.sendto(bytes("x"), watched.getsockname());
        assertEquals(selector.fileno(), poll.poll(Duration.ofSeconds(30)).get(0).fd());
    }

    @Test
    void aSelectorSaysWhatItWaitsWith() {
        assertEquals(kind, selector.multiplexer());
        assertEquals(engine, selector.engine());
    }

    @Test
    void aKeyHoldsWhatWasRegistered() throws IOException {
        Socket socket = tcp();
        SelectorKey key = selector.register(socket, BOTH, "data");
        assertEquals(new SelectorKey(socket, socket.fileno(), BOTH, "data"), key);
        assertSame(socket, key.fileobj());
        assertSame(socket, key.fileobj(Socket.class));
        assertEquals("data", key.data(String.class));
        assertThrows(ClassCastException.class, () -> key.data(Integer.class));
        assertThrows(ClassCastException.class, () -> key.fileobj(String.class));
    }

    @Test
    void aNumberIsItsOwnObject() throws IOException {
        Integer number = tcp().fileno();
        SelectorKey key = selector.register(number, EVENT_READ);
        assertEquals(new SelectorKey(number, number, EVENT_READ, null), key);
        assertEquals(key, selector.unregister(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, -1, Integer.MIN_VALUE})
    void eventsMustBeReadOrWrite(int events) throws IOException {
        Socket socket = tcp();
        refuses(() -> selector.register(socket, events));
        refuses(() -> selector.register(socket.fileno(), events));
        // The events are looked at first, as in Python.
        var refused = refuses(() -> selector.register(-1, events));
        assertTrue(refused.getMessage().contains("Invalid events"), refused.getMessage());
        selector.register(socket, EVENT_READ, "data");
        refuses(() -> selector.modify(socket, events));
        refuses(() -> selector.modify(socket.fileno(), events));
        assertEquals("data", selector.getKey(socket).data());
    }

    @Test
    void aNegativeNumberAndAClosedObjectAreRefused() throws IOException {
        Socket closed = tcp();
        closed.close();
        for (Executable call :
                List.<Executable>of(
                        () -> selector.register(closed, EVENT_READ),
                        () -> selector.modify(closed, EVENT_READ),
                        () -> selector.unregister(closed),
                        () -> selector.getKey(closed),
                        () -> selector.register(-1, EVENT_READ),
                        () -> selector.modify(-1, EVENT_READ),
                        () -> selector.unregister(-1),
                        () -> selector.getKey(-1))) {
            var refused = refuses(call);
            assertEquals("Invalid file descriptor: -1", refused.getMessage());
        }
    }

    @Test
    void aDescriptorIsRegisteredOnceByWhateverObject() throws IOException {
        Socket socket = tcp();
        SelectorKey key = selector.register(socket, EVENT_READ, "data");
        for (Executable call :
                List.<Executable>of(
                        () -> selector.register(socket, EVENT_WRITE),
                        () -> selector.register(socket.fileno(), EVENT_READ),
                        () -> selector.register(wrapper(socket), EVENT_READ))) {
            var refused = assertThrows(KeyException.class, call);
            assertTrue(refused.getMessage().contains("already"), refused.getMessage());
        }
        assertEquals(key, selector.getKey(socket));
        assertEquals(1, selector.getMap().size());
    }

    @Test
    void whatTheMultiplexerRefusesIsNotRegistered() throws IOException {
        if (!engine.hasRealFds()) {
            failsWith(Errno.EBADF, () -> selector.register(NOBODY, EVENT_READ));
            assertEquals(Map.of(), selector.getMap());
            return;
        }
        int file = RegularFile.open(this);
        if (kind == Multiplexer.EPOLL) {
            assertThrows(PermissionException.class, () -> selector.register(file, EVENT_READ));
            failsWith(Errno.EBADF, () -> selector.register(NOBODY, EVENT_READ));
            assertEquals(Map.of(), selector.getMap());
            assertThrows(KeyException.class, () -> selector.getKey(file));
        } else {
            SelectorKey key = selector.register(file, BOTH);
            assertEquals(ready(key, BOTH), selector.select());
        }
    }

    @Test
    void pollAndSelectFindABadNumberInTheWaitAsInPython() throws IOException {
        if (kind == Multiplexer.POLL) {
            SelectorKey key = selector.register(NOBODY, EVENT_WRITE);
            assertEquals(ready(key, EVENT_WRITE), selector.select());
        } else if (kind == Multiplexer.SELECT) {
            growTableOfDescriptors();
            selector.register(NOBODY, EVENT_WRITE);
            failsWith(Errno.EBADF, () -> selector.select());
            selector.unregister(NOBODY);
            assertEquals(List.of(), selector.select(0));
        }
    }

    /** The kernel's select looks at no number beyond the table, which grows with the first use. */
    private void growTableOfDescriptors() throws IOException {
        int command = engine.abi().constant("F_DUPFD_CLOEXEC");
        engine.syscalls().close(engine.syscalls().fcntl(udp().fileno(), command, NOBODY));
    }

    @Test
    void unregisterGivesTheKeyBackOnce() throws IOException {
        Socket socket = tcp();
        SelectorKey key = selector.register(socket, EVENT_READ, "data");
        assertEquals(key, selector.unregister(socket));
        assertThrows(KeyException.class, () -> selector.unregister(socket));
        assertThrows(KeyException.class, () -> selector.unregister(socket.fileno()));
        assertThrows(KeyException.class, () -> selector.modify(socket, EVENT_READ));
        assertThrows(KeyException.class, () -> selector.getKey(socket));
        assertEquals(List.of(), selector.select(0));
        selector.register(socket, EVENT_READ);
    }

    @Test
    void aRegistrationIsFoundByNumberAndByAnotherObject() throws IOException {
        Socket socket = tcp();
        SelectorKey key = selector.register(socket, EVENT_READ);
        assertSame(key, selector.getKey(socket.fileno()));
        assertSame(key, selector.getKey(wrapper(socket)));
        assertSame(key, selector.unregister(wrapper(socket)));
    }

    @Test
    void aClosedObjectIsFoundByItself() throws IOException {
        Socket socket = tcp();
        Socket other = tcp();
        SelectorKey key = selector.register(socket, EVENT_READ);
        selector.register(other, EVENT_READ);
        socket.close();
        assertSame(key, selector.getKey(socket));
        assertSame(key, selector.unregister(socket));
        refuses(() -> selector.unregister(socket));
        assertEquals(Set.of(other.fileno()), selector.getMap().keySet());
    }

    @Test
    void aDescriptorThatWasClosedUnderneathIsUnregisteredAllTheSame() throws IOException {
        int number = tcp().detach();
        SelectorKey key = selector.register(number, EVENT_READ);
        assertEquals(0, engine.syscalls().close(number));
        assertEquals(key, selector.unregister(number));
        assertEquals(List.of(), selector.select(0));
    }

    @Test
    void modifyForgetsDataThatIsNotGivenAgain() throws IOException {
        Socket socket = tcp();
        selector.register(socket, EVENT_READ, "data");
        SelectorKey changed = selector.modify(socket, EVENT_READ);
        assertNull(changed.data());
        assertSame(changed, selector.getKey(socket));
        assertEquals("new", selector.modify(socket.fileno(), EVENT_WRITE, "new").data());
        assertEquals(EVENT_WRITE, selector.getKey(socket).events());
        assertNull(selector.modify(socket.fileno(), EVENT_WRITE).data());
    }

    @Test
    void modifyOfTheDataAloneAsksNothingOfTheSystem() throws IOException {
        if (!engine.hasRealFds()) {
            return;
        }
        int number = tcp().detach();
        selector.register(number, EVENT_READ);
        engine.syscalls().close(number);
        assertEquals("data", selector.modify(number, EVENT_READ, "data").data());
        if (kind == Multiplexer.EPOLL) {
            // What the OS refuses is registered no longer, as in Python.
            failsWith(Errno.EBADF, () -> selector.modify(number, EVENT_WRITE));
            assertThrows(KeyException.class, () -> selector.getKey(number));
        }
    }

    @Test
    void keysStayAsTheyWere() throws IOException {
        Socket socket = tcp();
        SelectorKey before = selector.register(socket, EVENT_READ, "old");
        selector.modify(socket, EVENT_WRITE, "new");
        assertEquals(EVENT_READ, before.events());
        assertEquals("old", before.data());
    }

    @Test
    void theMapIsALiveViewThatCannotBeChanged() throws IOException {
        Map<Integer, SelectorKey> map = selector.getMap();
        assertTrue(map.isEmpty());
        Socket socket = tcp();
        SelectorKey key = selector.register(socket, EVENT_READ);
        int fd = socket.fileno();
        assertEquals(Map.of(fd, key), map);
        assertSame(key, map.get(fd));
        assertTrue(map.containsKey(fd));
        assertTrue(map.containsValue(key));
        assertFalse(map.containsKey(NOBODY));
        assertNull(map.get(NOBODY));
        assertEquals(List.of(key), List.copyOf(map.values()));
        assertUnchangeable(map, fd, key);
        assertSame(key, selector.getKey(socket));
        selector.unregister(socket);
        assertEquals(0, map.size());
    }

    private static void assertUnchangeable(Map<Integer, SelectorKey> map, int fd, SelectorKey key) {
        for (Executable call :
                List.<Executable>of(
                        () -> map.put(fd, key),
                        () -> map.remove(fd),
                        map::clear,
                        () -> map.keySet().remove(fd),
                        () -> map.values().clear(),
                        () -> map.entrySet().iterator().next().setValue(key))) {
            assertThrows(UnsupportedOperationException.class, call);
        }
    }

    @Test
    void afterCloseThereIsNoMapAndEveryCallIsRefused() throws IOException {
        Socket socket = tcp();
        selector.register(socket, EVENT_READ);
        Map<Integer, SelectorKey> before = selector.getMap();
        assertNotNull(before);
        selector.close();
        selector.close();
        assertNull(selector.getMap());
        assertEquals(Map.of(), before);
        List<Executable> calls = new ArrayList<>();
        calls.add(() -> selector.getKey(socket));
        calls.add(() -> selector.getKey(socket.fileno()));
        calls.add(() -> selector.register(socket, EVENT_READ));
        calls.add(() -> selector.modify(socket, EVENT_READ));
        calls.add(() -> selector.unregister(socket));
        calls.add(() -> selector.select());
        calls.add(() -> selector.select(0));
        for (Executable call : calls) {
            var refused = assertThrows(IllegalStateException.class, call);
            assertEquals("Selector is closed", refused.getMessage());
        }
        selector.wakeup();
        assertTrue(socket.fileno() >= 0);
    }

    @Test
    void anObjectMayOutliveManySelectors() throws IOException {
        Socket socket = udp();
        for (int i = 0; i < 50; i++) {
            try (BaseSelector each = open(engine, kind)) {
                SelectorKey key = each.register(socket, EVENT_WRITE);
                assertEquals(ready(key, EVENT_WRITE), each.select());
            }
        }
        selector.register(socket, EVENT_WRITE);
        try (BaseSelector second = open(engine, kind)) {
            second.register(socket, EVENT_WRITE);
            socket.close();
            assertEquals(List.of(), second.select(0));
        }
        assertEquals(List.of(), selector.select(0));
    }

    @Test
    void objectsOfAllRealEnginesMeetInASelector() throws IOException {
        for (Engine other : ExpectedEngines.all()) {
            try (Socket theirs = new Socket(other, 2, 2)) {
                if (other == engine || other.hasRealFds() && engine.hasRealFds()) {
                    SelectorKey key = selector.register(theirs, EVENT_WRITE);
                    assertEquals(ready(key, EVENT_WRITE), selector.select());
                    selector.unregister(theirs);
                } else {
                    var refused = refuses(() -> selector.register(theirs, EVENT_READ));
                    assertTrue(refused.getMessage().contains(engine.name()));
                    assertTrue(refused.getMessage().contains(other.name()));
                }
            }
        }
    }

    private static IllegalArgumentException refuses(Executable call) {
        var refused = assertThrows(IllegalArgumentException.class, call);
        assertFalse(refused instanceof KeyException, refused.toString());
        return refused;
    }
}

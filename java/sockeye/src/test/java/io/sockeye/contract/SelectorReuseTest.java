package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.KeyException;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Objects that are closed while they are registered, and numbers that are used again. */
@Tag("contract")
class SelectorReuseTest extends SelectorContract {
    @Test
    void aClosedObjectIsSilentAndItsPeerSeesTheEndAtOnce() throws IOException {
        Ends ends = connected();
        SelectorKey key = selector.register(ends.client(), EVENT_READ | EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), selector.select());
        ends.client().close();
        assertEquals(0, ends.server().recv(1).length);
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(), selector.select(0));
        }
        assertSame(key, selector.getKey(ends.client()));
    }

    @Test
    void aClosedObjectIsSilentThoughADupStaysOpen() throws IOException {
        Ends ends = connected();
        Socket dup = own(ends.client().dup());
        selector.register(ends.client(), EVENT_READ);
        ends.server().sendall(bytes("x"));
        ends.client().close();
        assertEquals(List.of(), selector.select(0));
        SelectorKey key = selector.register(dup, EVENT_READ);
        assertEquals(ready(key, EVENT_READ), selector.select());
    }

    @Test
    void aDetachedObjectIsSilentToo() throws IOException {
        Socket socket = udp();
        selector.register(socket, EVENT_WRITE);
        Socket again = own(Socket.adopt(engine, socket.detach()));
        assertEquals(List.of(), selector.select(0));
        SelectorKey key = selector.register(again, EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), selector.select());
    }

    @Test
    void theNextOwnerOfANumberTakesThePlaceOfAClosedObject() throws IOException {
        Socket closed = udp();
        int number = closed.fileno();
        selector.register(closed, EVENT_WRITE, "old");
        closed.close();
        Socket heir = reopen(number);
        assertThrows(KeyException.class, () -> selector.getKey(heir));
        assertThrows(KeyException.class, () -> selector.unregister(heir));
        assertThrows(KeyException.class, () -> selector.modify(heir, EVENT_READ));
        SelectorKey key = selector.register(heir, EVENT_READ, "new");
        assertSame(key, selector.getKey(number));
        assertEquals(List.of(), selector.select(0));
        selector.modify(heir, EVENT_WRITE, "newer");
        assertEquals(List.of("newer"), data(selector.select()));
        assertThrows(IllegalArgumentException.class, () -> selector.unregister(closed));
        assertEquals("newer", selector.unregister(heir).data());
    }

    @Test
    void anHeirThatIsNotRegisteredIsNotWatched() throws IOException {
        Socket closed = udp();
        int number = closed.fileno();
        SelectorKey key = selector.register(closed, EVENT_WRITE);
        closed.close();
        Socket heir = reopen(number);
        assertEquals(List.of(), selector.select(0));
        assertSame(key, selector.unregister(closed));
        SelectorKey next = selector.register(heir, EVENT_WRITE);
        assertEquals(ready(next, EVENT_WRITE), selector.select());
    }

    @Test
    void modifyOfAClosedObjectDoesNotReachTheNextOwner() throws IOException {
        Socket closed = udp();
        int number = closed.fileno();
        selector.register(closed, EVENT_READ);
        closed.close();
        Socket heir = reopen(number);
        assertThrows(IOException.class, () -> selector.modify(closed, EVENT_WRITE));
        assertEquals(List.of(), selector.select(0));
        SelectorKey key = selector.register(heir, EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), selector.select());
    }

    @Test
    void whatIsClosedAndReplacedDuringTheWaitGetsItsOwnEvents() throws Exception {
        Socket closed = boundUdp();
        int number = closed.fileno();
        selector.register(closed, EVENT_READ, "old");
        var waiting = inBackground(() -> selector.select()).awaitBlocked();
        closed.close();
        Socket heir = reopen(number);
        heir.bind("127.0.0.1", 0);
        selector.register(heir, EVENT_READ, "new");
        waiting.awaitBlocked();
        udp().sendto(bytes("x"), heir.getsockname());
        assertEquals(List.of("new"), data(waiting.result()));
    }

    @Test
    void whatIsUnregisteredIsNeverReportedAgain() throws IOException {
        Socket one = udp();
        Socket other = udp();
        selector.register(one, EVENT_WRITE, 1);
        selector.register(other, EVENT_WRITE, 2);
        Set<Object> both = Set.copyOf(data(selector.select()));
        assertEquals(Set.of(1, 2), both);
        // As a handler of the first event would do with the second one.
        selector.unregister(other);
        other.close();
        assertEquals(List.of(1), data(selector.select()));
    }

    @Test
    void aThousandGenerationsOfOneNumber() throws IOException {
        for (int i = 0; i < 1000; i++) {
            try (Socket socket = new Socket(engine, 2, 2)) {
                selector.register(socket, EVENT_WRITE, i);
                assertEquals(List.of(i), data(selector.select()));
                if (i % 2 == 0) {
                    selector.unregister(socket);
                }
            }
            assertEquals(List.of(), selector.select(0));
        }
    }

    private static List<Object> data(List<ReadyKey> ready) {
        return ready.stream().map(each -> each.key().data()).collect(Collectors.toList());
    }
}

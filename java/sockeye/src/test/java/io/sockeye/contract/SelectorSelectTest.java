package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.selectors.Selectors.EVENT_WRITE;
import static io.sockeye.socket.Sockets.MSG_PEEK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.selectors.EpollSelector;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.selectors.ReadyKeys;
import io.sockeye.selectors.SelectorKey;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a select returns, and when. */
@Tag("contract")
class SelectorSelectTest extends SelectorContract {
    private static final int BOTH = EVENT_READ | EVENT_WRITE;

    @Test
    void aKeyIsReadyForWhatItAskedFor() throws IOException {
        Ends ends = connected();
        SelectorKey key = selector.register(ends.client(), BOTH, "data");
        assertEquals(ready(key, EVENT_WRITE), selector.select());
        ends.server().sendall(bytes("x"));
        Eventually.eventually("both", () -> selector.select(0).equals(ready(key, BOTH)));
        SelectorKey reader = selector.modify(ends.client(), EVENT_READ);
        assertEquals(ready(reader, EVENT_READ), selector.select());
        SelectorKey writer = selector.modify(ends.client(), EVENT_WRITE);
        assertEquals(ready(writer, EVENT_WRITE), selector.select());
        assertEquals("x", text(ends.client().recv(10)));
    }

    @Test
    void readinessLastsAsLongAsItsCause() throws IOException {
        Ends ends = connected();
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        ends.server().sendall(bytes("xy"));
        for (int i = 0; i < 2; i++) {
            assertEquals(ready(key, EVENT_READ), selector.select());
            ends.client().recv(1);
        }
        assertEquals(List.of(), selector.select(0));
    }

    @ParameterizedTest
    @EnumSource
    void everyStateIsSeenWhateverIsAskedFor(SocketState state) throws IOException {
        HasFileno f = state.make(this);
        assertSeen(f, state, EVENT_READ);
        assertSeen(f, state, EVENT_WRITE);
        assertSeen(f, state, BOTH);
    }

    private void assertSeen(HasFileno f, SocketState state, int asked) throws IOException {
        selector.register(f, asked);
        int expected = asked & expected(state);
        Eventually.holds(() -> events() == expected);
        assertEquals(expected, events(), () -> state + " asked for " + asked);
        selector.unregister(f);
    }

    private int expected(SocketState state) {
        return switch (kind) {
            case SELECT ->
                    (state.selected.contains("r") ? EVENT_READ : 0)
                            | (state.selected.contains("w") ? EVENT_WRITE : 0);
            case NIO ->
                    (NioReadiness.isReadable(state) ? EVENT_READ : 0)
                            | (NioReadiness.isWritable(state) ? EVENT_WRITE : 0);
            default ->
                    (state.isReadable() ? EVENT_READ : 0) | (state.isWritable() ? EVENT_WRITE : 0);
        };
    }

    private int events() throws IOException {
        return selector.select(0).stream().mapToInt(ReadyKey::events).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {EVENT_READ, EVENT_WRITE})
    void aRefusedConnectIsNoticedInTheWait(int asked) throws IOException {
        Socket socket = tcp();
        socket.setblocking(false);
        socket.connectEx(deadPort());
        SelectorKey key = selector.register(socket, asked);
        assertEquals(ready(key, asked), selector.select());
    }

    @Test
    void aConnectThatSucceedsIsWritable() throws Exception {
        Socket listener = listener();
        Socket socket = tcp();
        socket.setblocking(false);
        socket.connectEx(listener.getsockname());
        SelectorKey key = selector.register(socket, EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), selector.select());
        assertEquals(listener.getsockname(), socket.getpeername());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999_999, 1_000_001, 20_000_000})
    void aTimeoutIsNeverEarly(long nanos) throws Exception {
        assertLasts(nanos, () -> assertEquals(List.of(), selector.select(nanos / 1e9)));
        selector.register(connected().client(), EVENT_READ);
        assertLasts(nanos, () -> assertEquals(List.of(), selector.select(Duration.ofNanos(nanos))));
        ReadyKeys room = new ReadyKeys();
        assertLasts(nanos, () -> assertEquals(0, selector.selectInto(room, nanos)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1e-9, -1, Double.NEGATIVE_INFINITY})
    void aTimeoutThatIsNotPositiveOnlyLooks(double seconds) throws IOException {
        assertEquals(List.of(), selector.select(seconds));
        SelectorKey key = selector.register(udp(), EVENT_WRITE);
        assertEquals(ready(key, EVENT_WRITE), selector.select(seconds));
        assertEquals(ready(key, EVENT_WRITE), selector.select(Duration.ofSeconds(-1)));
        assertEquals(ready(key, EVENT_WRITE), selector.select(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 1e300})
    void aTimeoutMustBeANumberAndNotHuge(double seconds) {
        assertThrows(IllegalArgumentException.class, () -> selector.select(seconds));
    }

    @Test
    void aTimeoutOfCenturiesIsNoError() throws IOException {
        SelectorKey key = selector.register(udp(), EVENT_WRITE);
        Duration centuries = Duration.ofNanos(Long.MAX_VALUE);
        assertEquals(ready(key, EVENT_WRITE), selector.select(centuries));
        assertEquals(ready(key, EVENT_WRITE), selector.select((Duration) null));
        assertEquals(ready(key, EVENT_WRITE), selector.select(9e9));
    }

    @Test
    void aThousandDescriptorsAreReportedInOneSelect() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        List<ReadyKey> expected = new ArrayList<>();
        // select(2) ends at FD_SETSIZE, and this process has descriptors of its own.
        int count = kind == Multiplexer.SELECT ? 600 : 1000;
        for (int i = 0; i < count; i++) {
            Socket socket = udp();
            sockets.add(socket);
            expected.add(new ReadyKey(selector.register(socket, EVENT_WRITE, i), EVENT_WRITE));
        }
        assertEquals(sorted(expected), sorted(selector.select()));
        for (Socket socket : sockets) {
            selector.modify(socket, EVENT_READ);
        }
        assertEquals(List.of(), selector.select(0));
        Socket last = sockets.get(count - 1);
        last.bind("127.0.0.1", 0);
        sockets.get(0).sendto(bytes("x"), last.getsockname());
        SelectorKey key = selector.getKey(last);
        assertEquals(ready(key, EVENT_READ), selector.select());
    }

    @Test
    void whatWasOnlyPeekedAtIsStillReadable() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("x"));
        SelectorKey key = selector.register(ends.client(), EVENT_READ);
        for (int i = 0; i < 3; i++) {
            assertEquals(ready(key, EVENT_READ), selector.select());
            assertEquals("x", text(ends.client().recv(10, MSG_PEEK)));
            assertEquals("rw", ReadinessTest.selected(ends.client()));
        }
        assertEquals("x", text(ends.client().recv(10)));
        assertEquals(List.of(), selector.select(0));
        assertEquals("w", ReadinessTest.selected(ends.client()));
    }

    @Test
    void roomIsUsedAgain() throws IOException {
        ReadyKeys room = new ReadyKeys();
        assertEquals(0, room.size());
        SelectorKey key = selector.register(udp(), EVENT_WRITE);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, selector.selectInto(room, -1));
            assertEquals(1, room.size());
            assertEquals(key, room.key(0));
            assertEquals(EVENT_WRITE, room.events(0));
        }
        selector.unregister(key.fd());
        assertEquals(0, selector.selectInto(room, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> room.key(0));
        assertThrows(IndexOutOfBoundsException.class, () -> room.events(0));
    }

    @Test
    void everyListIsNew() throws IOException {
        SelectorKey key = selector.register(udp(), EVENT_WRITE);
        List<ReadyKey> first = selector.select();
        selector.unregister(key.fd());
        assertEquals(List.of(), selector.select(0));
        assertEquals(ready(key, EVENT_WRITE), first);
    }

    @Test
    void anEpollSelectorHasADescriptorUntilItIsClosed() throws IOException {
        if (!(selector instanceof EpollSelector epoll)) {
            return;
        }
        Ends ends = connected();
        epoll.register(ends.client(), EVENT_READ);
        assertTrue(epoll.fileno() >= 0);
        assertEquals("-", ReadinessTest.selected(epoll));
        ends.server().sendall(bytes("x"));
        assertEquals("r", ReadinessTest.selected(epoll));
        epoll.close();
        assertEquals(-1, epoll.fileno());
    }
}

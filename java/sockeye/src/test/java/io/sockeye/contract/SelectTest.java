package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.select.Epoll;
import io.sockeye.select.Select;
import io.sockeye.select.SelectResult;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** select: what comes back, timeouts, refusals, and closing during the wait. */
@Tag("contract")
class SelectTest extends ContractTest {
    private static final List<Socket> NONE = List.of();

    /** An object of a user's own, around one of the library's. */
    private record Wrapper(Socket socket) implements HasFileno {
        @Override
        public int fileno() {
            return socket.fileno();
        }

        @Override
        public Engine engine() {
            return socket.engine();
        }

        @Override
        public Lease lease() {
            return socket.lease();
        }
    }

    @Test
    void theVeryObjectsComeBackInTheOrderOfTheArguments() throws IOException {
        Socket a = connected().client();
        Socket b = connected().client();
        Socket c = connected().client();
        List<Socket> asked = List.of(c, a, b, a);
        List<Socket> found = Select.select(NONE, asked, NONE, 0).writable();
        assertSameElements(asked, found);
    }

    @Test
    void equalObjectsStayApart() throws IOException {
        Socket socket = connected().client();
        List<Wrapper> asked = List.of(new Wrapper(socket), new Wrapper(socket));
        assertSameElements(asked, Select.select(NONE, asked, NONE, 0).writable());
    }

    @Test
    void theResultIsThreeNewLists() throws IOException {
        Ends ends = connected();
        ends.server().sendall(bytes("x"));
        List<Socket> asked = new ArrayList<>(List.of(ends.client()));
        SelectResult<Socket, Socket, Socket> found = Select.select(asked, asked, asked, 0);
        assertNotSame(asked, found.readable());
        assertNotSame(found.readable(), found.writable());
        assertNotSame(found.readable(), found.exceptional());
        assertEquals(asked, found.readable());
        assertEquals(asked, found.writable());
        assertEquals(NONE, found.exceptional());
    }

    @Test
    void onlyWhatIsReadyComesBack() throws IOException {
        Ends quiet = connected();
        Ends loud = connected();
        loud.server().sendall(bytes("x"));
        List<Socket> asked = List.of(quiet.client(), loud.client());
        assertEquals(List.of(loud.client()), Select.select(asked, NONE, NONE).readable());
    }

    @Test
    void anyCollectionWillDo() throws IOException {
        Socket a = connected().client();
        Socket b = connected().client();
        Set<Socket> asked = new LinkedHashSet<>(List.of(b, a));
        assertSameElements(asked, Select.select(NONE, asked, NONE, 0).writable());
    }

    @Test
    void aCollectionMayChangeWhileTheCallWaits() throws Exception {
        Ends ends = connected();
        List<Socket> asked = new ArrayList<>(List.of(ends.client()));
        var waiting = inBackground(() -> Select.select(asked, NONE, NONE)).awaitBlocked();
        asked.clear();
        ends.server().sendall(bytes("x"));
        assertEquals(List.of(ends.client()), waiting.result().readable());
    }

    @Test
    void withoutATimeoutItWaitsUntilSomethingIsReady() throws Exception {
        Ends ends = connected();
        var waiting =
                inBackground(
                                () ->
                                        Select.select(
                                                List.of(ends.client()),
                                                NONE,
                                                NONE,
                                                (Duration) null))
                        .awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals(List.of(ends.client()), waiting.result().readable());
    }

    @Test
    void aTimeoutOfZeroOnlyLooks() throws IOException {
        List<Socket> asked = List.of(connected().client());
        assertEquals(NONE, Select.select(asked, NONE, NONE, 0).readable());
        assertEquals(NONE, Select.select(asked, NONE, NONE, Duration.ZERO).readable());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999_999, 1_000_001, 20_000_000})
    void aTimeoutIsNeverEarly(long nanos) throws Exception {
        List<Socket> asked = List.of(connected().client());
        assertLasts(
                nanos,
                () -> {
                    var found = Select.select(asked, NONE, NONE, Duration.ofNanos(nanos));
                    assertEquals(NONE, found.readable());
                });
        assertLasts(nanos, () -> Select.select(asked, NONE, NONE, nanos / 1e9));
    }

    @Test
    void threeEmptyListsAreASleep() throws Exception {
        assertLasts(20_000_000, () -> Select.select(NONE, NONE, NONE, 0.02));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -1e-9, Double.NEGATIVE_INFINITY, Double.NaN, 1e300})
    void aTimeoutMustBeANumberThatIsNotNegativeNorHuge(double seconds) throws IOException {
        Socket ready = connected().client();
        refuses(() -> Select.select(NONE, List.of(ready), NONE, seconds));
    }

    @Test
    void aDurationMustNotBeNegative() throws IOException {
        Socket ready = connected().client();
        refuses(() -> Select.select(NONE, List.of(ready), NONE, Duration.ofNanos(-1)));
    }

    @Test
    void aTimeoutOfCenturiesIsNoError() throws IOException {
        List<Socket> ready = List.of(connected().client());
        Duration centuries = Duration.ofNanos(Long.MAX_VALUE);
        assertEquals(ready, Select.select(NONE, ready, NONE, centuries).writable());
        assertEquals(ready, Select.select(NONE, ready, NONE, 9e9).writable());
    }

    @Test
    void aClosedObjectIsRefused() throws IOException {
        Socket open = connected().client();
        Socket closed = tcp();
        closed.close();
        for (Socket socket : List.of(open, closed)) {
            var refused = refuses(() -> Select.select(List.of(socket, closed), NONE, NONE, 0));
            assertTrue(refused.getMessage().contains("-1"), refused.getMessage());
            refuses(() -> Select.select(NONE, List.of(closed), NONE, 0));
            refuses(() -> Select.select(NONE, NONE, List.of(closed), 0));
        }
    }

    @Test
    void whatHasNoDescriptorIsRefused() throws IOException {
        Socket socket = connected().client();
        for (Object stranger : List.of("text", 3L)) {
            refuses(() -> Select.select(NONE, List.of(socket, stranger), NONE, 0));
        }
    }

    @Test
    void aNegativeNumberIsRefused() {
        refuses(() -> Select.select(List.of(-1), NONE, NONE, 0));
    }

    @Test
    void objectsOfAllRealEnginesMixAndNioStaysAlone() throws IOException {
        Socket mine = connected().client();
        for (Engine other : ExpectedEngines.all()) {
            try (Socket theirs = new Socket(other, AF_INET, SOCK_DGRAM)) {
                mix(mine, theirs);
            }
        }
    }

    private static void mix(Socket mine, Socket theirs) throws IOException {
        List<Socket> both = List.of(mine, theirs);
        Engine engine = mine.engine();
        Engine other = theirs.engine();
        if (other == engine || other.hasRealFds() && engine.hasRealFds()) {
            assertSameElements(both, Select.select(NONE, both, NONE, 0).writable());
        } else {
            var refused = refuses(() -> Select.select(NONE, both, NONE, 0));
            assertTrue(refused.getMessage().contains(engine.name()), refused.getMessage());
            assertTrue(refused.getMessage().contains(other.name()), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aCloseByAnotherThreadEndsTheWait(int place) throws Exception {
        Ends one = connected();
        Ends other = connected();
        fill(one.client());
        fill(other.client());
        List<Socket> both = List.of(other.client(), one.client());
        List<List<Socket>> asked = new ArrayList<>(List.of(NONE, NONE, NONE));
        asked.set(place, both);
        var waiting =
                inBackground(() -> Select.select(asked.get(0), asked.get(1), asked.get(2)))
                        .awaitBlocked();
        one.client().close();
        ClosedException ended = waiting.failure(ClosedException.class);
        assertEquals(Errno.EBADF, ended.errno());
        assertEquals(-1, one.client().fileno());
    }

    @Test
    void manyThreadsMaySelectTheSameObject() throws Exception {
        Ends ends = connected();
        List<Socket> asked = List.of(ends.client());
        List<Background<SelectResult<Socket, Socket, Socket>>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(inBackground(() -> Select.select(asked, NONE, NONE)).awaitBlocked());
        }
        ends.server().sendall(bytes("x"));
        for (var each : waiting) {
            assertEquals(asked, each.result().readable());
        }
    }

    @Test
    void aFailedCallGivesItsLeasesBack() throws IOException {
        Socket socket = connected().client();
        Socket closed = tcp();
        closed.close();
        refuses(() -> Select.select(List.of(socket, closed), NONE, NONE, 0));
        socket.close();
        assertEquals(-1, socket.fileno());
    }

    @Test
    void aClosedEpollIsRefused() throws IOException {
        if (Epoll.isAvailable(engine)) {
            Epoll closed = new Epoll(engine);
            closed.close();
            refuses(() -> Select.select(List.of(closed), NONE, NONE, 0));
        }
    }

    private static void assertSameElements(Collection<?> expected, Collection<?> actual) {
        List<?> wanted = List.copyOf(expected);
        List<?> found = List.copyOf(actual);
        assertEquals(wanted.size(), found.size());
        for (int i = 0; i < wanted.size(); i++) {
            assertSame(wanted.get(i), found.get(i));
        }
    }

    private static IllegalArgumentException refuses(
            org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call);
    }
}

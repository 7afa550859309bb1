package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.select.Select.POLLIN;
import static io.sockeye.select.Select.POLLNVAL;
import static io.sockeye.select.Select.POLLOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Engine;
import io.sockeye.engine.KeyException;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.select.Poll;
import io.sockeye.select.PollEvent;
import io.sockeye.select.PollEvents;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The poll object: registration, the order and the limit of results, timeouts, threads. */
@Tag("contract")
class PollTest extends ContractTest {
    /** No descriptor has this number. */
    private static final int NOBODY = 1000;

    private Poll poll;

    @BeforeEach
    void makePoll() throws IOException {
        assertTrue(Poll.isAvailable(engine));
        poll = own(new Poll(engine));
    }

    @Test
    void withoutAMaskItAsksForEverythingUsual() throws IOException {
        Ends ends = connected();
        poll.register(ends.client());
        assertEquals(List.of(event(ends.client(), POLLOUT)), poll.poll(0));
        ends.server().sendall(bytes("x"));
        poll.register(ends.client().fileno());
        assertEquals(List.of(event(ends.client(), POLLIN | POLLOUT)), poll.poll());
    }

    @Test
    void eventsCarryNumbersInTheOrderOfRegistration() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sockets.add(0, connected().client());
        }
        List<PollEvent> expected = new ArrayList<>();
        for (Socket socket : sockets) {
            poll.register(socket, POLLOUT);
            expected.add(event(socket, POLLOUT));
        }
        assertEquals(expected, poll.poll());
    }

    @Test
    void registeringAgainReplacesTheMaskAndKeepsThePlace() throws IOException {
        Ends first = connected();
        Ends second = connected();
        poll.register(first.client(), POLLIN);
        poll.register(second.client(), POLLOUT);
        poll.register(first.client(), POLLOUT);
        assertEquals(
                List.of(event(first.client(), POLLOUT), event(second.client(), POLLOUT)),
                poll.poll(0));
    }

    @Test
    void modifyChangesTheMask() throws IOException {
        Socket socket = connected().client();
        poll.register(socket, POLLIN);
        poll.modify(socket, POLLOUT);
        assertEquals(List.of(event(socket, POLLOUT)), poll.poll(0));
        poll.modify(socket.fileno(), POLLIN);
        assertEquals(List.of(), poll.poll(0));
    }

    @Test
    void whatIsUnregisteredIsForgotten() throws IOException {
        Socket one = connected().client();
        Socket other = connected().client();
        poll.register(one, POLLOUT);
        poll.register(other, POLLOUT);
        poll.unregister(one);
        assertEquals(List.of(event(other, POLLOUT)), poll.poll(0));
        poll.unregister(other.fileno());
        assertEquals(List.of(), poll.poll(0));
    }

    @Test
    void theUnknownCannotBeModifiedOrUnregistered() throws IOException {
        Socket socket = connected().client();
        assertThrows(OsFileNotFoundException.class, () -> poll.modify(socket, POLLIN));
        assertThrows(OsFileNotFoundException.class, () -> poll.modify(NOBODY, POLLIN));
        assertThrows(KeyException.class, () -> poll.unregister(socket));
        assertThrows(KeyException.class, () -> poll.unregister(NOBODY));
        poll.register(socket);
        poll.unregister(socket);
        assertThrows(KeyException.class, () -> poll.unregister(socket));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aMaskMustFitSixteenBits(int mask) throws IOException {
        Socket socket = connected().client();
        poll.register(socket, POLLOUT);
        refuses(() -> poll.register(socket, mask));
        refuses(() -> poll.modify(socket, mask));
        refuses(() -> poll.register(socket.fileno(), mask));
        refuses(() -> poll.modify(socket.fileno(), mask));
        assertEquals(List.of(event(socket, POLLOUT)), poll.poll(0));
    }

    @Test
    void everyMaskOfSixteenBitsIsTaken() throws IOException {
        Socket socket = connected().client();
        poll.register(socket, 65535);
        assertEquals(POLLOUT, poll.poll(0).get(0).events() & POLLOUT);
        poll.modify(socket, 0);
        assertEquals(List.of(), poll.poll(0));
    }

    @Test
    void aNegativeNumberAndAClosedObjectAreRefused() throws IOException {
        Socket closed = tcp();
        closed.close();
        refuses(() -> poll.register(closed));
        refuses(() -> poll.modify(closed, POLLIN));
        refuses(() -> poll.register(-1));
        refuses(() -> poll.modify(-1, POLLIN));
        refuses(() -> poll.unregister(-1));
    }

    @Test
    void aNumberThatIsNoDescriptorIsInvalid() throws IOException {
        Socket socket = connected().client();
        poll.register(NOBODY, POLLIN);
        poll.register(socket, POLLOUT);
        List<PollEvent> both = List.of(new PollEvent(NOBODY, POLLNVAL), event(socket, POLLOUT));
        assertEquals(both, poll.poll());
        assertEquals(both, poll.poll(10_000));
    }

    @Test
    void anObjectThatWasClosedIsInvalidUntilItIsUnregistered() throws IOException {
        Socket socket = connected().client();
        int number = socket.fileno();
        poll.register(socket, POLLIN);
        socket.close();
        assertEquals(List.of(new PollEvent(number, POLLNVAL)), poll.poll());
        assertEquals(List.of(new PollEvent(number, POLLNVAL)), poll.poll(0));
        poll.unregister(socket);
        assertEquals(List.of(), poll.poll(0));
    }

    @Test
    void anObjectThatIsClosedDuringTheWaitIsInvalid() throws Exception {
        Socket quiet = connected().client();
        Socket socket = connected().client();
        int number = socket.fileno();
        poll.register(quiet, POLLIN);
        poll.register(socket, POLLIN);
        var waiting = inBackground(() -> poll.poll()).awaitBlocked();
        socket.close();
        assertEquals(List.of(new PollEvent(number, POLLNVAL)), waiting.result());
    }

    @Test
    void theNextOwnerOfAClosedObjectsNumberIsItself() throws IOException {
        Socket closed = udp();
        int number = closed.fileno();
        poll.register(closed, POLLIN);
        closed.close();
        Socket heir = reopen(number);
        assertEquals(List.of(new PollEvent(number, POLLNVAL)), poll.poll());
        poll.register(heir, POLLOUT);
        assertEquals(List.of(event(heir, POLLOUT)), poll.poll());
        assertThrows(KeyException.class, () -> poll.unregister(closed));
        assertEquals(List.of(event(heir, POLLOUT)), poll.poll());
    }

    @Test
    void enginesMixIfTheirDescriptorsAreReal() throws IOException {
        for (Engine other : ExpectedEngines.all()) {
            try (Poll theirs = new Poll(other)) {
                Socket socket = connected().client();
                if (other == engine || other.hasRealFds() && engine.hasRealFds()) {
                    theirs.register(socket, POLLOUT);
                    assertEquals(List.of(event(socket, POLLOUT)), theirs.poll(0));
                } else {
                    var refused = refuses(() -> theirs.register(socket));
                    assertTrue(refused.getMessage().contains(engine.name()));
                    assertTrue(refused.getMessage().contains(other.name()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.5, 1, 1.5, 20})
    void timeoutsAreMillisecondsAndNeverEarly(double millis) throws Exception {
        poll.register(connected().client(), POLLIN);
        assertLasts((long) (millis * 1e6), () -> assertEquals(List.of(), poll.poll(millis)));
    }

    @Test
    void aDurationIsNeverEarlyAndZeroOnlyLooks() throws Exception {
        poll.register(connected().client(), POLLIN);
        assertLasts(10_000_000, () -> poll.poll(Duration.ofMillis(10)));
        assertEquals(List.of(), poll.poll(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.1, -1e-100, Double.NEGATIVE_INFINITY})
    void aNegativeTimeoutIsNone(double millis) throws Exception {
        Ends ends = connected();
        poll.register(ends.client(), POLLIN);
        var waiting = inBackground(() -> poll.poll(millis)).awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals(List.of(event(ends.client(), POLLIN)), waiting.result());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 2147483648.0, 1e300, Double.POSITIVE_INFINITY})
    void aTimeoutMustFit(double millis) {
        refuses(() -> poll.poll(millis));
    }

    @Test
    void nullIsNoLimitAndANegativeDurationIsRefused() throws IOException {
        Socket socket = connected().client();
        poll.register(socket, POLLOUT);
        assertEquals(1, poll.poll((Duration) null).size());
        assertEquals(1, poll.poll(Integer.MAX_VALUE).size());
        refuses(() -> poll.poll(Duration.ofNanos(-1)));
    }

    @Test
    void anEmptyPollIsASleep() throws Exception {
        assertLasts(10_000_000, () -> assertEquals(List.of(), poll.poll(10)));
    }

    @Test
    void aSecondPollAtTheSameTimeIsRefused() throws Exception {
        Ends ends = connected();
        poll.register(ends.client(), POLLIN);
        var waiting = inBackground(() -> poll.poll()).awaitBlocked();
        var refused = assertThrows(IllegalStateException.class, () -> poll.poll(0));
        assertTrue(refused.getMessage().contains("concurrent"), refused.getMessage());
        assertThrows(IllegalStateException.class, () -> poll.pollInto(new PollEvents(1), 0));
        ends.server().sendall(bytes("x"));
        assertEquals(1, waiting.result().size());
        assertEquals(1, poll.poll(0).size());
    }

    @Test
    void changesByAnotherThreadTakeEffectInTheNextPoll() throws Exception {
        Ends ends = connected();
        Socket ready = connected().client();
        poll.register(ends.client(), POLLIN);
        var waiting = inBackground(() -> poll.poll()).awaitBlocked();
        poll.register(ready, POLLOUT);
        poll.modify(ends.client(), POLLIN | POLLOUT);
        waiting.awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals(List.of(event(ends.client(), POLLIN)), waiting.result());
        assertEquals(
                List.of(event(ends.client(), POLLIN | POLLOUT), event(ready, POLLOUT)),
                poll.poll(0));
    }

    @Test
    void roomLimitsHowManyEventsComeAndTheRestComesNext() throws IOException {
        List<Ends> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Ends ends = connected();
            all.add(ends);
            ends.server().sendall(bytes("x"));
            poll.register(ends.client(), POLLIN);
        }
        PollEvents room = new PollEvents(2);
        List<Integer> seen = new ArrayList<>();
        for (int left = 5; left > 0; left -= 2) {
            assertEquals(Math.min(2, left), poll.pollInto(room, -1));
            for (int i = 0; i < room.size(); i++) {
                assertEquals(POLLIN, room.events(i));
                seen.add(room.fd(i));
                byNumber(all, room.fd(i)).recv(1);
            }
        }
        assertEquals(all.stream().map(ends -> ends.client().fileno()).toList(), seen);
        assertEquals(0, poll.pollInto(room, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> room.fd(0));
    }

    @Test
    void roomMustBePositive() {
        refuses(() -> new PollEvents(0));
        refuses(() -> new PollEvents(-1));
    }

    @Test
    void hundredsAtOnceAllComeBackInOrder() throws IOException {
        List<PollEvent> expected = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Socket socket = udp();
            poll.register(socket, POLLOUT);
            expected.add(event(socket, POLLOUT));
        }
        assertEquals(expected, poll.poll());
        assertEquals(expected, poll.poll(0));
    }

    @Test
    void afterCloseNothingIsPolled() throws IOException {
        Socket socket = connected().client();
        poll.register(socket, POLLOUT);
        poll.close();
        poll.close();
        assertThrows(IllegalStateException.class, () -> poll.poll(0));
        assertEquals(1, socket.send(bytes("x")));
    }

    /** A socket with the number of one that was just closed: the lowest free one. */
    private Socket reopen(int number) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = udp();
            if (socket.fileno() == number) {
                return socket;
            }
        }
        throw new AssertionError("the number " + number + " did not come back");
    }

    private static Socket byNumber(List<Ends> all, int number) {
        return all.stream()
                .map(Ends::client)
                .filter(client -> client.fileno() == number)
                .findFirst()
                .orElseThrow();
    }

    private static PollEvent event(Socket socket, int events) {
        return new PollEvent(socket.fileno(), events);
    }

    private static IllegalArgumentException refuses(Executable call) {
        return assertThrows(IllegalArgumentException.class, call);
    }
}

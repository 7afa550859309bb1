package io.sockeye.contract;

import static io.sockeye.contract.Clock.assertLasts;
import static io.sockeye.select.Select.EPOLLERR;
import static io.sockeye.select.Select.EPOLLET;
import static io.sockeye.select.Select.EPOLLEXCLUSIVE;
import static io.sockeye.select.Select.EPOLLHUP;
import static io.sockeye.select.Select.EPOLLIN;
import static io.sockeye.select.Select.EPOLLONESHOT;
import static io.sockeye.select.Select.EPOLLOUT;
import static io.sockeye.select.Select.EPOLLPRI;
import static io.sockeye.select.Select.EPOLLRDHUP;
import static io.sockeye.socket.Sockets.MSG_OOB;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.FileExistsException;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.engine.PermissionException;
import io.sockeye.os.Fd;
import io.sockeye.select.Epoll;
import io.sockeye.select.Poll;
import io.sockeye.select.PollEvent;
import io.sockeye.select.PollEvents;
import io.sockeye.select.Select;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The epoll object on one thread: registration, kinds of events, limits, timeouts. */
@Tag("contract")
class EpollTest extends EpollContract {
    @Test
    void withoutAMaskItAsksForEverythingUsual() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client());
        assertEquals(events(ends.client(), EPOLLOUT), epoll.poll(0));
        ends.server().sendall(bytes("x"));
        assertEquals(events(ends.client(), EPOLLIN | EPOLLOUT), epoll.poll());
    }

    @Test
    void aSecondRegistrationIsRefused() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLIN);
        assertThrows(FileExistsException.class, () -> epoll.register(socket, EPOLLOUT));
        assertThrows(FileExistsException.class, () -> epoll.register(socket.fileno()));
        assertEquals(List.of(), epoll.poll(0));
    }

    @Test
    void theUnknownCannotBeModifiedOrUnregistered() throws IOException {
        Socket socket = connected().client();
        assertThrows(OsFileNotFoundException.class, () -> epoll.modify(socket, EPOLLIN));
        assertThrows(OsFileNotFoundException.class, () -> epoll.unregister(socket));
        epoll.register(socket);
        epoll.unregister(socket);
        assertThrows(OsFileNotFoundException.class, () -> epoll.unregister(socket));
        assertEquals(List.of(), epoll.poll(0));
    }

    @Test
    void modifyChangesTheMask() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLIN);
        epoll.modify(socket, EPOLLOUT);
        assertEquals(events(socket, EPOLLOUT), epoll.poll(0));
        epoll.modify(socket.fileno(), EPOLLIN);
        assertEquals(List.of(), epoll.poll(0));
    }

    @Test
    void aNumberThatIsNoDescriptorIsBad() {
        int nobody = 1000;
        failsWith(Errno.EBADF, () -> epoll.register(nobody));
        failsWith(Errno.EBADF, () -> epoll.modify(nobody, EPOLLIN));
        failsWith(Errno.EBADF, () -> epoll.unregister(nobody));
    }

    @Test
    void aNegativeNumberAndAClosedObjectAreRefused() throws IOException {
        Socket closed = tcp();
        closed.close();
        refuses(() -> epoll.register(closed));
        refuses(() -> epoll.modify(closed, EPOLLIN));
        refuses(() -> epoll.unregister(closed));
        refuses(() -> epoll.register(-1));
        refuses(() -> epoll.modify(-1, EPOLLIN));
        refuses(() -> epoll.unregister(-1));
    }

    @Test
    void aRegularFileCannotBeWatched() throws IOException {
        int file = RegularFile.open(this);
        assertThrows(PermissionException.class, () -> epoll.register(file));
        assertThrows(PermissionException.class, () -> epoll.register(Fd.adopt(engine, file)));
    }

    @Test
    void anEpollCannotWatchItself() {
        failsWith(Errno.EINVAL, () -> epoll.register(epoll));
    }

    @ParameterizedTest
    @EnumSource
    void eventsAreThoseOfPoll(SocketState state) throws IOException {
        var f = state.make(this);
        epoll.register(f, SocketState.ASKED);
        // The other end's news may take a moment on the loopback.
        Eventually.holds(() -> mask() == state.polled);
        assertEquals(state.polled, mask());
    }

    @Test
    void errorsAndHangUpsComeUnasked() throws IOException {
        Ends ends = connected();
        reset(ends.server());
        epoll.register(ends.client(), 0);
        assertEquals(events(ends.client(), EPOLLERR | EPOLLHUP), epoll.poll());
        epoll.modify(ends.client(), EPOLLRDHUP);
        assertEquals(events(ends.client(), EPOLLERR | EPOLLHUP | EPOLLRDHUP), epoll.poll());
    }

    @Test
    void theEndOfThePeersStreamAndUrgentDataCanBeAskedFor() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLRDHUP | EPOLLPRI);
        assertEquals(List.of(), epoll.poll(0));
        ends.server().send(bytes("!"), MSG_OOB);
        assertEquals(events(ends.client(), EPOLLPRI), epoll.poll());
        ends.server().shutdown(SHUT_WR);
        Eventually.eventually("both", () -> mask() == (EPOLLPRI | EPOLLRDHUP));
    }

    @Test
    void levelTriggeredEventsLastAsLongAsTheirCause() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN);
        ends.server().sendall(bytes("xy"));
        for (int i = 0; i < 2; i++) {
            assertEquals(events(ends.client(), EPOLLIN), epoll.poll());
            ends.client().recv(1);
        }
        assertEquals(List.of(), epoll.poll(0));
    }

    @Test
    void edgeTriggeredEventsComeWithEachChange() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN | EPOLLET);
        assertEquals(List.of(), epoll.poll(0));
        for (int i = 0; i < 3; i++) {
            ends.server().sendall(bytes("x"));
            assertEquals(events(ends.client(), EPOLLIN), epoll.poll());
            assertEquals(List.of(), epoll.poll(0));
        }
        assertEquals("xxx", text(ends.client().recv(10)));
    }

    @Test
    void oneShotIsSilentUntilItIsArmedAgain() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN | EPOLLONESHOT);
        ends.server().sendall(bytes("x"));
        for (int i = 0; i < 2; i++) {
            assertEquals(events(ends.client(), EPOLLIN), epoll.poll());
            assertEquals(List.of(), epoll.poll(0));
            ends.server().sendall(bytes("y"));
            assertEquals(List.of(), epoll.poll(0));
            epoll.modify(ends.client(), EPOLLIN | EPOLLONESHOT);
        }
        assertEquals(events(ends.client(), EPOLLIN), epoll.poll());
    }

    @Test
    void exclusiveIsForRegistrationAlone() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN | EPOLLEXCLUSIVE);
        ends.server().sendall(bytes("x"));
        assertEquals(events(ends.client(), EPOLLIN), epoll.poll());
        failsWith(Errno.EINVAL, () -> epoll.modify(ends.client(), EPOLLIN | EPOLLEXCLUSIVE));
        failsWith(Errno.EINVAL, () -> epoll.modify(ends.client(), EPOLLIN));
        assertEquals(events(ends.client(), EPOLLIN), epoll.poll());
    }

    @Test
    void anIntHoldsEveryFlagBothWays() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLOUT | EPOLLET | EPOLLONESHOT);
        assertTrue(EPOLLET < 0);
        assertEquals(events(socket, EPOLLOUT), epoll.poll());
    }

    @Test
    void maxeventsLimitsTheResultAndTheRestComesNext() throws IOException {
        Set<Integer> left = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Ends ends = connected();
            ends.server().sendall(bytes("x"));
            epoll.register(ends.client(), EPOLLIN | EPOLLONESHOT);
            left.add(ends.client().fileno());
        }
        for (int expected : new int[] {2, 2, 1, 0}) {
            List<PollEvent> found = epoll.poll(0, 2);
            assertEquals(expected, found.size());
            found.forEach(event -> assertTrue(left.remove(event.fd())));
        }
    }

    @Test
    void maxeventsIsPositiveOrMinusOne() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLOUT);
        refuses(() -> epoll.poll(0, 0));
        refuses(() -> epoll.poll(0, -2));
        refuses(() -> epoll.poll(Duration.ZERO, Integer.MIN_VALUE));
        assertEquals(events(socket, EPOLLOUT), epoll.poll(0, -1));
        assertEquals(events(socket, EPOLLOUT), epoll.poll((Duration) null, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999_999, 1_000_001, 20_000_000})
    void timeoutsAreSecondsAndNeverEarly(long nanos) throws Exception {
        epoll.register(connected().client(), EPOLLIN);
        assertLasts(nanos, () -> assertEquals(List.of(), epoll.poll(nanos / 1e9)));
        assertLasts(nanos, () -> assertEquals(List.of(), epoll.poll(Duration.ofNanos(nanos))));
        PollEvents room = new PollEvents(1);
        assertLasts(nanos, () -> assertEquals(0, epoll.pollInto(room, nanos)));
    }

    @Test
    void lessThanAMillisecondBelowZeroLooksOnly() throws IOException {
        epoll.register(connected().client(), EPOLLIN);
        assertEquals(List.of(), epoll.poll(-0.0001));
    }

    @Test
    void aNegativeNumberOfSecondsIsNoLimit() throws Exception {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN);
        var waiting = inBackground(() -> epoll.poll(-1)).awaitBlocked();
        ends.server().sendall(bytes("x"));
        assertEquals(events(ends.client(), EPOLLIN), waiting.result());
    }

    @Test
    void aTimeoutMustFit() {
        refuses(() -> epoll.poll(Double.NaN));
        refuses(() -> epoll.poll(1e300));
        refuses(() -> epoll.poll(2147484));
        refuses(() -> epoll.poll(Duration.ofNanos(-1)));
    }

    @Test
    void aTimeoutOfWeeksIsNoError() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLOUT);
        assertEquals(events(socket, EPOLLOUT), epoll.poll(2147483));
        Duration centuries = Duration.ofNanos(Long.MAX_VALUE);
        assertEquals(events(socket, EPOLLOUT), epoll.poll(centuries));
    }

    @Test
    void itsOwnDescriptorIsReadableWhenEventsArePending() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN);
        assertEquals("-", ReadinessTest.selected(epoll));
        ends.server().sendall(bytes("x"));
        assertEquals("r", ReadinessTest.selected(epoll));
        try (Poll poll = new Poll(engine)) {
            poll.register(epoll, EPOLLIN);
            assertEquals(events(epoll.fileno(), EPOLLIN), poll.poll());
        }
    }

    @Test
    void epollsNest() throws IOException {
        Ends ends = connected();
        Epoll outer = own(new Epoll(engine));
        epoll.register(ends.client(), EPOLLIN);
        outer.register(epoll, EPOLLIN);
        assertEquals(List.of(), outer.poll(0));
        ends.server().sendall(bytes("x"));
        assertEquals(events(epoll.fileno(), EPOLLIN), outer.poll());
        failsWith(Errno.ELOOP, () -> epoll.register(outer));
        assertEquals(events(ends.client(), EPOLLIN), epoll.poll(0));
    }

    @Test
    void anEpollInASelectorIsAnObjectLikeAnother() throws IOException {
        Ends ends = connected();
        epoll.register(ends.client(), EPOLLIN);
        for (var kind : SelectorContract.kinds(engine)) {
            try (BaseSelector selector = SelectorContract.open(engine, kind)) {
                Epoll inner = new Epoll(engine);
                inner.register(ends.server(), EPOLLOUT);
                var key = selector.register(inner, 1);
                assertEquals(SelectorContract.ready(key, 1), selector.select());
                inner.close();
                assertEquals(List.of(), selector.select(0));
                assertEquals(key, selector.unregister(inner));
                refuses(() -> selector.register(inner, 1));
            }
        }
    }

    @Test
    void fromfdAdopts() throws IOException {
        Socket socket = connected().client();
        Epoll adopted = own(Epoll.fromfd(engine, engine.syscalls().dup(epoll.fileno())));
        adopted.register(socket, EPOLLOUT);
        assertEquals(events(socket, EPOLLOUT), epoll.poll());
        int number = adopted.fileno();
        adopted.close();
        assertEquals(-Errno.EBADF, engine.syscalls().dup(number));
    }

    @Test
    void fromfdLooksAtNothing() throws IOException {
        refuses(() -> Epoll.fromfd(engine, -1));
        Socket socket = connected().client();
        Epoll none = Epoll.fromfd(engine, engine.syscalls().dup(socket.fileno()));
        failsWith(Errno.EINVAL, () -> none.register(socket));
        failsWith(Errno.EINVAL, () -> none.poll(0));
        none.close();
    }

    @Test
    void aClosedEpollRefusesEverything() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLOUT);
        epoll.close();
        epoll.close();
        assertTrue(epoll.closed());
        List<Executable> calls = new ArrayList<>();
        calls.add(() -> epoll.register(socket));
        calls.add(() -> epoll.modify(socket, EPOLLIN));
        calls.add(() -> epoll.unregister(socket));
        calls.add(() -> epoll.poll(0));
        calls.add(() -> epoll.pollInto(new PollEvents(1), 0));
        calls.add(epoll::fileno);
        for (Executable call : calls) {
            var refused = assertThrows(IllegalStateException.class, call);
            assertEquals("I/O operation on closed epoll object", refused.getMessage());
        }
        assertEquals(1, socket.send(bytes("x")));
    }

    @Test
    void aRegisteredObjectThatIsClosedLeavesTheSetThoughADupStaysOpen() throws IOException {
        Ends ends = connected();
        Socket dup = own(ends.client().dup());
        epoll.register(ends.client(), EPOLLIN);
        ends.server().sendall(bytes("x"));
        ends.client().close();
        assertEquals(List.of(), epoll.poll(0));
        assertEquals("x", text(dup.recv(10)));
    }

    @Test
    void aDetachedObjectLeavesTheSetToo() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLOUT);
        Socket again = own(Socket.adopt(engine, socket.detach()));
        assertEquals(List.of(), epoll.poll(0));
        epoll.register(again, EPOLLOUT);
        assertEquals(events(again, EPOLLOUT), epoll.poll(0));
    }

    @Test
    void theNextOwnerOfANumberIsRegisteredAfresh() throws IOException {
        Socket closed = udp();
        int number = closed.fileno();
        epoll.register(closed, EPOLLOUT);
        closed.close();
        Socket heir = udp();
        if (heir.fileno() == number) {
            epoll.register(heir, EPOLLIN);
            assertEquals(List.of(), epoll.poll(0));
        }
    }

    @Test
    void aCounterIsReadableWhileItIsNotZero() throws IOException {
        Fd counter = own(Fd.eventfd(engine, 0));
        epoll.register(counter, EPOLLIN);
        assertEquals(List.of(), epoll.poll(0));
        counter.write(ByteBuffer.allocate(8).putLong(0, -2 >>> 1));
        assertEquals(events(counter.fileno(), EPOLLIN), epoll.poll());
        counter.read(ByteBuffer.allocate(8));
        assertEquals(List.of(), epoll.poll(0));
    }

    @Test
    void selectTakesAnEpollAmongOthers() throws IOException {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLOUT);
        var found = Select.select(List.of(socket, epoll), List.of(), List.of());
        assertEquals(List.of(epoll), found.readable());
    }

    private int mask() throws IOException {
        return epoll.poll(0).stream().mapToInt(PollEvent::events).sum();
    }
}

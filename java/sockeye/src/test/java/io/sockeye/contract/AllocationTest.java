package io.sockeye.contract;

import static io.sockeye.select.Select.EPOLLIN;
import static io.sockeye.select.Select.POLLIN;
import static io.sockeye.selectors.Selectors.EVENT_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.select.Epoll;
import io.sockeye.select.Poll;
import io.sockeye.select.PollEvents;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.ReadyKeys;
import org.junit.jupiter.api.Test;

/** The forms without allocation do not allocate, whether something is ready or not. */
class AllocationTest extends ContractTest {
    private static final long MICRO = 1000;

    @Test
    void pollIntoAllocatesNothing() throws Exception {
        Ends quiet = connected();
        Ends loud = connected();
        loud.server().sendall(bytes("x"));
        try (Poll poll = new Poll(engine)) {
            poll.register(quiet.client(), POLLIN);
            PollEvents room = new PollEvents(8);
            expectNothing(() -> assertEquals(0, poll.pollInto(room, 0)));
            expectNothing(() -> assertEquals(0, poll.pollInto(room, MICRO)));
            poll.register(loud.client(), POLLIN);
            expectNothing(() -> assertEquals(1, poll.pollInto(room, -1)));
        }
    }

    @Test
    void epollIntoAllocatesNothing() throws Exception {
        if (!Epoll.isAvailable(engine)) {
            return;
        }
        Ends quiet = connected();
        Ends loud = connected();
        loud.server().sendall(bytes("x"));
        try (Epoll epoll = new Epoll(engine)) {
            epoll.register(quiet.client(), EPOLLIN);
            PollEvents room = new PollEvents(8);
            expectNothing(() -> assertEquals(0, epoll.pollInto(room, 0)));
            expectNothing(() -> assertEquals(0, epoll.pollInto(room, MICRO)));
            epoll.register(loud.client(), EPOLLIN);
            expectNothing(() -> assertEquals(1, epoll.pollInto(room, -1)));
        }
    }

    @Test
    void listsOfEventsCostLittleMoreThanThemselves() throws Exception {
        Ends loud = connected();
        loud.server().sendall(bytes("x"));
        Poll poll = own(new Poll(engine));
        poll.register(loud.client(), POLLIN);
        expectAtMost(200, () -> assertEquals(1, poll.poll(0).size()));
        for (int i = 0; i < 100; i++) {
            poll.register(udp(), POLLIN);
        }
        expectAtMost(200, () -> assertEquals(1, poll.poll(0).size()));
        if (Epoll.isAvailable(engine)) {
            Epoll epoll = own(new Epoll(engine));
            epoll.register(loud.client(), EPOLLIN);
            expectAtMost(200, () -> assertEquals(1, epoll.poll(0).size()));
        }
    }

    @Test
    void selectIntoAllocatesNothing() throws Exception {
        Ends quiet = connected();
        Ends loud = connected();
        loud.server().sendall(bytes("x"));
        for (var kind : SelectorContract.kinds(engine)) {
            try (BaseSelector selector = SelectorContract.open(engine, kind)) {
                selector.register(quiet.client(), EVENT_READ);
                ReadyKeys room = new ReadyKeys();
                expectNothing(() -> assertEquals(0, selector.selectInto(room, 0)));
                expectNothing(() -> assertEquals(0, selector.selectInto(room, MICRO)));
                selector.register(loud.client(), EVENT_READ);
                expectNothing(() -> assertEquals(1, selector.selectInto(room, -1)));
            }
        }
    }

    private void expectNothing(Action action) throws Exception {
        Allocations.expectNone(engine, action);
    }

    private void expectAtMost(int bytes, Action action) throws Exception {
        Allocations.expectAtMost(engine, bytes, action);
    }
}

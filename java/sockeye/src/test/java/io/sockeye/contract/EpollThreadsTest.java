package io.sockeye.contract;

import static io.sockeye.select.Select.EPOLLIN;
import static io.sockeye.select.Select.EPOLLONESHOT;
import static io.sockeye.select.Select.EPOLLOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.select.Epoll;
import io.sockeye.select.PollEvent;
import io.sockeye.socket.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The epoll object between threads. */
@Tag("contract")
class EpollThreadsTest extends EpollContract {
    @Test
    void whatAnotherThreadRegistersTakesEffectInTheWait() throws Exception {
        Socket socket = connected().client();
        var waiting = inBackground(() -> epoll.poll()).awaitBlocked();
        epoll.register(socket, EPOLLOUT);
        assertEquals(events(socket, EPOLLOUT), waiting.result());
    }

    @Test
    void whatAnotherThreadModifiesTakesEffectInTheWait() throws Exception {
        Socket socket = connected().client();
        epoll.register(socket, EPOLLIN);
        var waiting = inBackground(() -> epoll.poll()).awaitBlocked();
        epoll.modify(socket, EPOLLOUT);
        assertEquals(events(socket, EPOLLOUT), waiting.result());
    }

    @Test
    void whatAnotherThreadUnregistersIsSilentInTheWait() throws Exception {
        Ends silenced = connected();
        Ends other = connected();
        epoll.register(silenced.client(), EPOLLIN);
        epoll.register(other.client(), EPOLLIN);
        var waiting = inBackground(() -> epoll.poll()).awaitBlocked();
        epoll.unregister(silenced.client());
        silenced.server().sendall(bytes("x"));
        waiting.awaitBlocked();
        other.server().sendall(bytes("x"));
        assertEquals(events(other.client(), EPOLLIN), waiting.result());
    }

    @Test
    void aRegisteredObjectThatIsClosedDuringTheWaitIsForgotten() throws Exception {
        Ends closed = connected();
        Ends other = connected();
        epoll.register(closed.client(), EPOLLIN);
        epoll.register(other.client(), EPOLLIN);
        var waiting = inBackground(() -> epoll.poll()).awaitBlocked();
        closed.client().close();
        assertEquals(0, closed.server().recv(1).length);
        waiting.awaitBlocked();
        other.server().sendall(bytes("x"));
        assertEquals(events(other.client(), EPOLLIN), waiting.result());
    }

    @Test
    void aCloseEndsEveryWait() throws Exception {
        epoll.register(connected().client(), EPOLLIN);
        List<Background<List<PollEvent>>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(inBackground(() -> epoll.poll()).awaitBlocked());
        }
        int number = epoll.fileno();
        epoll.close();
        for (var each : waiting) {
            assertEquals(Errno.EBADF, each.failure(ClosedException.class).errno());
        }
        assertEquals(-Errno.EBADF, engine.syscalls().dup(number));
    }

    @Test
    void aCloseEndsAWaitThatHasALimit() throws Exception {
        var waiting = inBackground(() -> epoll.poll(1000)).awaitBlocked();
        epoll.close();
        waiting.failure(ClosedException.class);
    }

    @Test
    void aCloseWhileEventsArePouringInEndsTheWaitsToo() throws Exception {
        epoll.register(connected().client(), EPOLLOUT);
        var busy =
                inBackground(
                        () -> {
                            while (true) {
                                assertEquals(1, epoll.poll().size());
                            }
                        });
        epoll.close();
        Throwable end = busy.failure(Exception.class);
        assertTrue(
                end instanceof ClosedException || end instanceof IllegalStateException,
                end.toString());
    }

    @Test
    void eachEventGoesToOneOfSeveralWaitingThreads() throws Exception {
        List<Ends> all = new ArrayList<>();
        List<Background<List<PollEvent>>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Ends ends = connected();
            all.add(ends);
            epoll.register(ends.client(), EPOLLIN | EPOLLONESHOT);
            waiting.add(inBackground(() -> epoll.poll((java.time.Duration) null, 1)));
        }
        for (var each : waiting) {
            each.awaitBlocked();
        }
        Set<PollEvent> expected = new HashSet<>();
        for (Ends ends : all) {
            ends.server().sendall(bytes("x"));
            expected.addAll(events(ends.client(), EPOLLIN));
        }
        Set<PollEvent> found = new HashSet<>();
        for (var each : waiting) {
            found.addAll(each.result());
        }
        assertEquals(expected, found);
    }

    @Test
    void manyThreadsRegisterAndCloseAtOnce() throws Exception {
        List<Background<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(
                    inBackground(
                            () -> {
                                for (int n = 0; n < 200; n++) {
                                    registerAndClose(n);
                                }
                            }));
        }
        for (var worker : workers) {
            worker.result();
        }
        assertEquals(List.of(), epoll.poll(0));
    }

    private void registerAndClose(int n) throws Exception {
        try (Socket socket = new Socket(engine, 2, 2);
                Epoll second = new Epoll(engine)) {
            epoll.register(socket, EPOLLOUT);
            second.register(socket, EPOLLOUT);
            epoll.poll(0);
            if (n % 2 == 0) {
                epoll.unregister(socket);
            }
        }
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.select.Epoll;
import io.sockeye.select.PollEvent;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** A test of epoll, on the engines that have it; {@link EpollAbsenceTest} is about the others. */
abstract class EpollContract extends ContractTest {
    Epoll epoll;

    @BeforeEach
    void makeEpoll() throws IOException {
        assumeTrue(Epoll.isAvailable(engine), "this engine has no epoll");
        epoll = own(new Epoll(engine));
    }

    static List<PollEvent> events(Socket socket, int events) {
        return events(socket.fileno(), events);
    }

    static List<PollEvent> events(int fd, int events) {
        return List.of(new PollEvent(fd, events));
    }

    static IllegalArgumentException refuses(Executable call) {
        return assertThrows(IllegalArgumentException.class, call);
    }
}

package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void countsFromTheFirstMessageToTheFirstEnd() {
        Trace trace =
                Trace.parse(
                        List.of(
                                "7 read(3, \"\"..., 832) = 832",
                                "7 epoll_ctl(4, EPOLL_CTL_ADD, 5, {...}) = 0",
                                "7 epoll_wait(4, [...], 128, -1) = 1",
                                "7 accept4(5, NULL, NULL, SOCK_CLOEXEC) = 6",
                                "7 epoll_ctl(4, EPOLL_CTL_ADD, 6, {...}) = 0",
                                "7 accept4(5, NULL, NULL, SOCK_CLOEXEC) = -1 EAGAIN (Resource)",
                                "7 recvfrom(6, \"\"..., 65536, 0, NULL, NULL) = 64",
                                "7 sendto(6, \"\"..., 64, MSG_NOSIGNAL, NULL, 0) = 64",
                                "7 epoll_wait(4, [...], 128, -1) = 1",
                                "7 recvfrom(6, \"\"..., 65536, 0, NULL, NULL) = 64",
                                "7 sendto(6, \"\"..., 64, MSG_NOSIGNAL, NULL, 0) = 64",
                                "7 fcntl(6, F_GETFL) = 2",
                                "7 epoll_wait(4, [...], 128, -1) = 1",
                                "7 recvfrom(6, \"\", 65536, 0, NULL, NULL) = 0",
                                "7 epoll_ctl(4, EPOLL_CTL_DEL, 6, NULL) = 0",
                                "7 close(6) = 0"));
        assertEquals(2, trace.requests(64));
        assertEquals(2, trace.recv());
        assertEquals(2, trace.send());
        assertEquals(2, trace.waits());
        assertEquals(0, trace.epollCtl());
        assertEquals(1, trace.others());
    }

    @Test
    void otherThreadsDoNotCountButTheirNoiseIsUnderstood() {
        Trace trace =
                Trace.parse(
                        List.of(
                                "7 accept4(5,  <unfinished ...>",
                                "8 write(1, \"\"..., 9) = 9",
                                "7 <... accept4 resumed>NULL, NULL, SOCK_CLOEXEC) = 6",
                                "7 recvfrom(6,  <unfinished ...>",
                                "8 read(9, \"\"..., 9) = 9",
                                "7 <... recvfrom resumed>\"\"..., 65536, 0, NULL, NULL) = 32",
                                "7 sendto(6, \"\"..., 32, 0, NULL, 0) = 32"));
        assertEquals(0.5, trace.requests(64));
        assertEquals(1, trace.recv());
        assertEquals(1, trace.send());
        assertEquals(0, trace.others());
    }

    @Test
    void aRingIsCountedByWhatTheLoadHasSent() {
        List<String> lines =
                List.of(
                        "7 listen(3, 128) = 0",
                        "8 futex(0x1, FUTEX_WAIT) = 0",
                        "7 io_uring_enter(5, 1, 1, 1, NULL, 0) = 1",
                        "7 getpeername(6, {}, [28]) = 0",
                        "7 io_uring_enter(5, 2, 1, 1, NULL, 0) = 2");
        assertEquals(0, Trace.parse(lines).requests(64));
        Trace trace = Trace.ofRing(lines, 4 * 64);
        assertEquals(4, trace.requests(64));
        assertEquals(2, trace.waits());
        assertEquals(1, trace.others());
        assertEquals(0, trace.recv() + trace.send());
    }

    @Test
    void aServerThatAcceptedNothingHasNoRequests() {
        assertEquals(0, Trace.parse(List.of("7 read(3, \"\"..., 832) = 832")).requests(64));
    }
}

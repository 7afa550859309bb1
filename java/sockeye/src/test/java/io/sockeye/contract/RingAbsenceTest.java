package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.RingOffer;
import io.sockeye.reactor.Reactor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts that lack io_uring, or a part of it: an engine says why, and nobody else minds. */
@Tag("contract")
class RingAbsenceTest extends ContractTest {
    private static final int ENTER = 1;

    @BeforeEach
    void isThere() {
        assumeTrue(
                engine.multiplexers().contains(Multiplexer.IO_URING),
                engine.name() + ": " + engine.missing(Multiplexer.IO_URING).orElse("none at all"));
    }

    /** What a JVM says in which a call of io_uring fails. */
    private List<String> forbidden(int call, String errno) throws Exception {
        Helper.assumeBuilt();
        List<String> said =
                new ChildJvm()
                        .run(RingAbsenceChild.class, engine.name(), Integer.toString(call), errno)
                        .lines()
                        .toList();
        assertEquals(5, said.size(), said.toString());
        assertEquals("[epoll, poll, select]", said.get(0));
        assertTrue(said.get(2).contains(said.get(1)), said.get(2));
        assertTrue(said.get(2).contains("io_uring"), said.get(2));
        assertTrue(said.get(3).contains("no io_uring because " + said.get(1)), said.get(3));
        assertEquals("epoll", said.get(4));
        return said;
    }

    @Test
    void aSeccompFilterThatHidesIt() throws Exception {
        String why = forbidden(0, "ENOSYS").get(1);
        assertTrue(why.contains("ENOSYS") || why.contains("not implemented"), why);
        assertTrue(why.contains("seccomp filter"), why);
        assertTrue(why.contains("5.1"), why);
    }

    @Test
    void aSeccompFilterThatForbidsIt() throws Exception {
        String why = forbidden(0, "EPERM").get(1);
        assertTrue(why.contains("io_uring_setup"), why);
        assertTrue(why.contains("a seccomp filter or security module"), why);
    }

    @Test
    void aFilterThatForbidsOnlyItsUse() throws Exception {
        assertTrue(forbidden(ENTER, "EPERM").get(1).contains("io_uring_enter"));
    }

    @Test
    void tooLittleLockedMemory() {
        String why = missing("ioUringSetup", Errno.ENOMEM);
        assertTrue(why.contains("RLIMIT_MEMLOCK"), why);
    }

    /** The rings that are tried are small; those of a reactor, or its hundredth, may not be had. */
    @Test
    void tooLittleLockedMemoryForAReactor() {
        for (String call : List.of("ioUringSetup", "ioUringRegister")) {
            Engine without = FailingEngine.of(engine, call, arguments -> true, Errno.ENOMEM);
            var refused =
                    failsWith(
                            Errno.ENOMEM,
                            () ->
                                    Reactor.create(
                                            o ->
                                                    o.engine(without)
                                                            .multiplexer(Multiplexer.IO_URING)));
            assertTrue(refused.getMessage().contains("RLIMIT_MEMLOCK"), refused.getMessage());
        }
    }

    @Test
    void aKernelThatKnowsNoneOfTheFlags() {
        assertTrue(missing("ioUringSetup", Errno.EINVAL).contains("older than 5.13"));
    }

    @Test
    void aRingThatDoesNothing() {
        String why = missing("ioUringEnter", 0);
        assertTrue(why.contains("was lost"), why);
    }

    @Test
    void aPropertyAsksForIt() throws Exception {
        ChildJvm child = new ChildJvm();
        assertEquals("epoll\n", child.run(RingAbsenceChild.class, engine.name()));
        child.option("-Dsockeye.multiplexer=io_uring");
        assertEquals("io_uring\n", child.run(RingAbsenceChild.class, engine.name()));
    }

    /** A ring belongs to one thread of the system, and is tried when somebody asks first. */
    @Test
    void aVirtualThreadMayAskFirst() throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        String said = new ChildJvm().run(VirtualFirstChild.class, engine.name());
        assertEquals(engine.multiplexers() + "\n", said);
    }

    @Test
    void aPropertyThatExcludesNoFeatureThatExists() throws Exception {
        ChildJvm child = new ChildJvm().option("-Dsockeye.io_uring.without=RECV");
        String said = child.run(RingAbsenceChild.class, engine.name(), "-1", "EPERM");
        assertTrue(said.contains("-Dsockeye.io_uring.without=RECV: there is no such"), said);
        assertTrue(said.contains("RECV_MULTISHOT"), said);
    }

    @Test
    void nobodyGetsItWhoHasNotAskedForIt() throws IOException {
        assertEquals(Multiplexer.EPOLL, engine.multiplexers().iterator().next());
        List<Multiplexer> all = List.copyOf(engine.multiplexers());
        assertEquals(Multiplexer.IO_URING, all.get(all.size() - 1));
        var refused = failsWith(Errno.EOPNOTSUPP, () -> engine.poller(Multiplexer.IO_URING));
        assertTrue(refused.getMessage().contains("the reactor's"), refused.getMessage());
    }

    /** Why there is no ring where a system call fails. */
    private String missing(String call, int errno) {
        Engine without = FailingEngine.of(engine, call, arguments -> true, errno);
        RingOffer offer = new RingOffer(without, Multiplexer.EPOLL);
        assertEquals(List.of(Multiplexer.EPOLL), List.copyOf(offer.multiplexers()));
        assertTrue(offer.missing(Multiplexer.EPOLL).isEmpty());
        return offer.missing(Multiplexer.IO_URING).orElseThrow();
    }
}

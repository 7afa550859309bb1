package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.RingFeature;
import io.sockeye.engine.RingOffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernels whose io_uring lacks something: it is said, and one does without. */
class RingFeaturesTest extends ContractTest {
    private static final int SETUP_FLAGS = 8;
    private static final int SUBMIT_ALL = 128;
    private static final int DEFER_TASKRUN = 8192;
    private static final int PBUF_RING = 22;

    @BeforeEach
    void isThere() {
        assumeTrue(
                engine.multiplexers().contains(Multiplexer.IO_URING),
                engine.name() + ": " + engine.missing(Multiplexer.IO_URING).orElse("none at all"));
    }

    private static void serves(Set<String> without, String why, ChildJvm child, String... arguments)
            throws Exception {
        List<String> said = child.run(RingFeaturesChild.class, arguments).lines().toList();
        assertEquals(3, said.size(), said.toString());
        for (RingFeature each : RingFeature.values()) {
            boolean named = said.get(0).contains(each + "=");
            assertEquals(without.contains(each.name()), named, said.get(0));
            assertEquals(named, said.get(1).contains("io_uring without " + each), said.get(1));
        }
        assertTrue(said.get(0).contains(why), said.get(0));
        assertEquals("served", said.get(2));
    }

    @Test
    void aSeccompFilterThatHidesRingsOfBuffers() throws Exception {
        Helper.assumeBuilt();
        for (String errno : List.of("EINVAL", "EPERM")) {
            serves(
                    Set.of("RECV_MULTISHOT"),
                    "PBUF_RING",
                    new ChildJvm(),
                    engine.name(),
                    "" + PBUF_RING,
                    errno);
        }
    }

    @Test
    void aPropertyExcludesEach() throws Exception {
        for (RingFeature each : RingFeature.values()) {
            String option = "-Dsockeye.io_uring.without=" + each.name();
            ChildJvm child = new ChildJvm().option(option);
            Set<String> without =
                    each == RingFeature.DEFER_TASKRUN
                            ? Set.of(each.name(), "RECV_MULTISHOT")
                            : Set.of(each.name());
            serves(without, option, child, engine.name());
        }
    }

    @Test
    void aPropertyExcludesSeveralAndAll() throws Exception {
        String two = "-Dsockeye.io_uring.without=CANCEL_FD,DEFER_TASKRUN";
        Set<String> three = Set.of("CANCEL_FD", "DEFER_TASKRUN", "RECV_MULTISHOT");
        serves(three, two, new ChildJvm().option(two), engine.name());
        String all = "-Dsockeye.io_uring.without=all";
        Set<String> each =
                Set.of(
                        "DEFER_TASKRUN",
                        "RECV_MULTISHOT",
                        "ACCEPT_MULTISHOT",
                        "CANCEL_FD",
                        "SUBMIT_ALL",
                        "CQE_SKIP_SUCCESS");
        serves(each, all, new ChildJvm().option(all), engine.name());
    }

    @Test
    void aKernelThatKnowsNoDeferredWork() {
        assertEquals(
                Set.of(RingFeature.DEFER_TASKRUN, RingFeature.RECV_MULTISHOT),
                refusing(DEFER_TASKRUN).keySet());
    }

    @Test
    void aKernelThatStopsAtTheFirstFailure() {
        assertEquals(Set.of(RingFeature.SUBMIT_ALL), refusing(SUBMIT_ALL).keySet());
    }

    @Test
    void aKernelThatKnowsNeither() {
        assertEquals(
                Set.of(
                        RingFeature.SUBMIT_ALL,
                        RingFeature.DEFER_TASKRUN,
                        RingFeature.RECV_MULTISHOT),
                refusing(SUBMIT_ALL | DEFER_TASKRUN).keySet());
    }

    /** What is missing where io_uring_setup takes none of these flags. */
    private Map<RingFeature, String> refusing(int flags) {
        Engine old =
                FailingEngine.of(
                        engine,
                        "ioUringSetup",
                        arguments -> {
                            var params = (DirectBuffer) arguments[1];
                            return (params.getInt(SETUP_FLAGS) & flags) != 0;
                        },
                        Errno.EINVAL);
        RingOffer offer = new RingOffer(old, Multiplexer.EPOLL);
        assertTrue(offer.multiplexers().contains(Multiplexer.IO_URING));
        return offer.missingFeatures();
    }
}

package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.engine.HasFileno;
import io.sockeye.select.Poll;
import io.sockeye.select.PollEvent;
import io.sockeye.select.Select;
import io.sockeye.select.SelectResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What poll and select report for a descriptor in each of its states. */
@Tag("contract")
class ReadinessTest extends ContractTest {
    @ParameterizedTest
    @EnumSource
    void pollReportsWhatTheKernelDoes(SocketState state) throws IOException {
        HasFileno f = state.make(this);
        try (Poll poll = new Poll(engine)) {
            poll.register(f, SocketState.ASKED);
            int expected = engine.hasRealFds() ? state.polled : NioReadiness.polled(state);
            // The other end's news may take a moment on the loopback.
            Eventually.holds(() -> mask(poll) == expected);
            assertEquals(hex(expected), hex(mask(poll)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void selectReportsWhatTheKernelDoes(SocketState state) throws IOException {
        HasFileno f = state.make(this);
        String expected = engine.hasRealFds() ? state.selected : NioReadiness.selected(state);
        Eventually.holds(() -> selected(f).equals(expected));
        assertEquals(expected, selected(f));
    }

    private static int mask(Poll poll) throws IOException {
        return poll.poll(0).stream().mapToInt(PollEvent::events).sum();
    }

    static String selected(HasFileno f) throws IOException {
        List<HasFileno> one = List.of(f);
        SelectResult<?, ?, ?> found = Select.select(one, one, one, 0);
        String kinds =
                (found.readable().isEmpty() ? "" : "r")
                        + (found.writable().isEmpty() ? "" : "w")
                        + (found.exceptional().isEmpty() ? "" : "x");
        return kinds.isEmpty() ? "-" : kinds;
    }

    private static String hex(int mask) {
        return "0x" + Integer.toHexString(mask);
    }
}

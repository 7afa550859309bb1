package io.sockeye.contract;

import static io.sockeye.select.Select.POLLERR;
import static io.sockeye.select.Select.POLLHUP;
import static io.sockeye.select.Select.POLLIN;
import static io.sockeye.select.Select.POLLOUT;
import static io.sockeye.select.Select.POLLPRI;
import static io.sockeye.select.Select.POLLRDHUP;

/** Where java.nio shows less of a descriptor's state than the kernel does. */
final class NioReadiness {
    private NioReadiness() {}

    static int polled(SocketState state) {
        return switch (state) {
            case FRESH, BOUND, UNIX_FRESH, REFUSED -> state.polled;
            // An error that the JDK sees counts as everything, a hang-up of a pipe as its end.
            case UDP_REFUSED -> POLLIN | POLLOUT;
            case PIPE_END -> POLLIN;
            default -> state.polled & ~(POLLPRI | POLLRDHUP | POLLERR | POLLHUP);
        };
    }

    static String selected(SocketState state) {
        return state == SocketState.PIPE_BROKEN ? "w" : state.selected.replace("x", "");
    }

    static boolean isReadable(SocketState state) {
        return state != SocketState.PIPE_BROKEN && state.isReadable();
    }

    static boolean isWritable(SocketState state) {
        return state != SocketState.PIPE_END && state.isWritable();
    }
}

package io.sockeye.reactor;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a connection is over: {@link ConnectionDone} or {@link ConnectionLost}. */
public abstract class ConnectionClosed extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * For the two kinds.
     *
     * @param message what happened
     * @param cause what happened below, or null
     */
    ConnectionClosed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
